"""Verbs of the monthly duty: remind a unit by the ladder or by hand, exempt it, take an exemption back."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.periods import local_day
from cms.core.text import clean_line, clean_text
from submissions.duty.enums import ReminderKind, ReminderLevel
from submissions.duty.errors import DutyRefused, ExemptionExists, NotAllowed, NothingOwed
from submissions.duty.ladder import is_covered
from submissions.duty.models import Exemption, Reminder
from submissions.duty.needs import needs
from submissions.duty.permissions import may_remind
from submissions.duty.telling import tell_unit
from submissions.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.accounts.models import User
    from cms.core.periods import Month
    from submissions.duty.ladder import Step
    from submissions.duty.needs import Need

logger = logging.getLogger(__name__)

NOTE_LENGTH = 1_000
DOCUMENT_LENGTH = 120
REASON_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class RemindedByHand:
    """What came of reminding by hand: the rows that were written, and the units that were reminded that day already."""

    reminders: list[Reminder] = field(default_factory=list)
    already: list[Unit] = field(default_factory=list)


@transaction.atomic
def remind_by_ladder(*, unit_id: int, month: Month, step: Step, now: datetime | None = None) -> Reminder | None:
    """Reminds a unit of what it owes, if it still owes and was not reminded of this step; None where it was or does not.

    The unit's row is locked, so that of two workers one writes and the other finds what was written.
    """
    now = now or timezone.now()
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    earlier = list(Reminder.objects.filter(unit=unit, period=month.first_day).values_list("day", "step"))
    if Reminder.objects.filter(unit=unit, day=local_day(now)).exists() or is_covered(
        step,
        reminded_on=[day for day, _step in earlier],
        steps_sent=[sent for _day, sent in earlier if sent is not None],
    ):
        return None
    open_needs = needs(month, now=now, units=[unit])
    if not open_needs:
        return None
    kind = ReminderKind.LATE if step.is_late else ReminderKind.BEFORE
    level = ReminderLevel(step.level.value)
    return _remind(open_needs[0], month=month, kind=kind, level=level, step=step.offset, now=now)


@transaction.atomic
def remind_by_hand(
    *, unit_ids: Iterable[int] | None, month: Month, actor: User, note: str = "", now: datetime | None = None
) -> RemindedByHand:
    """Reminds those of the units that still owe, writers and heads, with the desk's own words; all that owe for None.

    Raises:
        NotAllowed: not the desk. NothingOwed: none of the units owes anything. DutyRefused: the month is over, or the
            words are too long.
    """
    if not may_remind(actor):
        raise NotAllowed(_("Only the desk reminds units."))
    now = now or timezone.now()
    note = clean_text(note)
    if len(note) > NOTE_LENGTH:
        raise DutyRefused(
            _("The text is longer than %(length)d characters. Nobody was reminded.") % {"length": NOTE_LENGTH}
        )
    if not month.contains(now):
        raise DutyRefused(
            _(
                "%(month)s is not the current month: what is sent today would count in another one. Nobody was reminded."
            )
            % {"month": month.label}
        )
    wanted = Unit.objects.select_for_update(of=("self",)).order_by("pk")
    units = list(wanted if unit_ids is None else wanted.filter(pk__in=list(unit_ids)))
    open_needs = needs(month, now=now, units=units)
    if not open_needs:
        raise NothingOwed(_("None of these units owes an article any more, so nobody was reminded."))
    done = set(Reminder.objects.filter(unit__in=units, day=local_day(now)).values_list("unit_id", flat=True))
    result = RemindedByHand()
    for need in open_needs:
        if need.unit.pk in done:
            result.already.append(need.unit)
            continue
        kind, level = ReminderKind.BY_HAND, ReminderLevel.HEADS
        result.reminders.append(_remind(need, month=month, kind=kind, level=level, now=now, actor=actor, note=note))
    logger.info("User %s reminded %s units of %s by hand", actor.pk, len(result.reminders), month)
    return result


@transaction.atomic
def grant_exemption(
    *, unit: Unit, month: Month, document: str, actor: User, reason: str = "", now: datetime | None = None
) -> Exemption:
    """Enters that a unit owes nothing for a month, with the document that says so.

    Raises:
        NotAllowed: not the desk. ExemptionExists: there is one. DutyRefused: no document is named.
    """
    if not may_remind(actor):
        raise NotAllowed(_("Only the desk enters exemptions."))
    document, reason = clean_line(document), clean_line(reason)
    if not document:
        raise DutyRefused(_("Name the document that exempts the unit: its number and date. Nothing was saved."))
    if len(document) > DOCUMENT_LENGTH or len(reason) > REASON_LENGTH:
        raise DutyRefused(_("The number of the document or the reason is too long. Nothing was saved."))
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    exemption, created = Exemption.objects.get_or_create(
        unit=unit,
        period=month.first_day,
        defaults={
            "document": document,
            "reason": reason,
            "granted_by": actor,
            "granted_at": now or timezone.now(),
        },
    )
    if not created:
        raise ExemptionExists(
            _("%(unit)s is exempt for %(month)s already, by %(document)s.")
            % {"unit": unit, "month": month.label, "document": exemption.document}
        )
    logger.info("User %s exempted unit %s for %s", actor.pk, unit.code, month)
    return exemption


@transaction.atomic
def take_back_exemption(*, unit: Unit, month: Month, actor: User) -> None:
    """Removes an exemption that was entered by mistake; without one, nothing happens.

    Raises:
        NotAllowed: not the desk.
    """
    if not may_remind(actor):
        raise NotAllowed(_("Only the desk enters exemptions."))
    taken, _rows = Exemption.objects.filter(unit=unit, period=month.first_day).delete()
    if taken:
        logger.info("User %s took back the exemption of unit %s for %s", actor.pk, unit.code, month)


def _remind(
    need: Need,
    *,
    month: Month,
    kind: ReminderKind,
    level: ReminderLevel,
    now: datetime,
    step: int | None = None,
    actor: User | None = None,
    note: str = "",
) -> Reminder:
    reminder = Reminder.objects.create(
        unit=need.unit,
        period=month.first_day,
        step=step,
        level=level,
        kind=kind,
        about=need.about,
        day=local_day(now),
        sent_at=now,
        sent_by=actor,
        note=note,
    )
    tell_unit(reminder, need=need, month=month, now=now)
    return reminder
