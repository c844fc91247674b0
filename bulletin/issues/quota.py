"""The quota of the month: how many issues are out, on their way, and to be expected. One source for board, command and report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from bulletin.issues.enums import IssueState
from bulletin.issues.models import Issue, IssueArticle
from cms.core import rules
from cms.core.calendar import public_holidays
from cms.core.periods import Month, local, working_days
from submissions.articles.enums import IN_REVIEW_STATES, READY_FOR_ISSUE
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from datetime import datetime

    from submissions.articles.models import SubmissionQuerySet

# With fewer decisions than this, a past month says nothing about the next.
ENOUGH_DECISIONS = 10


@dataclass(frozen=True, kw_only=True)
class QuotaState:
    """The month's quota and where it stands, in issues (or in articles where the rule ``bulletin.counts`` says so).

    ``published``: out. ``scheduled``: approved by the board or with a set time. ``in_review``: composed and not yet
    approved. ``approved_articles``: approved or published articles that no issue has yet. ``articles_in_review``: before
    the editors. ``forecast``: what the month will end with if nothing more is handed in. ``days_left``: working days
    of the month from today on, today included.
    """

    period: Month
    quota: int
    counts: str
    published: int
    scheduled: int
    in_review: int
    approved_articles: int
    articles_in_review: int
    forecast: int
    days_left: int


def quota(month: Month, *, now: datetime | None = None) -> QuotaState:
    """Computes the quota of a month as seen at ``now``. Raises RuleMissing."""
    now = now or timezone.now()
    day = month.first_day
    counts = rules.value("bulletin.counts", on=day)
    goal = rules.number("bulletin.monthly_quota", on=day)
    size = rules.number("bulletin.articles_per_issue", on=day)
    issues = Issue.objects.filter(period=day)
    published = issues.filter(state=IssueState.PUBLISHED).count()
    scheduled = issues.filter(state__in=[IssueState.APPROVED, IssueState.SCHEDULED]).count()
    in_review = issues.filter(state__in=[IssueState.DRAFT, IssueState.IN_REVIEW]).count()
    spare = spare_articles(now=now).count()
    waiting = Submission.objects.originals().filter(state__in=IN_REVIEW_STATES).count()
    if counts == "article":
        published = (
            Submission.objects.originals().filter(published_at__gte=month.start, published_at__lte=month.end).count()
        )
        scheduled = Submission.objects.originals().filter(state="scheduled").count()
    current = Month.of(now) == month
    more = (spare + acceptance_rate(month) * waiting) // (1 if counts == "article" else size) if current else 0
    return QuotaState(
        period=month,
        quota=goal,
        counts=counts,
        published=published,
        scheduled=scheduled,
        in_review=in_review,
        approved_articles=spare,
        articles_in_review=waiting,
        forecast=published + (scheduled + in_review if current else 0) + int(more),
        days_left=_days_left(month, now=now),
    )


def spare_articles(*, now: datetime | None = None) -> SubmissionQuerySet:
    """Approved, scheduled or published articles that stand in no issue: what the desk can compose from.

    One that was handed in more months ago than the rule ``bulletin.article_fresh_months`` says is past it.
    """
    this_month = Month.of(now or timezone.now())
    oldest = this_month.shift(-rules.number("bulletin.article_fresh_months", on=this_month.first_day))
    fresh = Submission.objects.originals().filter(state__in=READY_FOR_ISSUE, submitted_at__gte=oldest.start)
    return fresh.exclude(page_id__in=IssueArticle.objects.values("article_id"))


def acceptance_rate(month: Month) -> float:
    """The share of the previous month's submissions that were accepted; the usual share where there were too few."""
    decided = Submission.objects.filter(period=month.previous().first_day)
    total = decided.count()
    if total < ENOUGH_DECISIONS:
        return rules.number("bulletin.usual_acceptance_percent", on=month.first_day) / 100
    return decided.filter(accepted_at__isnull=False).count() / total


def _days_left(month: Month, *, now: datetime) -> int:
    first = max(local(now).date(), month.first_day)
    return working_days(first, month.last_day, public_holidays(month.year))
