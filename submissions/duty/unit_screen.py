"""What the people of a unit see of their own work: this month's duty, what lies where, and the year at a glance.

The facts of a month come from `submissions.duty.facts`; here they get the words of a screen, and articles their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.periods import Month, days_left, local
from cms.core.rules import RuleMissing
from cms.visits.counts import Visits, visits_of
from submissions.articles.enums import FINAL, IN_REVIEW_STATES, PUBLIC, SETTLED, WITH_HEAD, EventVerb, State
from submissions.articles.models import Submission, SubmissionEvent
from submissions.duty.facts import cut_off_of, unit_duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from submissions.duty.facts import UnitDuty
    from submissions.units.models import Unit

# Older ones stand under their month.
NEWEST_PUBLISHED = 8
NEWEST_CLOSED = 5
REASONED = (EventVerb.RETURN, EventVerb.SEND_BACK, EventVerb.REJECT, EventVerb.WITHDRAW)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a unit stands in a month. ``kind`` names the look: met, sent, open, late, missed, free or none."""

    month: Month
    kind: str
    words: str
    icon: str
    duty: UnitDuty | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One station on the way of an article. ``look``: done, now or ahead; ``at`` where its time is known."""

    name: str
    look: str
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An article on the screen, with its stations and the last reason that somebody gave for sending it back."""

    submission: Submission
    title: str
    steps: list[Step] = field(default_factory=list)
    reason: SubmissionEvent | None = None
    visits: Visits = field(default_factory=Visits)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The articles of a unit by what is to be done about them."""

    returned: list[Item]
    drafts: list[Item]
    under_way: list[Item]
    published: list[Item]
    closed: list[Item]

    @property
    def is_empty(self) -> bool:
        """Whether the unit has not begun."""
        return not (self.returned or self.drafts or self.under_way or self.published or self.closed)


def standing(unit: Unit, month: Month, *, now: datetime) -> Standing:
    """How the unit stands in ``month``, in words that name the deadline."""
    try:
        duty = unit_duty(unit, month)
    except RuleMissing:
        duty = None
    if duty is None or (duty.quota == 0 and duty.submitted == 0):
        return Standing(month=month, kind="free", words=_("Nothing is owed this month"), icon="minus", duty=duty)
    if duty.exempt:
        return Standing(month=month, kind="free", words=_("Exempt this month"), icon="minus", duty=duty)
    counted = {"number": duty.accepted, "quota": duty.quota}
    if duty.met:
        words = _("Done: %(number)d of %(quota)d accepted") % counted
        if duty.on_time < duty.quota:
            words = _("Done, handed in late: %(number)d of %(quota)d accepted") % counted
        return Standing(month=month, kind="met", words=words, icon="check", duty=duty)
    if duty.owes == 0:
        words = _("Handed in on time, waiting for acceptance")
        if duty.on_time < duty.quota:
            words = _("Handed in late, waiting for acceptance")
        return Standing(month=month, kind="sent", words=words, icon="time", duty=duty)
    begun = _("Nothing handed in")
    if duty.rejected:
        begun = _("Not accepted, another article is needed")
    elif duty.submitted:
        begun = _("%(number)d of %(quota)d handed in") % {"number": duty.submitted, "quota": duty.quota}
    if now > month.end:
        return Standing(month=month, kind="missed", words=begun, icon="cross", duty=duty)
    deadline = cut_off_of(month)
    left = days_left(now, deadline)
    kind, icon = ("open", "calendar") if left >= 0 else ("late", "warning")
    return Standing(month=month, kind=kind, words=f"{begun} · {_deadline_words(left, deadline)}", icon=icon, duty=duty)


def year_standings(unit: Unit, *, current: Standing, now: datetime) -> list[Standing]:
    """One standing for each month of the year; months to come are of kind none."""
    found = []
    for number in range(1, 13):
        month = Month(current.month.year, number)
        if month == current.month:
            found.append(current)
        elif month > current.month:
            found.append(Standing(month=month, kind="none", words=_("Still to come"), icon=""))
        else:
            found.append(standing(unit, month, now=now))
    return found


def desk_of(unit: Unit) -> Desk:
    """The unit's articles; a constant number of queries however many there are."""
    rows = _rows(unit)
    working = list(
        rows.filter(state__in=[State.DRAFT, State.RETURNED, State.TO_RELEASE, *IN_REVIEW_STATES, *SETTLED]).order_by(
            "-last_edited_at", "-pk"
        )
    )
    published = list(rows.filter(state__in=PUBLIC).order_by("-published_at", "-pk")[:NEWEST_PUBLISHED])
    closed = list(rows.filter(state__in=FINAL).order_by("-submitted_at", "-pk")[:NEWEST_CLOSED])
    items = items_of([*working, *published, *closed])
    return Desk(
        returned=_in(items, {State.RETURNED}),
        drafts=_in(items, {State.DRAFT}),
        under_way=_in(items, IN_REVIEW_STATES | SETTLED | WITH_HEAD),
        published=_in(items, PUBLIC),
        closed=_in(items, FINAL),
    )


