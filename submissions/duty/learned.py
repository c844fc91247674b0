"""What a unit learns from the reasons with which its articles came back: counts, advice, and how that goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cms.core.periods import Month, Quarter
from submissions.articles.enums import EventVerb
from submissions.articles.models import Submission, SubmissionEvent
from submissions.moderation.models import GivenReason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from submissions.moderation.models import ReturnReason
    from submissions.units.models import Unit

MONTHS = 12
NEWEST_WORDS = 8


@dataclass(kw_only=True)
class Lesson:
    """A reason of the desk's list, how often it was given, and with which articles (each once, the newest first)."""

    reason: ReturnReason
    count: int = 0
    articles: dict[int, Submission] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an editor wrote in their own words beside the list."""

    submission: Submission
    text: str
    at: datetime
    rejected: bool


@dataclass(frozen=True, kw_only=True)
class QuarterShare:
    """Of the articles of a quarter that were accepted, how many never came back. ``percent`` is None for none."""

    label: str
    handed_in: int
    accepted: int
    at_once: int
    percent: int | None


def lessons(unit: Unit, *, now: datetime) -> list[Lesson]:
    """The reasons given with the unit's articles in this month and the eleven before it, the most frequent first; one query."""
    given = (
        GivenReason.objects.filter(event__submission__unit=unit, event__at__gte=_since(now))
        .select_related("reason", "event__submission__page")
        .order_by("-event__at", "-pk")
    )
    found: dict[int, Lesson] = {}
    for row in given:
        lesson = found.setdefault(row.reason_id, Lesson(reason=row.reason))
        lesson.count += 1
        lesson.articles.setdefault(row.event.submission_id, row.event.submission)
    return sorted(found.values(), key=lambda lesson: (-lesson.count, lesson.reason.order, lesson.reason.pk))


def own_words(unit: Unit, *, now: datetime) -> list[Words]:
    """The newest reasons in an editor's own words, without the sentences of the list; two queries."""
    events = (
        SubmissionEvent.objects.filter(
            submission__unit=unit, verb__in=[EventVerb.RETURN, EventVerb.REJECT], at__gte=_since(now)
        )
        .select_related("submission__page")
        .prefetch_related("given_reasons__reason")
        .order_by("-at", "-pk")
    )
    found: list[Words] = []
    for event in events[: 4 * NEWEST_WORDS]:
        listed = {given.reason.text.strip() for given in event.given_reasons.all()}
        rest = "\n".join(line for line in event.reason.splitlines() if line.strip() not in listed).strip()
        if rest:
            rejected = event.verb == EventVerb.REJECT
            found.append(Words(submission=event.submission, text=rest, at=event.at, rejected=rejected))
    return found[:NEWEST_WORDS]


def shares(unit: Unit, *, now: datetime) -> list[QuarterShare]:
    """The last five quarters, this one last: a year and how it compares with the same time before; one query."""
    quarters = _quarters(now)
    returned = SubmissionEvent.objects.filter(submission=OuterRef("pk"), verb=EventVerb.RETURN)
    rows = (
        Submission.objects.filter(unit=unit, period__gte=quarters[0].months[0].first_day)
        .annotate(came_back=Exists(returned))
        .values("period")
        .annotate(
            handed_in=Count("pk"),
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
            at_once=Count("pk", filter=Q(accepted_at__isnull=False, came_back=False)),
        )
        .order_by("period")
    )
    counts = {row["period"]: row for row in rows}
    return [_share(quarter, counts) for quarter in quarters]


def trend(found: list[QuarterShare]) -> str:
    """How the last two quarters with accepted articles compare, in words; empty where there are not two."""
    known = [share for share in found if share.percent is not None]
    if len(known) < 2:
        return ""
    before, after = known[-2], known[-1]
    facts = {"before": before.percent, "after": after.percent, "quarter": after.label, "earlier": before.label}
    if (after.percent or 0) > (before.percent or 0):
        return _("Better: %(after)d%% accepted at once in %(quarter)s, after %(before)d%% in %(earlier)s.") % facts
    if (after.percent or 0) < (before.percent or 0):
        return _("Fewer: %(after)d%% accepted at once in %(quarter)s, after %(before)d%% in %(earlier)s.") % facts
    return _("As before: %(after)d%% accepted at once in %(quarter)s and in %(earlier)s.") % facts


def _since(now: datetime) -> datetime:
    return Month.of(now).shift(1 - MONTHS).start


def _quarters(now: datetime) -> list[Quarter]:
    month = Month.of(now)
    return [month.shift(-3 * back).quarter for back in range(4, -1, -1)]


def _share(quarter: Quarter, counts: Mapping[date | None, Mapping[str, Any]]) -> QuarterShare:
    rows = [counts[month.first_day] for month in quarter.months if month.first_day in counts]
    accepted, at_once = sum(row["accepted"] for row in rows), sum(row["at_once"] for row in rows)
    return QuarterShare(
        label=quarter.label,
        handed_in=sum(row["handed_in"] for row in rows),
        accepted=accepted,
        at_once=at_once,
        percent=round(100 * at_once / accepted) if accepted else None,
    )
