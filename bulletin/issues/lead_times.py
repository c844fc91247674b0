"""How long an article takes from being handed in to its approval and from there to readers, and how many get there.

Measured from the facts of past months; where too few were decided, the desk's estimate in the rule table stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

from cms.core import rules
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.core.periods import Month

# With fewer articles than this, past months say nothing about the next.
ENOUGH: Final = 10
# The newest of the past months are enough to measure by, however much a month brings.
MOST_ROWS: Final = 3_000


@dataclass(frozen=True, kw_only=True)
class LeadTimes:
    """Medians over the months before the one in question, and the share that was accepted.

    ``measured_*`` say over how many articles; 0 means that the desk's estimate was used.
    """

    months: int
    review: timedelta
    publish: timedelta
    acceptance: float
    measured_review: int
    measured_publish: int
    measured_acceptance: int

    @property
    def review_days(self) -> float:
        """From the first hand-in to the approval, in days."""
        return round(self.review / timedelta(days=1), 1)

    @property
    def publish_days(self) -> float:
        """From the approval to readers, in days."""
        return round(self.publish / timedelta(days=1), 1)

    @property
    def acceptance_percent(self) -> int:
        """The share that was accepted."""
        return round(100 * self.acceptance)


def lead_times(month: Month) -> LeadTimes:
    """The lead times to expect in a month. Raises RuleMissing."""
    day = month.first_day
    months = max(1, rules.number("bulletin.lead_months", on=day))
    rows = list(
        Submission.objects.originals()
        .filter(period__gte=month.shift(-months).first_day, period__lt=day)
        .order_by("-first_submitted_at")
        .values_list("first_submitted_at", "accepted_at", "published_at")[:MOST_ROWS]
    )
    review, review_count = _median(accepted - sent for sent, accepted, _out in rows if sent and accepted)
    publish, publish_count = _median(out - accepted for _sent, accepted, out in rows if accepted and out)
    enough = len(rows) >= ENOUGH
    return LeadTimes(
        months=months,
        review=review if review is not None else timedelta(days=rules.number("bulletin.usual_review_days", on=day)),
        publish=publish
        if publish is not None
        else timedelta(days=rules.number("bulletin.usual_publish_days", on=day)),
        acceptance=sum(1 for _sent, accepted, _out in rows if accepted) / len(rows)
        if enough
        else rules.number("bulletin.usual_acceptance_percent", on=day) / 100,
        measured_review=review_count,
        measured_publish=publish_count,
        measured_acceptance=len(rows) if enough else 0,
    )


def _median(found: Iterable[timedelta]) -> tuple[timedelta | None, int]:
    """The median and over how many; (None, 0) where there are too few."""
    lengths = list(found)
    if len(lengths) < ENOUGH:
        return None, 0
    return timedelta(seconds=median(length.total_seconds() for length in lengths)), len(lengths)
