"""The quota of the month: how many issues are out, on their way, and to be expected. One source for board, command and report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from bulletin.issues.enums import IN_WORK_STATES, OUT, TO_COME_STATES
from bulletin.issues.forecast import Forecast, Waiting, forecast
from bulletin.issues.lead_times import lead_times
from bulletin.issues.models import Issue, IssueArticle
from cms.core import rules
from cms.core.calendar import public_holidays, working_weekends
from cms.core.periods import ZONE, Month, local, local_day, working_days
from cms.core.rules import RuleMissing
from submissions.articles.enums import IN_REVIEW_STATES, PUBLIC, READY_FOR_ISSUE, State
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cms.core.periods import Period
    from submissions.articles.models import SubmissionQuerySet

# What one unit of the quota is, as the rule ``bulletin.counts`` says it.
ISSUE: Final = "issue"
ARTICLE: Final = "article"
WAYS: Final = (ISSUE, ARTICLE)


@dataclass(frozen=True, kw_only=True)
class QuotaState:
    """The month's quota and where it stands, in issues (or in articles where the rule ``bulletin.counts`` says so).

    ``published``: out. ``scheduled``: approved by the board or with a set time. ``in_review``: composed and not yet
    approved; of articles those before the editors. ``approved_articles``: approved or published articles that no issue
    has yet. ``articles_in_review``: before the editors. ``forecast``: what the month will end with if nothing more is
    handed in; ``expected`` says how that came about. ``days_left``: working days of the month from today on, today
    included.
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
    expected: Forecast


@dataclass(frozen=True, kw_only=True)
class MonthQuota:
    """A month of a longer period: what was owed and what is out, on its way and in work."""

    month: Month
    quota: int
    counts: str
    published: int
    scheduled: int
    in_work: int

    @property
    def missing(self) -> int:
        """How many are lacking."""
        return max(0, self.quota - self.published)


def quota(month: Month, *, now: datetime | None = None, counts: str = "") -> QuotaState:
    """Computes the quota of a month as seen at ``now``; ``counts`` looks at it the other way than the rule says.

    Raises RuleMissing. A fixed number of queries.
    """
    now = now or timezone.now()
    day = month.first_day
    counts = counts if counts in WAYS else rules.value("bulletin.counts", on=day)
    waiting = _in_review()
    by_issue = counts != ARTICLE
    issues = _issues_by_state(month)
    spare = _spare(now=now)
    if by_issue:
        published, scheduled, in_review = issues["published"], issues["scheduled"], issues["in_work"]
        in_work, ready, size = issues["filled"], spare, rules.number("bulletin.articles_per_issue", on=day)
    else:
        published = (
            Submission.objects.originals().filter(published_at__gte=month.start, published_at__lte=month.end).count()
        )
        on_time = Submission.objects.originals().filter(state=State.SCHEDULED, scheduled_at__gte=month.start)
        scheduled = on_time.filter(scheduled_at__lte=month.end).count()
        approved = Submission.objects.originals().filter(state=State.APPROVED).values_list("accepted_at", flat=True)
        in_review, in_work, size = len(waiting), 0, 1
        ready = [Waiting(since=moment or now) for moment in approved]
    expected = forecast(
        month=month,
        now=now,
        lead=lead_times(month),
        out=published,
        scheduled=scheduled if month.last_day >= local_day(now) else 0,
        in_work=in_work if month.last_day >= local_day(now) else 0,
        ready=ready,
        in_review=waiting,
        size=max(1, size),
    )
    return QuotaState(
        period=month,
        quota=rules.number("bulletin.monthly_quota", on=day),
        counts=counts,
        published=published,
        scheduled=scheduled,
        in_review=in_review,
        approved_articles=len(spare),
        articles_in_review=len(waiting),
        forecast=expected.total,
        days_left=_days_left(month, now=now),
        expected=expected,
    )


