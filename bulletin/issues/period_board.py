"""What the board of a quarter or a year shows: the quota month by month, the units as a heat table, and the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.issues.enums import IN_WORK_STATES, OUT, TO_COME_STATES
from bulletin.issues.heat import HeatMap, heat_map
from bulletin.issues.models import Issue
from bulletin.issues.quota import MonthQuota, quotas
from bulletin.plan.coverage import Coverage, coverage

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.core.periods import Period

# By the word in the address of a list of issues.
STATES_BY_WORD = {"published": OUT, "scheduled": TO_COME_STATES, "in_work": IN_WORK_STATES}


@dataclass(frozen=True, kw_only=True)
class PeriodBoard:
    """A quarter, half a year or a year."""

    period: Period
    quotas: list[MonthQuota]
    heat: HeatMap
    coverage: Coverage

    @property
    def by_article(self) -> bool:
        """Whether articles are counted in any of the months."""
        return any(month.counts == "article" for month in self.quotas)

    @property
    def quota(self) -> int:
        """What was owed altogether."""
        return sum(month.quota for month in self.quotas)

    @property
    def published(self) -> int:
        """What is out."""
        return sum(month.published for month in self.quotas)

    @property
    def scheduled(self) -> int:
        """What is on its way."""
        return sum(month.scheduled for month in self.quotas)

    @property
    def in_work(self) -> int:
        """What is being composed."""
        return sum(month.in_work for month in self.quotas)


def period_board(period: Period, *, now: datetime, counts: str = "") -> PeriodBoard:
    """The board of a period as seen at ``now``; a fixed number of queries."""
    return PeriodBoard(
        period=period,
        quotas=quotas(period, counts=counts),
        heat=heat_map(period, now=now),
        coverage=coverage(period),
    )


def issues_in(period: Period, *, word: str = "") -> QuerySet[Issue]:
    """The issues that count in a period, all or those of a word of `STATES_BY_WORD`."""
    found = Issue.objects.filter(period__gte=period.first_day, period__lte=period.last_day)
    if word in STATES_BY_WORD:
        found = found.filter(state__in=STATES_BY_WORD[word])
    return found.select_related("page").order_by("page__year", "page__number")
