"""How long an article may stay at each stage: working days from the rule table, and the due time that follows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from cms.core import rules
from cms.core.calendar import public_holidays
from cms.core.periods import after_working_days
from submissions.articles.enums import State

if TYPE_CHECKING:
    from datetime import date

# The rule that says how many working days a stage may take; stages without one have no due time.
RULES: Final[dict[State, str]] = {
    State.TO_RELEASE: "unit.release_days",
    State.RETURNED: "unit.revise_days",
    State.SUBMITTED: "moderation.claim_days",
    State.IN_REVIEW: "moderation.review_days",
    State.SECOND_REVIEW: "moderation.second_days",
    State.CORRECTING: "moderation.correction_days",
    State.APPROVED: "moderation.publish_days",
}


def due_time(state: State, *, since: datetime) -> datetime | None:
    """When a stage that begins at ``since`` has to end: the same time of day, so many working days later.

    None for a state without a due time. Raises `cms.core.rules.RuleMissing`.
    """
    code = RULES.get(state)
    if code is None:
        return None
    local = timezone.localtime(since)
    days = rules.number(code, on=local.date())
    return later_by_working_days(since, days)


def later_by_working_days(moment: datetime, days: int) -> datetime:
    """The same time of day, ``days`` working days later; weekends and public holidays (Tết too) do not count."""
    local = timezone.localtime(moment)
    day = after_working_days(local.date(), days, _holidays(local.date()))
    return datetime.combine(day, local.timetz())


def _holidays(day: date) -> frozenset[date]:
    return public_holidays(day.year) | public_holidays(day.year + 1)
