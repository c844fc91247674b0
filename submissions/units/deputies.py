"""Who of a unit may stand in for whom: the part of the rule that the house's roles don't know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.units.enums import UnitRole
from submissions.units.people import memberships

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.accounts.models import User


def narrow_deputies(user: User, people: QuerySet[User]) -> QuerySet[User] | None:
    """Of some people those with every part that a person has in units: a head's deputy is a head of the same unit, a
    contributor's one of its contributors or heads. None for a person of no unit."""
    parts = memberships(user)
    for unit_id, role in parts:
        roles = [UnitRole.HEAD] if role == UnitRole.HEAD else [UnitRole.WRITER, UnitRole.HEAD]
        people = people.filter(memberships__unit_id=unit_id, memberships__role__in=roles)
    return people if parts else None
