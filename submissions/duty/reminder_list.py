"""The desk's list of a month: units against the steps of the ladder, each with its state, and what was sent to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cms.core.models import OutgoingMail
from cms.core.periods import local_day
from submissions.duty.facts import cut_off_of, duty
from submissions.duty.ladder import is_covered
from submissions.duty.models import Exemption, Reminder
from submissions.duty.needs import needs, steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from cms.core.periods import Month
    from submissions.duty.facts import UnitDuty
    from submissions.duty.ladder import Step
    from submissions.duty.needs import Need
    from submissions.units.models import Unit


class Look(StrEnum):
    """How a step of a unit stands."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    NOBODY = "nobody"
    AHEAD = "ahead"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A step of a unit."""

    step: Step
    look: Look
    reminder: Reminder | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A unit on the list. ``need`` is None where it owes nothing now; ``today`` says that it was reminded today."""

    duty: UnitDuty
    need: Need | None
    exemption: Exemption | None
    cells: list[Cell]
    history: list[tuple[Reminder, Look]]
    today: bool

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.duty.unit

    @property
    def can_be_reminded(self) -> bool:
        """Whether it owes and was not reminded today."""
        return self.need is not None and not self.today


@dataclass(frozen=True, kw_only=True)
class ReminderList:
    """A month as seen at a moment; open units first."""

    month: Month
    cut_off: datetime
    steps: list[Step]
    rows: list[Row]
    is_current: bool

    @property
    def open(self) -> list[Row]:
        """The units that still have something to do."""
        return [row for row in self.rows if row.need is not None]

    @property
    def remindable(self) -> list[Row]:
        """Those among them that were not reminded today."""
        return [row for row in self.rows if row.can_be_reminded]


def reminder_list(month: Month, *, now: datetime) -> ReminderList:
    """The list; a fixed number of queries, however many units and reminders there are.

    Raises:
        LadderError, RuleMissing: the rules can't be read.
    """
    today = local_day(now)
    steps = steps_of(month)
    last_reached = next((step for step in reversed(steps) if step.day <= today), None)
    is_current = month.contains(today)
    open_needs = {need.unit.pk: need for need in needs(month, now=now)} if is_current else {}
    exemptions = {each.unit_id: each for each in Exemption.objects.filter(period=month.first_day)}
    sent = _sent(month)
    rows = []
    for each in duty(month):
        unit_id = each.unit.pk
        history = [(reminder, look_of(reminder)) for reminder in sent[unit_id]]
        if not (each.quota or each.submitted or history):
            continue
        need = open_needs.get(unit_id)
        rows.append(
            Row(
                duty=each,
                need=need,
                exemption=exemptions.get(unit_id),
                cells=[
                    _cell(step, history, last_reached=last_reached, is_open=need is not None, today=today)
                    for step in steps
                ],
                history=history,
                today=any(reminder.day == today for reminder, _look in history),
            )
        )
    rows.sort(key=lambda row: row.need is None)
    return ReminderList(month=month, cut_off=cut_off_of(month), steps=steps, rows=rows, is_current=is_current)


def look_of(reminder: Reminder) -> Look:
    """How a reminder stands: failed if one of its mails is, sent when all have left; at the desk it stands in any case."""
    recipients = list(reminder.recipients.all())
    states = {
        each.notice.mail.state for each in recipients if each.notice is not None and each.notice.mail is not None
    }
    if not recipients:
        return Look.NOBODY
    if OutgoingMail.State.FAILED in states:
        return Look.FAILED
    return Look.WAITING if OutgoingMail.State.WAITING in states else Look.SENT


def _sent(month: Month) -> dict[int, list[Reminder]]:
    found: dict[int, list[Reminder]] = defaultdict(list)
    reminders = Reminder.objects.filter(period=month.first_day).select_related("sent_by")
    for reminder in reminders.prefetch_related("recipients__person", "recipients__notice__mail").order_by(
        "sent_at", "pk"
    ):
        found[reminder.unit_id].append(reminder)
    return found


def _cell(
    step: Step, history: Sequence[tuple[Reminder, Look]], *, last_reached: Step | None, is_open: bool, today: date
) -> Cell:
    for reminder, look in history:
        if reminder.step == step.offset:
            return Cell(step=step, look=look, reminder=reminder)
    covered = is_covered(step, reminded_on=[reminder.day for reminder, _look in history], steps_sent=())
    # The last step that was reached goes out in the next working hours, those before it never.
    ahead = is_open and not covered and (step.day >= today or step == last_reached)
    return Cell(step=step, look=Look.AHEAD if ahead else Look.NONE)
