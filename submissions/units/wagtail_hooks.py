"""What the units add to Wagtail: the screens of their people, and the rows that `setup_site` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.accounts.roles import Role, has_role
from cms.core.seeds import ensure_rules
from cms.website.models import HomePage
from submissions.units.actions import ensure_units_page
from submissions.units.deputies import narrow_deputies
from submissions.units.enums import UnitRole
from submissions.units.people import memberships, roles_in_units
from submissions.units.permissions import manages_all_units
from submissions.units.pieces import reader_pieces
from submissions.units.seeds import RULES
from submissions.units.urls import urlpatterns

if TYPE_CHECKING:
    from django.http import HttpRequest

hooks.register("reader_pieces", reader_pieces)
hooks.register("narrow_deputies", narrow_deputies)
hooks.register("roles_in_units", roles_in_units)


class UnitPeopleMenuItem(MenuItem):
    """The people of one's unit for its heads; of all units for the desk and the administrator."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For those who manage anybody."""
        user: Any = request.user
        is_head = any(role == UnitRole.HEAD for _unit, role in memberships(user))
        return is_head or manages_all_units(user)


class HousePeopleMenuItem(MenuItem):
    """People and their roles, for the administrator."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For the administrator."""
        return has_role(request.user, Role.ADMINISTRATOR)


@hooks.register("setup_site", order=20)
def ensure_units() -> None:
    """The rules, and the page above the units."""
    ensure_rules(RULES)
    ensure_units_page(home=HomePage.objects.get())


@hooks.register("register_admin_urls")
def people_urls() -> list[Any]:
    """The screens of people and settings."""
    return urlpatterns


@hooks.register("register_admin_menu_item")
def unit_people_menu_item() -> MenuItem:
    """“Unit's people”."""
    return UnitPeopleMenuItem(
        _("Unit's people"), reverse_lazy("people_of_units"), name="unit-people", icon_name="group", order=800
    )


@hooks.register("register_admin_menu_item")
def house_people_menu_item() -> MenuItem:
    """“People and roles”."""
    return HousePeopleMenuItem(
        _("People and roles"), reverse_lazy("house_people"), name="house-people", icon_name="user", order=810
    )
