"""Who sees and changes what in the calendar.

The newsroom and the administrator see all; the officer sees issues and reports; people of a unit see their own unit's
dates and pieces, and the issues that are out. Whoever has two parts sees both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.calendar.models import PlannedPiece
from bulletin.issues.enums import IssueVerb
from bulletin.issues.permissions import open_verbs
from cms.accounts.roles import NEWSROOM, Role, house_roles
from submissions.units.people import memberships

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from bulletin.issues.models import Issue
    from cms.accounts.models import User


def sees_all(user: User | AnonymousUser) -> bool:
    """The newsroom and the administrator."""
    return bool(house_roles(user) & (NEWSROOM | {Role.ADMINISTRATOR}))


def is_officer(user: User | AnonymousUser) -> bool:
    """The officer, who reports and forwards."""
    return Role.OFFICER in house_roles(user)


def own_units(user: User | AnonymousUser) -> frozenset[int]:
    """The ids of the units whose dates a person sees as one of their own."""
    return frozenset(unit for unit, _role in memberships(user))


def may_see_calendar(user: User | AnonymousUser) -> bool:
    """Everybody with a part in the house or in a unit."""
    return sees_all(user) or is_officer(user) or bool(own_units(user))


def may_plan(user: User | AnonymousUser) -> bool:
    """Whoever sees all plans pieces, for every unit."""
    return sees_all(user)


def visible_pieces(user: User | AnonymousUser) -> QuerySet[PlannedPiece]:
    """The planned pieces that exist for a person."""
    pieces = PlannedPiece.objects.filter(dropped_at__isnull=True)
    return pieces if sees_all(user) else pieces.filter(unit_id__in=own_units(user))


def may_move_issue(*, user: User, issue: Issue) -> bool:
    """Whoever may set the time of an issue now."""
    return IssueVerb.SCHEDULE in open_verbs(user=user, issue=issue)
