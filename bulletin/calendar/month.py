"""A month as weeks of days, Monday first, and the same entries as an agenda."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bulletin.calendar.enums import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bulletin.calendar.entries import Entry
    from cms.core.periods import Month

DAYS_OF_WEEK = 7


@dataclass(kw_only=True)
class Day:
    """A day with its entries."""

    date: date
    in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Whether nobody works: a weekend or a holiday."""
        return self.date.weekday() >= 5 or any(entry.kind == EntryKind.HOLIDAY for entry in self.entries)


def shown_days(month: Month) -> tuple[date, date]:
    """The first Monday and the last Sunday that the table of a month shows."""
    first, last = month.first_day, month.last_day
    return first - timedelta(days=first.weekday()), last + timedelta(days=DAYS_OF_WEEK - 1 - last.weekday())


def weeks(month: Month, found: Iterable[Entry], *, today: date) -> list[list[Day]]:
    """The weeks of a month with the entries that have a day."""
    first, last = shown_days(month)
    by_day = days(found)
    all_days = [
        Day(
            date=day,
            in_month=month.contains(day),
            is_today=day == today,
            entries=by_day.get(day, []),
        )
        for day in (first + timedelta(days=step) for step in range((last - first).days + 1))
    ]
    return [all_days[at : at + DAYS_OF_WEEK] for at in range(0, len(all_days), DAYS_OF_WEEK)]


def days(found: Iterable[Entry]) -> dict[date, list[Entry]]:
    """The entries that have a day, by it, in their order."""
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        if not entry.month_only:
            by_day.setdefault(entry.day, []).append(entry)
    return by_day
