"""Who may manage the people of a unit, and why something is closed. Empty words mean that it is open.

A head manages the contributors of the own unit and nobody else: no heads, nobody with a role of the house, nobody's
rights. The desk appoints heads too. Roles of the house, sign-in addresses and whole accounts are the administrator's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.accounts.roles import HOUSE_ROLES, Role, has_role
from submissions.units.enums import UnitRole
from submissions.units.people import is_member

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.units.models import Membership, Unit


def may_manage_people(*, user: User, unit: Unit) -> bool:
    """Whether a person may open the unit's people and settings: its heads, the desk, the administrator."""
    return is_member(user, unit.pk, UnitRole.HEAD) or manages_all_units(user)


def manages_all_units(user: User) -> bool:
    """The desk and the administrator."""
    return has_role(user, Role.DESK, Role.ADMINISTRATOR)


def held_roles(person: User) -> frozenset[Role]:
    """The roles of the house that an account holds, active or not; a superuser holds the administrator's."""
    names = {group.name for group in person.groups.all()}
    roles = frozenset(role for role in HOUSE_ROLES if role.value in names)
    return roles | {Role.ADMINISTRATOR} if person.is_superuser else roles


def appoint_closed(*, actor: User, unit: Unit, role: UnitRole) -> str:
    """Why the actor may not give anybody this role in the unit."""
    if not may_manage_people(user=actor, unit=unit):
        return _("Your role does not include this.")
    if role == UnitRole.HEAD and not manages_all_units(actor):
        return _("Heads of a unit are appointed by the desk or the administrator.")
    return ""


def end_closed(*, actor: User, membership: Membership) -> str:
    """Why the actor may not end a membership. The person's groups and memberships are read."""
    person = membership.user
    if not may_manage_people(user=actor, unit=membership.unit):
        return _("Your role does not include this.")
    if actor.pk == person.pk:
        return _("Nobody changes their own part in the house.")
    if manages_all_units(actor):
        return ""
    if membership.role == UnitRole.HEAD or is_head_of(person, membership.unit_id):
        return _("Heads of a unit are managed by the desk or the administrator.")
    if held_roles(person):
        return _("This person also works for the editorial office: ask the desk.")
    return ""


def correct_closed(*, actor: User, person: User, unit: Unit) -> str:
    """Why the actor may not correct the name and the phone of one of the unit's people."""
    if not may_manage_people(user=actor, unit=unit):
        return _("Your role does not include this.")
    if actor.pk == person.pk:
        return _("Your own name and phone are changed on your account page.")
    if has_role(actor, Role.ADMINISTRATOR):
        return "" if actor.is_superuser or not person.is_superuser else _("Your role does not include this.")
    if held_roles(person):
        return _("This person also works for the editorial office: ask the administrator.")
    if has_role(actor, Role.DESK):
        return ""
    if any(each.role == UnitRole.HEAD for each in person.memberships.all()):
        return _("Heads of a unit are managed by the desk or the administrator.")
    if any(each.unit_id != unit.pk for each in person.memberships.all()):
        return _("This person also belongs to another unit: ask the desk.")
    return ""


def house_closed(*, actor: User, person: User | None) -> str:
    """Why the actor may not change roles, sign-in address or account of a person; of None: of somebody new."""
    if not has_role(actor, Role.ADMINISTRATOR):
        return _("Your role does not include this.")
    if person is None:
        return ""
    if actor.pk == person.pk:
        return _("Nobody changes their own part in the house.")
    if person.is_superuser and not actor.is_superuser:
        return _("This account is managed from the command line of the server.")
    return ""


def is_head_of(person: User, unit_id: int) -> bool:
    """Whether an account is a head of the unit, active or not."""
    return any(each.unit_id == unit_id and each.role == UnitRole.HEAD for each in person.memberships.all())