def quotas(period: Period, *, counts: str = "") -> list[MonthQuota]:
    """The months of a period; a fixed number of queries. A month for which no rule holds owes nothing."""
    months = period.months
    days = [month.first_day for month in months]
    goals = rules.by_day("bulletin.monthly_quota", days=days)
    ways = rules.by_day("bulletin.counts", days=days)
    issues: dict[Month, Any] = {
        Month.of(row["period"]): row
        for row in Issue.objects.filter(period__in=days).values("period").annotate(**_STATES).order_by()
    }
    published = _articles_by_month(period, "published_at", Q())
    scheduled = _articles_by_month(period, "scheduled_at", Q(state=State.SCHEDULED))
    return [
        _month_quota(
            month,
            goal=int(goals[month.first_day].get("", 0)),
            counts=counts if counts in WAYS else ways[month.first_day].get("", ISSUE),
            issues=issues.get(month, {}),
            articles=(published.get(month, 0), scheduled.get(month, 0)),
        )
        for month in months
    ]


def counted_by(month: Month) -> str:
    """What the rule says is counted in a month; issues where it says nothing."""
    try:
        return rules.value("bulletin.counts", on=month.first_day)
    except RuleMissing:
        return ISSUE


def spare_articles(*, now: datetime | None = None) -> SubmissionQuerySet:
    """Approved, scheduled or published articles that stand in no issue: what the desk can compose from.

    One that was handed in more months ago than the rule ``bulletin.article_fresh_months`` says is past it.
    """
    this_month = Month.of(now or timezone.now())
    oldest = this_month.shift(-rules.number("bulletin.article_fresh_months", on=this_month.first_day))
    fresh = Submission.objects.originals().filter(state__in=READY_FOR_ISSUE, submitted_at__gte=oldest.start)
    return fresh.exclude(page_id__in=IssueArticle.objects.holding().values("article_id"))


_STATES: Final = {
    "published": Count("pk", filter=Q(state__in=OUT)),
    "scheduled": Count("pk", filter=Q(state__in=TO_COME_STATES)),
    "in_work": Count("pk", filter=Q(state__in=IN_WORK_STATES)),
}


def _issues_by_state(month: Month) -> Mapping[str, int]:
    """How many issues of the month stand where; ``filled`` are those in work that have articles: an empty one takes
    its articles from those that wait, which are counted by themselves."""
    has_articles = Q(pk__in=IssueArticle.objects.values("issue_id"))
    filled = Count("pk", filter=Q(state__in=IN_WORK_STATES) & has_articles)
    return Issue.objects.filter(period=month.first_day).aggregate(**_STATES, filled=filled)


def _spare(*, now: datetime) -> list[Waiting]:
    rows = spare_articles(now=now).values_list("state", "accepted_at", "scheduled_at")
    return [
        Waiting(since=accepted or now, at=scheduled, is_public=state in PUBLIC) for state, accepted, scheduled in rows
    ]


def _in_review() -> list[Waiting]:
    rows = (
        Submission.objects.originals()
        .filter(state__in=IN_REVIEW_STATES)
        .values_list("submitted_at", "first_submitted_at")
    )
    return [Waiting(since=since) for last, first in rows if (since := last or first)]


def _articles_by_month(period: Period, moment: str, only: Q) -> dict[Month, int]:
    within = {f"{moment}__gte": period.start, f"{moment}__lte": period.end}
    rows = (
        Submission.objects.originals()
        .filter(only, **within)
        .annotate(month=TruncMonth(moment, tzinfo=ZONE))
        .values_list("month")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {Month.of(month): number for month, number in rows}


def _month_quota(
    month: Month, *, goal: int, counts: str, issues: Mapping[str, int], articles: tuple[int, int]
) -> MonthQuota:
    by_article = counts == ARTICLE
    return MonthQuota(
        month=month,
        quota=goal,
        counts=counts,
        published=articles[0] if by_article else issues.get("published", 0),
        scheduled=articles[1] if by_article else issues.get("scheduled", 0),
        in_work=0 if by_article else issues.get("in_work", 0),
    )


def _days_left(month: Month, *, now: datetime) -> int:
    first = max(local(now).date(), month.first_day)
    year = month.year
    return working_days(first, month.last_day, public_holidays(year), working_weekends=working_weekends(year))
