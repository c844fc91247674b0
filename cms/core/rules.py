"""Reading the rule table: the only source of quotas, days, limits and points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from cms.core.models import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet


class RuleMissing(LookupError):
    """No value of the rule holds on that day; an administrator has to enter one with its source."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"No value of the rule {code} holds on {on:%d/%m/%Y}.")
        self.code, self.on = code, on


def value(code: str, *, on: date, scope: str = "") -> str:
    """The value of a rule on a day, as text; a value for ``scope`` (a unit's code) goes before the general one.

    Raises:
        RuleMissing: neither the scope nor the general rule has a value on that day.
    """
    found = _holding(on).filter(code=code, scope__in={"", scope}).order_by("-scope", "-effective_from").first()
    if found is None:
        raise RuleMissing(code, on)
    return found.value


def values(*codes: str, on: date, scope: str = "") -> dict[str, str]:
    """The values of several rules on a day in one query, each as `value` gives it: ``{code: value}``.

    Raises:
        RuleMissing: one of them has no value on that day.
    """
    rows = _holding(on).filter(code__in=codes, scope__in={"", scope}).order_by("scope", "effective_from")
    found = dict(rows.values_list("code", "value"))
    for code in codes:
        if code not in found:
            raise RuleMissing(code, on)
    return found


def number(code: str, *, on: date, scope: str = "") -> int:
    """A rule's value as a whole number. Raises `RuleMissing`."""
    return int(value(code, on=on, scope=scope))


def numbers_by_scope(code: str, *, on: date, scopes: Iterable[str]) -> dict[str, int]:
    """A rule's whole number for each of many scopes in one query: ``{scope: number}``. Raises `RuleMissing`."""
    wanted = list(scopes)
    rows = _holding(on).filter(code=code).order_by("effective_from").values_list("scope", "value")
    values = dict(rows)
    if "" not in values and any(scope not in values for scope in wanted):
        raise RuleMissing(code, on)
    return {scope: int(values[scope] if scope in values else values[""]) for scope in wanted}


def by_day(code: str, *, days: Iterable[date]) -> dict[date, dict[str, str]]:
    """The values of a rule on each of many days in one query: ``{day: {scope: value}}``, the general one under ``""``.

    A day on which no value holds has an empty dictionary; what that means is the caller's to say.
    """
    rows = list(Rule.objects.filter(code=code).order_by("effective_from"))
    return {
        day: {
            row.scope: row.value
            for row in rows
            if row.effective_from <= day and (row.effective_to is None or row.effective_to >= day)
        }
        for day in days
    }


def _holding(on: date) -> QuerySet[Rule]:
    return Rule.objects.filter(effective_from__lte=on).filter(Q(effective_to__isnull=True) | Q(effective_to__gte=on))
