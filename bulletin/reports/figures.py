"""The figures of a report: computed once, from the same queries as the boards, for every table and sentence in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from bulletin.issues.enums import OUT
from bulletin.issues.models import Issue
from bulletin.issues.quota import quota
from cms.core import rules
from cms.core.periods import before_day
from submissions.articles.models import Submission
from submissions.duty.facts import Totals, UnitDuty, duty, totals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cms.core.periods import Month, Period


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """A unit over the months of a period: sums of its facts; ``months_met`` of ``months_owed``."""

    code: str
    name: str
    quota: int
    submitted: int
    on_time: int
    accepted: int
    published: int
    confirmed: int
    exempt_months: int
    months_met: int
    months_owed: int
    last_submitted_at: datetime | None

    @property
    def met(self) -> bool:
        """Whether the duty was fulfilled in every month of the period."""
        return self.months_met == self.months_owed


@dataclass(frozen=True, kw_only=True)
class ArticleLine:
    """An article that was published in the period, by its first publication."""

    published_at: datetime
    title: str
    genre: str
    topic: str
    audience: str
    unit: str
    byline: str
    url: str
    confirmed_at: datetime | None
    confirmed_url: str


@dataclass(frozen=True, kw_only=True)
class IssueLine:
    """An issue that was published in the period."""

    number: int
    year: int
    title: str
    published_at: datetime
    articles: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything a report says in numbers."""

    period: Period
    units: list[UnitLine]
    totals: Totals
    articles: list[ArticleLine]
    issues: list[IssueLine]
    issue_quota: int
    published: int
    due: datetime

    def plain(self) -> dict[str, Any]:
        """The numbers alone, as they are frozen and compared."""
        return {
            "period": str(self.period),
            "units": {line.code: [line.quota, *_facts(line)] for line in self.units},
            "totals": list(_facts(self.totals)),
            "units_met": self.totals.met,
            "published_articles": self.published,
            "issues": self.published_issues,
            "issue_quota": self.issue_quota,
        }

    @property
    def published_issues(self) -> int:
        """How many issues went out."""
        return len(self.issues)


def figures(period: Period) -> Figures:
    """Computes a period's figures. Raises RuleMissing."""
    months = list(period.months)
    by_month = [duty(month) for month in months]
    lines = _unit_lines(by_month)
    articles = _articles(period)
    return Figures(
        period=period,
        units=lines,
        totals=_period_totals(by_month, lines),
        articles=articles,
        issues=_issues(months),
        issue_quota=sum(quota(month).quota for month in months),
        published=len(articles),
        due=before_day(months[-1], rules.number("report.due_before_day", on=months[-1].first_day)),
    )


def difference(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What changed since a report was frozen, one line each: ``units.BVDKT: [1, …] → [1, …]``."""
    changes: list[str] = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            changes += [f"{key}.{line}" for line in difference(before, after)]
        elif before != after:
            changes.append(f"{key}: {before} → {after}")
    return changes


def _facts(line: Any) -> tuple[int, int, int, int, int]:
    return line.submitted, line.on_time, line.accepted, line.published, line.confirmed


def _unit_lines(by_month: Sequence[Sequence[UnitDuty]]) -> list[UnitLine]:
    rows: dict[str, list[UnitDuty]] = {}
    for month in by_month:
        for row in month:
            rows.setdefault(row.unit.code, []).append(row)
    return [
        UnitLine(
            code=code,
            name=found[0].unit.name,
            quota=sum(row.quota for row in found if not row.exempt),
            submitted=sum(row.submitted for row in found),
            on_time=sum(row.on_time for row in found),
            accepted=sum(row.accepted for row in found),
            published=sum(row.published for row in found),
            confirmed=sum(row.confirmed for row in found),
            exempt_months=sum(row.exempt for row in found),
            months_met=sum(row.met for row in found if row.quota),
            months_owed=sum(1 for row in found if row.quota),
            last_submitted_at=max((row.last_submitted_at for row in found if row.last_submitted_at), default=None),
        )
        for code, found in rows.items()
        # Offices without a quota appear when they wrote all the same.
        if any(row.quota or row.submitted for row in found)
    ]


def _period_totals(by_month: Sequence[Sequence[UnitDuty]], lines: Sequence[UnitLine]) -> Totals:
    everything = totals([row for month in by_month for row in month])
    return Totals(
        units=len(lines),
        with_submission=sum(line.submitted > 0 for line in lines),
        submitted=everything.submitted,
        on_time=everything.on_time,
        accepted=everything.accepted,
        published=everything.published,
        confirmed=everything.confirmed,
        met=sum(line.met for line in lines if line.months_owed),
    )


def _articles(period: Period) -> list[ArticleLine]:
    found = (
        Submission.objects.originals()
        .filter(published_at__gte=period.start, published_at__lte=period.end)
        .select_related("page__topic", "unit")
        .order_by("published_at", "pk")
    )
    return [
        ArticleLine(
            published_at=row.published_at,
            title=row.page.title,
            genre=row.page.genre_label,
            topic=row.page.topic.code if row.page.topic else "",
            audience=row.page.get_audience_display(),
            unit=row.unit.name,
            byline=row.page.byline,
            url=row.page.full_url or "",
            confirmed_at=row.confirmed_at,
            confirmed_url=row.confirmed_url,
        )
        for row in found
        if row.published_at is not None
    ]


def _issues(months: Sequence[Month]) -> list[IssueLine]:
    found = (
        Issue.objects.filter(period__in=[month.first_day for month in months], state__in=OUT)
        .select_related("page")
        .annotate(article_count=Count("entries"))
        .order_by("page__year", "page__number")
    )
    return [
        IssueLine(
            number=issue.page.number,
            year=issue.page.year,
            title=issue.page.title,
            published_at=issue.published_at,
            articles=issue.article_count,
            url=issue.page.full_url or "",
        )
        for issue in found
        if issue.published_at is not None
    ]
