"""What the calendar adds to Wagtail: its screens, its place in the menu, and the way to it from the plan's gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bulletin.calendar import views
from bulletin.calendar.permissions import may_plan, may_see_calendar

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

    from cms.accounts.models import User


@hooks.register("register_admin_urls")
def calendar_urls() -> list[URLPattern]:
    """The calendar's screens."""
    return [
        path("lich/", views.month_view, name="calendar_month"),
        path("lich/dia-chi/", views.subscribe, name="calendar_subscribe"),
        path("lich/bai/moi/", views.new_piece, name="calendar_new_piece"),
        path("lich/bai/<int:piece_id>/", views.piece_view, name="calendar_piece"),
        path("lich/bai/<int:piece_id>/bai-nop/", views.link_piece, name="calendar_link_piece"),
        path("lich/bai/<int:piece_id>/bo/", views.drop_piece, name="calendar_drop_piece"),
        path("lich/bai/<int:piece_id>/doi-ngay/", views.move_piece, name="calendar_move_piece"),
        path("lich/so/<int:issue_id>/", views.issue_for_readers, name="calendar_issue"),
        path("lich/so/<int:issue_id>/doi-ngay/", views.move_issue, name="calendar_move_issue"),
    ]


class CalendarMenuItem(MenuItem):
    """The calendar, for everybody with a part in the house or a unit."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Not for whoever has none."""
        return may_see_calendar(request.user)


@hooks.register("register_admin_menu_item")
def calendar_menu_item() -> MenuItem:
    """The calendar in the menu."""
    return CalendarMenuItem(_("Calendar"), reverse("calendar_month"), icon_name="date", order=25)


@hooks.register("plan_a_piece")
def plan_address(user: User) -> str:
    """Where a gap of the plan is answered; empty for whoever does not plan."""
    return reverse("calendar_new_piece") if may_plan(user) else ""
