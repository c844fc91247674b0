"""What the screens in waiting halls add to Wagtail: their place at the desk, their rules, their notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bulletin.led import desk_views, notice_kinds
from bulletin.led.permissions import may_see
from bulletin.led.seeds import RULES
from cms.core.seeds import ensure_rules

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

hooks.register("register_notice_kinds", lambda: notice_kinds.KINDS)


@hooks.register("setup_site", order=40)
def ensure_led_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The desk's screens."""
    return [
        path("led/", desk_views.overview, name="led_overview"),
        path("led/tat-ca/<slug:verb>/", desk_views.act_on_all, name="led_act_on_all"),
        path("led/man-hinh/moi/", desk_views.new_screen, name="led_new_screen"),
        path("led/man-hinh/<int:screen_id>/", desk_views.screen_view, name="led_screen"),
        path("led/man-hinh/<int:screen_id>/<slug:verb>/", desk_views.act_on_screen, name="led_act_on_screen"),
        path("led/tin/moi/", desk_views.new_message, name="led_new_message"),
        path("led/tin/<int:message_id>/", desk_views.message_view, name="led_message"),
        path("led/tin/<int:message_id>/xem/", desk_views.preview, name="led_preview"),
        path("led/tin/<int:message_id>/<slug:verb>/", desk_views.act_on_message, name="led_act_on_message"),
    ]


class LedMenuItem(MenuItem):
    """The way to the screens, for those who have a part in them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Desk editors, the board, administrators."""
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def led_menu_item() -> MenuItem:
    """The screens in the menu."""
    return LedMenuItem(
        _("Screens in waiting halls"), reverse_lazy("led_overview"), name="led", icon_name="desktop", order=26
    )
