"""Months, longer periods, cut-offs and working days, all in Vietnamese local time. Pure Python, no framework.

A month is the unit of the duty, so it is a value of its own. Moments are aware datetimes; days are dates. Which day is
the cut-off and which days are holidays are rules kept elsewhere and are passed in.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final, Self
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
_HALF: Final = re.compile(r"(\d{4})-H([12])")
_YEAR: Final = re.compile(r"(\d{4})")
_NO_DAYS: Final[frozenset[dt.date]] = frozenset()


class PeriodError(ValueError):
    """The text or the numbers name no period."""


def local(moment: dt.datetime) -> dt.datetime:
    """Return ``moment`` in Vietnamese local time. Raises ``ValueError`` for a naive datetime."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("an aware datetime is needed")
    return moment.astimezone(ZONE)


def local_day(moment: dt.datetime | dt.date) -> dt.date:
    """Return the day that a moment falls on in Vietnam; a date is its own day."""
    return local(moment).date() if isinstance(moment, dt.datetime) else moment


def start_of_day(day: dt.date) -> dt.datetime:
    """Return 00:00:00 local time of ``day``."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZONE)


def end_of_day(day: dt.date) -> dt.datetime:
    """Return 23:59:59.999999 local time of ``day``: the last moment that still counts as that day."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=ZONE)


class _Span:
    """What every period has, from its first and last month."""

    __slots__ = ()

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the period, in order."""
        raise NotImplementedError

    @property
    def first_day(self) -> dt.date:
        """The first day of the period."""
        return self.months[0].first_day

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return self.months[-1].last_day

    @property
    def start(self) -> dt.datetime:
        """The first moment of the period, local time."""
        return start_of_day(self.first_day)

    @property
    def end(self) -> dt.datetime:
        """The last moment of the period, local time."""
        return end_of_day(self.last_day)

    def contains(self, moment: dt.datetime | dt.date | Month) -> bool:
        """Tell whether a date, an aware datetime (by its local day) or a month lies in the period."""
        if isinstance(moment, Month):
            return self.months[0] <= moment <= self.months[-1]
        return self.first_day <= local_day(moment) <= self.last_day


@dataclass(frozen=True, slots=True, order=True)
class Month(_Span):
    """A calendar month, ordered and hashable. ``str`` gives ``2026-11``, ``label`` gives ``11/2026``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (dt.MINYEAR <= self.year <= dt.MAXYEAR and 1 <= self.month <= 12):
            raise PeriodError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-MM``. Raises ``PeriodError``."""
        return cls(*_numbers(_MONTH, text))

    @classmethod
    def of(cls, moment: dt.datetime | dt.date) -> Self:
        """Return the month in which a moment falls in Vietnam. Raises ``ValueError`` for a naive datetime."""
        day = local_day(moment)
        return cls(day.year, day.month)

    @classmethod
    def between(cls, first: Month, last: Month) -> list[Month]:
        """Return the months from ``first`` to ``last``, both included; empty if ``last`` is earlier."""
        return [first.shift(step) for step in range(last._ordinal - first._ordinal + 1)]

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def months(self) -> tuple[Month, ...]:
        return (self,)

    @property
    def label(self) -> str:
        """``11/2026``, as screens show a month."""
        return f"{self.month:02d}/{self.year:04d}"

    @property
    def days_label(self) -> str:
        """``01/11 – 30/11``: the first and last day."""
        return f"01/{self.month:02d} – {self.last_day.day:02d}/{self.month:02d}"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.month, monthrange(self.year, self.month)[1])

    def next(self) -> Month:
        """The month after this one."""
        return self.shift(1)

    def previous(self) -> Month:
        """The month before this one."""
        return self.shift(-1)

    @property
    def quarter(self) -> Quarter:
        """The quarter that this month is in."""
        return Quarter(self.year, (self.month + 2) // 3)

    def shift(self, months: int) -> Month:
        """Return the month so many months later, earlier if negative. Raises ``PeriodError`` beyond year 1 or 9999."""
        year, month = divmod(self._ordinal + months, 12)
        return Month(year, month + 1)

    def day(self, number: int) -> dt.date:
        """Return the day of that number; past the month's end it is the last day. Raises ``PeriodError`` below 1."""
        if number < 1:
            raise PeriodError(f"no such day of a month: {number}")
        return dt.date(self.year, self.month, min(number, self.last_day.day))

    def days(self) -> Iterator[dt.date]:
        """Yield every day of the month."""
        for number in range(1, self.last_day.day + 1):
            yield dt.date(self.year, self.month, number)

    @property
    def _ordinal(self) -> int:
        return self.year * 12 + self.month - 1


@dataclass(frozen=True, slots=True, order=True)
class Quarter(_Span):
    """A quarter of a calendar year: ``2026-Q4``, labelled ``quý IV/2026``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check(self.year, self.number, 4)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-Q1`` to ``YYYY-Q4``. Raises ``PeriodError``."""
        return cls(*_numbers(_QUARTER, text))

    @classmethod
    def of(cls, moment: dt.datetime | dt.date) -> Quarter:
        """Return the quarter in which a moment falls in Vietnam."""
        return Month.of(moment).quarter

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.year, 3 * self.number - 2 + step) for step in range(3))

    @property
    def label(self) -> str:
        """``quý IV/2026``, as reports write it."""
        return f"quý {('I', 'II', 'III', 'IV')[self.number - 1]}/{self.year:04d}"


