"""Dates as Vietnamese offices write them: ``05/03/2026`` on screens, ``ngày 05 tháng 3 năm 2026`` in documents."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from cms.core.text.normalise import clean_line


class DateError(ValueError):
    """The text is no date."""


class UnclearDateError(DateError):
    """The text may be a date, but a person has to say which. ``suggestion`` is the likely one."""

    def __init__(self, message: str, *, suggestion: dt.date) -> None:
        super().__init__(message)
        self.suggestion = suggestion


_NUMERIC: Final = re.compile(r"(?<!\d)(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_LONG: Final = re.compile(r"ngày\s*(\d{0,2})[\s.…]*tháng\s*(\d{1,2})\s*năm\s*(\d{4})(?!\d)", re.IGNORECASE)


def format_date(day: dt.date) -> str:
    """Return ``dd/mm/yyyy``, always 2+2+4 digits. A datetime is printed in its own zone."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_day(day: dt.date) -> str:
    """Return ``dd/mm``, for lists where the year is plain."""
    return f"{day.day:02d}/{day.month:02d}"


def format_datetime(moment: dt.datetime) -> str:
    """Return ``HH:MM dd/mm/yyyy`` in the datetime's own zone; convert to local time first."""
    return f"{moment.hour:02d}:{moment.minute:02d} {format_date(moment)}"


def format_long_date(day: dt.date) -> str:
    """Return ``ngày 05 tháng 3 năm 2026``: days below 10 and the months 1 and 2 take a zero (Nghị định 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_date(text: str) -> dt.date | None:
    """Read one date from what people type or what documents say.

    ``5/3/2026``, ``05-03-2026``, ``05.3.2026``, ``(05/6/2024)``, ``12/02/2021va``, ``ngày 05 tháng 3 năm 2026`` and
    ``2026-03-05`` are read, day before month. An empty text and a form whose day was left open (``ngày tháng 02 năm
    2024``) give None: a date is missing, nothing is wrong. Raises ``UnclearDateError`` for a year of two digits
    (``25/11/23``) and ``DateError`` for anything else, also for days that do not exist (``13/25/2026``).
    """
    line = clean_line(text)
    if not line:
        return None
    if match := _LONG.search(line):
        day, month, year = match.groups()
        return _date(year, month, day, line) if day else None
    if match := _ISO.search(line):
        year, month, day = match.groups()
        return _date(year, month, day, line)
    if match := _NUMERIC.search(line):
        day, _, month, year = match.groups()
        if len(year) == 2:
            likely = _date(f"20{year}", month, day, line)
            raise UnclearDateError(f"the year of {line!r} has two digits", suggestion=likely)
        return _date(year, month, day, line)
    raise DateError(f"no date in {line!r}")


def _date(year: str, month: str, day: str, line: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError as error:
        raise DateError(f"no such day: {line!r}") from error
