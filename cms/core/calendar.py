"""Public holidays of Vietnam, Tết included, from the maintained `holidays` library."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from datetime import date


@lru_cache(maxsize=16)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, days in lieu included."""
    return frozenset(holidays.country_holidays("VN", years=year))


@lru_cache(maxsize=16)
def holiday_names(year: int) -> dict[date, str]:
    """The public holidays of a year with their Vietnamese names, in order."""
    found = holidays.country_holidays("VN", years=year, language="vi")
    return dict(sorted(found.items()))


@lru_cache(maxsize=16)
def working_weekends(year: int) -> frozenset[date]:
    """The Saturdays and Sundays of a year that are worked in exchange for a day off beside a holiday."""
    calendar = holidays.country_holidays("VN", years=year)
    return frozenset(day for day in calendar.weekend_workdays if day.year == year)
