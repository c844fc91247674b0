"""What the board of a month shows: the issues and their places, what to do next, the units, and the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max

from bulletin.issues.enums import IN_WORK_STATES, IssueState
from bulletin.issues.models import Issue, IssuePage
from bulletin.issues.quota import QuotaState, quota, spare_articles
from bulletin.plan.coverage import Coverage, coverage
from cms.core import rules
from submissions.articles.enums import IN_REVIEW_STATES, SETTLED, State
from submissions.articles.models import Submission
from submissions.duty.facts import Totals, UnitDuty, cut_off_of, duty, totals

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.core.periods import Month, Period
    from submissions.articles.models import SubmissionQuerySet

# Somebody has to do something before readers have it.
UNFINISHED = IN_WORK_STATES | {IssueState.APPROVED}
# The facts by which a list of items can be narrowed, in the order of an article's way.
FACTS = ("submitted", "on_time", "accepted", "published", "confirmed")


@dataclass(frozen=True, kw_only=True)
class Board:
    """One month. ``places`` has an issue, or None where one is still to be made, for each issue that is owed.

    ``next_number`` is the number that the next issue of the month's year gets; ``next_size`` how many of the articles
    that wait go into it.
    """

    month: Month
    state: QuotaState
    places: list[Issue | None]
    rows: list[UnitDuty]
    totals: Totals
    cut_off: datetime
    articles_per_issue: int
    silent: list[UnitDuty]
    coverage: Coverage
    next_number: int

    @property
    def unfinished(self) -> list[Issue]:
        """The issues that wait for a person: to be composed, to be approved, to be given a time."""
        return [issue for issue in self.places if issue is not None and issue.state in UNFINISHED]

    @property
    def next_size(self) -> int:
        """How many ready articles the next issue takes."""
        return min(self.articles_per_issue, self.state.approved_articles)


def board(month: Month, *, now: datetime, counts: str = "") -> Board:
    """The board of a month as seen at ``now``; a fixed number of queries, however many units and articles there are."""
    state = quota(month, now=now, counts=counts)
    issues: list[Issue | None] = list(issues_of(month))
    missing = 0 if state.counts == "article" else max(0, state.quota - len(issues))
    rows = [row for row in duty(month) if row.quota or row.submitted]
    return Board(
        month=month,
        state=state,
        places=[*issues, *[None] * missing],
        rows=rows,
        totals=totals(rows),
        cut_off=cut_off_of(month),
        articles_per_issue=rules.number("bulletin.articles_per_issue", on=month.first_day),
        silent=[row for row in rows if row.owes],
        coverage=coverage(month),
        next_number=next_number(month.year),
    )


def next_number(year: int) -> int:
    """The number of the next issue of a year."""
    last: int | None = IssuePage.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def issues_of(month: Month) -> QuerySet[Issue]:
    """The issues of a month in the order of their numbers, with the number of their articles as ``article_count``."""
    return (
        Issue.objects.filter(period=month.first_day)
        .select_related("page", "approved_by", "composed_by")
        .annotate(article_count=Count("entries"))
        .order_by("page__year", "page__number")
    )


def items(period: Period, *, unit: str = "", fact: str = "") -> SubmissionQuerySet:
    """The submissions behind a number of the board: of a period, of a unit's code, for which a fact holds."""
    found = Submission.objects.originals().filter(period__gte=period.first_day, period__lte=period.last_day)
    if unit:
        found = found.filter(unit__code=unit)
    match fact:
        case "on_time":
            found = found.filter(on_time=True)
        case "accepted" | "published" | "confirmed":
            found = found.filter(**{f"{fact}_at__isnull": False})
    return found


def published_in(period: Period) -> SubmissionQuerySet:
    """Articles that readers first had in a period, whatever month they were handed in for: one way to count."""
    return Submission.objects.originals().filter(published_at__gte=period.start, published_at__lte=period.end)


def settled() -> SubmissionQuerySet:
    """Approved and scheduled articles, in an issue or not."""
    return Submission.objects.originals().filter(state__in=SETTLED)


def scheduled_in(period: Period) -> SubmissionQuerySet:
    """Articles that go live by themselves in a period."""
    return Submission.objects.originals().filter(
        state=State.SCHEDULED, scheduled_at__gte=period.start, scheduled_at__lte=period.end
    )


def choosable(issue: Issue) -> SubmissionQuerySet:
    """What can be put into an issue: ready articles that stand in no issue, the oldest approval first."""
    return spare_articles().select_related("page__topic", "unit").order_by("accepted_at", "pk")


def waiting_for_decision() -> SubmissionQuerySet:
    """What the editors have before them, for the forecast's list."""
    return Submission.objects.originals().filter(state__in=IN_REVIEW_STATES)
