"""What the monthly duty adds to Wagtail: its rules, and the unit's own screen with its landing and its menu item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.accounts.roles import house_roles
from cms.core.seeds import ensure_rules
from submissions.duty.notice_kinds import KINDS
from submissions.duty.permissions import may_remind
from submissions.duty.seeds import RULES
from submissions.duty.urls import urlpatterns
from submissions.duty.work_lists import unit_lists
from submissions.units.people import memberships

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern, URLResolver

    from cms.accounts.models import User
    from cms.accounts.notice_kinds import NoticeKind

hooks.register("work_lists", unit_lists, order=10)


@hooks.register("setup_site", order=5)
def ensure_duty_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("register_notice_kinds")
def duty_notice_kinds() -> tuple[NoticeKind, ...]:
    """Reminders, and the desk's list of late units."""
    return KINDS


@hooks.register("register_admin_urls")
def duty_urls() -> list[URLPattern | URLResolver]:
    """The unit's own screen and the desk's list of reminders."""
    return list(urlpatterns)


@hooks.register("register_desk_landing", order=10)
def unit_landing(user: User) -> str | None:
    """Who belongs to a unit and holds no role of the house begins at the unit's articles."""
    return reverse("my_unit_articles") if memberships(user) and not house_roles(user) else None


class UnitMenuItem(MenuItem):
    """Shown to the people of a unit."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person belongs to a unit."""
        return bool(memberships(request.user))


@hooks.register("register_admin_menu_item")
def unit_menu_item() -> UnitMenuItem:
    """The way to the unit's articles from everywhere in the admin."""
    return UnitMenuItem(
        _("Unit's articles"), reverse_lazy("my_unit_articles"), name="unit-articles", icon_name="doc-full", order=10
    )


class RemindersMenuItem(MenuItem):
    """Shown to those who remind units."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person reminds units."""
        return may_remind(request.user)


@hooks.register("register_admin_menu_item")
def reminders_menu_item() -> RemindersMenuItem:
    """The way to the list of reminders."""
    return RemindersMenuItem(
        _("Reminders"), reverse_lazy("duty_current_reminders"), name="reminders", icon_name="mail", order=25
    )