@dataclass(frozen=True, slots=True, order=True)
class Half(_Span):
    """Half a calendar year: ``2026-H1``, labelled ``6 tháng đầu năm 2026``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check(self.year, self.number, 2)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-H1`` or ``YYYY-H2``. Raises ``PeriodError``."""
        return cls(*_numbers(_HALF, text))

    @classmethod
    def of(cls, moment: dt.datetime | dt.date) -> Self:
        """Return the half-year in which a moment falls in Vietnam."""
        month = Month.of(moment)
        return cls(month.year, 1 if month.month <= 6 else 2)

    def __str__(self) -> str:
        return f"{self.year:04d}-H{self.number}"

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.year, 6 * self.number - 5 + step) for step in range(6))

    @property
    def label(self) -> str:
        """``6 tháng đầu năm 2026`` or ``6 tháng cuối năm 2026``, as reports write it."""
        return f"6 tháng {('đầu', 'cuối')[self.number - 1]} năm {self.year:04d}"


@dataclass(frozen=True, slots=True, order=True)
class Year(_Span):
    """A calendar year: ``2026``, labelled ``năm 2026``."""

    year: int

    def __post_init__(self) -> None:
        _check(self.year, 1, 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY``. Raises ``PeriodError``."""
        return cls(*_numbers(_YEAR, text))

    @classmethod
    def of(cls, moment: dt.datetime | dt.date) -> Self:
        """Return the year in which a moment falls in Vietnam."""
        return cls(Month.of(moment).year)

    def __str__(self) -> str:
        return f"{self.year:04d}"

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.year, number) for number in range(1, 13))

    @property
    def label(self) -> str:
        """``năm 2026``, as reports write it."""
        return f"năm {self.year:04d}"


Period = Month | Quarter | Half | Year


def parse_period(text: str) -> Period:
    """Read any period in its short form: ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``. Raises ``PeriodError``."""
    kinds: tuple[type[Month] | type[Quarter] | type[Half] | type[Year], ...] = (Month, Quarter, Half, Year)
    for kind in kinds:
        try:
            return kind.parse(text)
        except PeriodError:
            continue
    raise PeriodError(f"no such period: {text!r}")


def cut_off(month: Month, day: int) -> dt.datetime:
    """Return the last moment of the ``day``-th of ``month``, local time; past the month's end it is the last day.

    Raises ``PeriodError`` for a day below 1.
    """
    return end_of_day(month.day(day))


def before_day(month: Month, day: int) -> dt.datetime:
    """Return the last moment "trước ngày ``day``" of ``month``: the end of the day before, so 20 means the 19th.

    "Trước ngày 01" is the end of the previous month; a day past the month's end counts from the month's last day + 1.
    Raises ``PeriodError`` for a day below 1.
    """
    if day <= month.last_day.day:
        return before_date(month.day(day))
    return end_of_day(month.last_day)


def before_date(day: dt.date) -> dt.datetime:
    """Return the last moment that is "trước ngày" ``day``: 23:59:59.999999 of the day before."""
    return end_of_day(day - dt.timedelta(days=1))


def days_after(start: dt.date, days: int) -> dt.date:
    """Return the last day "trong vòng ``days`` ngày kể từ ngày" ``start``: calendar days, the start not counted."""
    return start + dt.timedelta(days=days)


def days_left(now: dt.datetime, deadline: dt.datetime) -> int:
    """Return the local calendar days from ``now`` to ``deadline``: 0 on its day, negative after it."""
    return (local_day(deadline) - local_day(now)).days


def is_working_day(
    day: dt.date, *, holidays: Set[dt.date] = _NO_DAYS, working_weekends: Set[dt.date] = _NO_DAYS
) -> bool:
    """Tell whether offices work on ``day``: Monday to Friday without holidays, and weekends worked in exchange.

    A day in both sets is a holiday.
    """
    return day not in holidays and (day.weekday() < 5 or day in working_weekends)


def working_days(
    first: dt.date, last: dt.date, holidays: Set[dt.date] = _NO_DAYS, *, working_weekends: Set[dt.date] = _NO_DAYS
) -> int:
    """Return the working days from ``first`` to ``last``, both included; 0 if ``last`` is earlier."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    count = 5 * weeks + sum((first.weekday() + step) % 7 < 5 for step in range(rest))
    count -= sum(first <= day <= last and day.weekday() < 5 for day in holidays)
    count += sum(first <= day <= last and day.weekday() >= 5 for day in working_weekends - holidays)
    return count


def after_working_days(
    start: dt.date, days: int, holidays: Set[dt.date] = _NO_DAYS, *, working_weekends: Set[dt.date] = _NO_DAYS
) -> dt.date:
    """Return the day on which ``days`` working days after ``start`` are full, the start not counted.

    0 gives ``start`` itself. Raises ``ValueError`` for a negative number.
    """
    if days < 0:
        raise ValueError("the number of working days is negative")
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day, holidays=holidays, working_weekends=working_weekends)
    return day


def _numbers(pattern: re.Pattern[str], text: str) -> list[int]:
    match = pattern.fullmatch(text.strip())
    if match is None or not text.isascii():
        raise PeriodError(f"no such period: {text!r}")
    return [int(number) for number in match.groups()]


def _check(year: int, number: int, highest: int) -> None:
    if not (dt.MINYEAR <= year <= dt.MAXYEAR and 1 <= number <= highest):
        raise PeriodError(f"no such period: {year}, {number}")
