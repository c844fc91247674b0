"""The record of accounts: a line for each act, in the transaction of the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.units.models import AccountAct

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.accounts.models import User
    from submissions.units.enums import AccountVerb
    from submissions.units.models import Unit

SHOWN = 30


def note(
    *,
    verb: AccountVerb,
    actor: User | None,
    at: datetime,
    about: str,
    unit: Unit | None = None,
    person: User | None = None,
    detail: str = "",
) -> AccountAct:
    """Adds a line. ``about`` names whom or what it is about, so that it can be read when the account is gone."""
    return AccountAct.objects.create(
        verb=verb, actor=actor, at=at, unit=unit, person=person, about=about[:200], detail=detail[:400]
    )


def lines_of_unit(unit: Unit) -> QuerySet[AccountAct]:
    """The latest lines about a unit, newest first."""
    return AccountAct.objects.filter(unit=unit).select_related("actor")[:SHOWN]


def lines_of_person(person: User) -> QuerySet[AccountAct]:
    """The latest lines about an account, newest first."""
    return AccountAct.objects.filter(person=person).select_related("actor", "unit")[:SHOWN]