def month_items(unit: Unit, month: Month) -> list[Item]:
    """The articles that count in a month, in the order in which they were handed in."""
    return items_of(_rows(unit).filter(period=month.first_day).order_by("first_submitted_at", "pk"))


def items_of(submissions: Iterable[Submission]) -> list[Item]:
    """Articles as the screen shows them, with the last reasons in one query, and the readers of what is public in one."""
    rows = list(submissions)
    reasons = _last_reasons([row.pk for row in rows if row.state in {State.RETURNED, *FINAL}])
    visits = visits_of([row.page_id for row in rows if row.state in PUBLIC])
    return [
        Item(
            submission=row,
            title=row.page.draft_title or row.page.title,
            steps=steps_of(row),
            reason=reasons.get(row.pk),
            visits=visits.get(row.page_id, Visits()),
        )
        for row in rows
    ]


def steps_of(submission: Submission) -> list[Step]:
    """The five stations of an article: handed in, received, accepted, published, on the province's site."""
    on_site = _("On our site")
    received = submission.claimed_at is not None or submission.accepted_at is not None
    stations = [
        (
            _("Handed in"),
            submission.first_submitted_at is not None,
            submission.submitted_at or submission.first_submitted_at,
        ),
        (_("Received"), received, submission.claimed_at),
        (_("Accepted"), submission.accepted_at is not None, submission.accepted_at),
        (on_site, submission.published_at is not None, submission.published_at),
        (_("Province"), submission.confirmed_at is not None, submission.confirmed_at),
    ]
    steps: list[Step] = []
    waiting = submission.state not in FINAL
    for name, done, at in stations:
        look = "done" if done else "now" if waiting else "ahead"
        waiting = waiting and done
        note = ""
        if name == on_site and submission.scheduled_at is not None:
            note = _("set for %(time)s") % {"time": date_format(local(submission.scheduled_at), "H:i d/m")}
        steps.append(Step(name=name, look=look, at=at if done else None, note=note))
    return steps


def _deadline_words(left: int, deadline: datetime) -> str:
    day = date_format(local(deadline), "l, d/m")
    if left > 0:
        return ngettext("%(number)d day left, until %(day)s", "%(number)d days left, until %(day)s", left) % {
            "number": left,
            "day": day,
        }
    if left == 0:
        return _("until today, %(day)s, 23:59") % {"day": day}
    return ngettext(
        "%(number)d day past the deadline of %(day)s", "%(number)d days past the deadline of %(day)s", -left
    ) % {
        "number": -left,
        "day": day,
    }


def _rows(unit: Unit) -> QuerySet[Submission]:
    return (
        Submission.objects.originals()
        .filter(unit=unit)
        .select_related("page", "created_by", "last_edited_by", "claimed_by")
        .defer("page__body", "import_notes")
    )


def _in(items: Sequence[Item], states: Iterable[str]) -> list[Item]:
    wanted = set(states)
    return [item for item in items if item.submission.state in wanted]


def _last_reasons(submission_ids: Sequence[int]) -> dict[int, SubmissionEvent]:
    if not submission_ids:
        return {}
    events = SubmissionEvent.objects.filter(submission_id__in=submission_ids, verb__in=REASONED)
    return {event.submission_id: event for event in events.select_related("actor").order_by("at", "pk")}
