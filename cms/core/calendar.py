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
