"""Who stands in for whom, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from cms.accounts.models import Absence, User
from cms.accounts.roles import Role, has_role, house_roles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet


def deputy_of(user: User, *, on: date) -> User | None:
    """Who stands in for a person on a day: their deputy or, if that one is away too, the deputy's own.

    None if the person is there, or if nobody at the end of that one step is. One query.
    """
    return _resolve(_deputies(on)).get(user.pk)


def deputies(*, on: date) -> dict[int, User]:
    """Who stands in on a day, by the id of whoever is away. One query."""
    return _resolve(_deputies(on))


def represented_by(user: User, *, on: date) -> set[int]:
    """The ids of the people for whom somebody stands in on a day. One query."""
    return {away for away, deputy in _resolve(_deputies(on)).items() if deputy.pk == user.pk}


def candidates(user: User) -> QuerySet[User]:
    """Who may stand in for a person: active people with all their house-wide roles, and what the hook
    ``narrow_deputies`` (user, people) -> people or None asks beside; nobody for somebody who has no part at all."""
    people = User.objects.filter(is_active=True).exclude(pk=user.pk)
    has_part = False
    for role in house_roles(user):
        holders = people.filter(groups__name=role.value)
        people = holders | people.filter(is_superuser=True) if role == Role.ADMINISTRATOR else holders
        has_part = True
    for narrow in hooks.get_hooks("narrow_deputies"):
        narrowed = narrow(user, people)
        if narrowed is not None:
            people, has_part = narrowed, True
    return people.distinct().order_by("full_name", "pk") if has_part else User.objects.none()


def may_arrange_for(*, actor: User, user: User) -> bool:
    """Whether somebody may say when a person is away: the person, the desk and the administrator."""
    return actor.pk == user.pk or has_role(actor, Role.DESK, Role.ADMINISTRATOR)


def _deputies(on: date) -> dict[int, User]:
    """Who is away on a day, by id, with whom they named."""
    away: Iterable[Absence] = (
        Absence.objects.filter(starts_on__lte=on, ends_on__gte=on).select_related("deputy").order_by("starts_on", "pk")
    )
    return {absence.user_id: absence.deputy for absence in away}


def _resolve(named: dict[int, User]) -> dict[int, User]:
    """Takes the one step from a deputy who is away to theirs; whoever is then away or gone stands in for nobody."""
    found: dict[int, User] = {}
    for away, first in named.items():
        deputy = named.get(first.pk, first)
        if deputy.pk != away and deputy.pk not in named and deputy.is_active:
            found[away] = deputy
    return found
