"""Which units are to be reminded in a month, of what, and the rules by which that happens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from cms.core import rules
from cms.core.calendar import public_holidays, working_weekends
from cms.core.periods import is_working_day, local_day
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.duty.enums import ReminderAbout
from submissions.duty.facts import cut_off_of, duty
from submissions.duty.ladder import Ladder, LadderError, plan, read_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from cms.core.periods import Month
    from submissions.duty.facts import UnitDuty
    from submissions.duty.ladder import Step
    from submissions.units.models import Unit


@dataclass(kw_only=True)
class InHands:
    """A unit's articles that lie with the unit itself, newest first: drafts never handed in, those that wait for its head,
    and returned ones of the month."""

    drafts: list[Submission] = field(default_factory=list)
    to_release: list[Submission] = field(default_factory=list)
    returned: list[Submission] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Need:
    """A unit that is to be reminded, of what, and with what lies in its hands."""

    duty: UnitDuty
    about: ReminderAbout
    in_hands: InHands

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.duty.unit


def needs(month: Month, *, now: datetime, units: Sequence[Unit] | None = None) -> list[Need]:
    """The units that owe an article of the month or keep a returned one that would count; none that is exempt or closed.

    A fixed number of queries, however many units there are. Raises RuleMissing.
    """
    today = local_day(now)
    rows = [row for row in duty(month, units=units) if not row.exempt and _exists(row.unit, today)]
    in_hands = _in_hands(month, [row.unit.pk for row in rows])
    found = []
    for row in rows:
        lying = in_hands[row.unit.pk]
        about = _about(row, lying, month)
        if about is not None:
            found.append(Need(duty=row, about=about, in_hands=lying))
    return found


def ladder_of(month: Month) -> Ladder:
    """The rules of the ladder that hold in a month.

    Raises:
        LadderError: a rule can't be read. RuleMissing: one has no value.
    """
    on = month.first_day
    texts = {code: rules.value(f"duty.{code}", on=on) for code in ("reminder_days_before", "reminder_days_after")}
    numbers = {}
    for code in ("heads_from_day", "desk_from_day", "hour", "until_hour"):
        try:
            numbers[code] = rules.number(f"duty.reminder_{code}", on=on)
        except ValueError as error:
            raise LadderError(f"duty.reminder_{code}") from error
    return Ladder(
        before=read_days(texts["reminder_days_before"]),
        after=read_days(texts["reminder_days_after"]),
        heads_from=numbers["heads_from_day"],
        desk_from=numbers["desk_from_day"],
        hour=numbers["hour"],
        until=numbers["until_hour"],
    )


def steps_of(month: Month) -> list[Step]:
    """The steps of a month on their days. Raises as `ladder_of`."""
    return plan(month=month, cut_off=cut_off_of(month), ladder=ladder_of(month), is_working=is_desk_day)


def is_desk_day(day: date) -> bool:
    """Whether offices work on a day: no weekend and no public holiday, and the weekends worked in exchange."""
    return is_working_day(day, holidays=public_holidays(day.year), working_weekends=working_weekends(day.year))


def _exists(unit: Unit, today: date) -> bool:
    return unit.valid_from <= today and (unit.valid_to is None or unit.valid_to >= today)


def _about(row: UnitDuty, lying: InHands, month: Month) -> ReminderAbout | None:
    """What a unit is reminded of; None where nothing of the month is left for it to do."""
    if row.owes:
        if lying.to_release:
            return ReminderAbout.RELEASE
        return ReminderAbout.DRAFT if lying.drafts else ReminderAbout.NOTHING
    again = [each for each in lying.to_release if each.period == month.first_day]
    # Handed in once and back with the unit: it counts only when it comes again.
    if row.quota - row.submitted + row.rejected + len(lying.returned) + len(again) <= 0:
        return None
    if lying.returned:
        return ReminderAbout.RETURNED
    return ReminderAbout.RELEASE if again else None


def _in_hands(month: Month, unit_ids: list[int]) -> dict[int, InHands]:
    found: dict[int, InHands] = defaultdict(InHands)
    unsent = Q(state=State.DRAFT, first_submitted_at__isnull=True) | Q(state=State.TO_RELEASE)
    rows = (
        Submission.objects.originals()
        .filter(unsent | Q(state=State.RETURNED, period=month.first_day), unit_id__in=unit_ids)
        .select_related("page")
        .defer("page__body", "import_notes")
        .order_by("-last_edited_at", "-pk")
    )
    for row in rows:
        lying = found[row.unit_id]
        kinds = {State.DRAFT: lying.drafts, State.TO_RELEASE: lying.to_release, State.RETURNED: lying.returned}
        kinds[State(row.state)].append(row)
    return found
