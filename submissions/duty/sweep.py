"""The clock's walk over the units: whoever owes is reminded by the step that is due, each in a transaction of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.utils import timezone

from cms.core.periods import Month, local_day
from cms.core.rules import RuleMissing
from submissions.duty.actions import remind_by_ladder
from submissions.duty.facts import cut_off_of
from submissions.duty.ladder import LadderError, Level, due, is_covered
from submissions.duty.models import Reminder
from submissions.duty.needs import is_desk_day, ladder_of, needs, steps_of
from submissions.duty.telling import tell_desk

if TYPE_CHECKING:
    from datetime import date, datetime

    from submissions.duty.ladder import Step

logger = logging.getLogger(__name__)


def send_due_reminders(*, now: datetime | None = None) -> int:
    """Reminds every unit that the due step has not reached; returns how many. Safe to repeat and to run twice at once.

    A rule that is missing or can't be read is logged and nobody is reminded: the desk's list shows the same words.
    """
    now = now or timezone.now()
    month = Month.of(now)
    try:
        step = _due_step(month, now=now)
    except (LadderError, RuleMissing) as error:
        logger.error("Nobody is reminded of %s: the rules of the reminders can't be read: %s", month, error)
        return 0
    if step is None:
        return 0
    sent = sum(_remind(unit_id, month=month, step=step, now=now) for unit_id in _waiting(month, step, now=now))
    if step.level >= Level.DESK:
        with transaction.atomic():
            tell_desk(month=month, day=local_day(now), now=now)
    return sent


def _due_step(month: Month, *, now: datetime) -> Step | None:
    ladder = ladder_of(month)
    return due(steps_of(month), now=now, month=month, cut_off=cut_off_of(month), ladder=ladder, is_working=is_desk_day)


def _waiting(month: Month, step: Step, *, now: datetime) -> list[int]:
    """The ids of units that are to be asked again under their lock."""
    days: dict[int, list[date]] = {}
    steps: dict[int, list[int]] = {}
    for unit_id, day, sent in Reminder.objects.filter(period=month.first_day).values_list("unit_id", "day", "step"):
        days.setdefault(unit_id, []).append(day)
        if sent is not None:
            steps.setdefault(unit_id, []).append(sent)
    return [
        need.unit.pk
        for need in needs(month, now=now)
        if not is_covered(step, reminded_on=days.get(need.unit.pk, []), steps_sent=steps.get(need.unit.pk, []))
    ]


def _remind(unit_id: int, *, month: Month, step: Step, now: datetime) -> bool:
    try:
        return remind_by_ladder(unit_id=unit_id, month=month, step=step, now=now) is not None
    except DatabaseError:
        # One unit's trouble keeps no other from being reminded; the next walk tries again.
        logger.exception("Unit %s could not be reminded of %s", unit_id, month)
        return False
