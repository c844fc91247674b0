"""Who belongs to which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.accounts.roles import Role
from submissions.units.enums import UnitRole
from submissions.units.models import Membership, Unit

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from cms.accounts.models import User


def memberships(user: User | AnonymousUser) -> frozenset[tuple[int, str]]:
    """Pairs of (unit id, role) of a person; read once and kept on the object for the length of a request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    kept: frozenset[tuple[int, str]] | None = getattr(user, "_unit_memberships", None)
    if kept is None:
        kept = frozenset(Membership.objects.filter(user_id=user.pk).values_list("unit_id", "role"))
        user.__dict__["_unit_memberships"] = kept
    return kept


def roles_in_units(user: User | AnonymousUser) -> frozenset[Role]:
    """What a person is in units, whichever; for rooms that ask only for the kind of work."""
    return frozenset(Role.UNIT_HEAD if role == UnitRole.HEAD else Role.WRITER for _unit, role in memberships(user))


def is_member(user: User | AnonymousUser, unit_id: int, *roles: UnitRole) -> bool:
    """Whether a person belongs to a unit, in one of the roles if any are named."""
    return any(unit == unit_id and (not roles or role in roles) for unit, role in memberships(user))


def units_of(user: User | AnonymousUser) -> QuerySet[Unit]:
    """The units a person belongs to, by code."""
    return Unit.objects.filter(pk__in={unit for unit, _role in memberships(user)}).order_by("code")
