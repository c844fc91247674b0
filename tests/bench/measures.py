"""Measured times, their medians, and what one size's median is to the other's. Pure: no Django, no clock."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FLAT = 1.5  # what a page may grow by from the smaller archive to the larger one


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One line of the table: what was measured, in each of the two archives.

    ``small`` and ``large`` are times in milliseconds, in any order; ``queries`` the number of database queries in the
    small and in the large archive, where that was counted; ``must_be_flat`` says that growth beyond ``FLAT`` is wrong.
    """

    name: str
    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)
    queries: tuple[int, int] | None = None
    must_be_flat: bool = False

    @property
    def small_median(self) -> float | None:
        """Milliseconds, or None where nothing was measured."""
        return median(self.small) if self.small else None

    @property
    def large_median(self) -> float | None:
        """Milliseconds, or None where nothing was measured."""
        return median(self.large) if self.large else None

    @property
    def ratio(self) -> float | None:
        """The large archive's median divided by the small one's; None where one is missing."""
        small, large = self.small_median, self.large_median
        return large / small if small and large is not None else None

    def slowest_of_a_hundred(self) -> Measure:
        """The 99th percentile of each size as a measure of its own."""
        small, large = ([percentile(times, 0.99)] if times else [] for times in (self.small, self.large))
        return Measure(name=f"{self.name}, p99", small=small, large=large)

    @property
    def grows(self) -> bool:
        """Whether it takes longer, or asks more often, in the larger archive than it should."""
        if not self.must_be_flat:
            return False
        asks_more = self.queries is not None and self.queries[1] > self.queries[0]
        return asks_more or (self.ratio is not None and self.ratio > FLAT)


def percentile(values: Iterable[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]
