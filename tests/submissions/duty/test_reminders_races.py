"""Two workers, and the desk beside them, at the same moment: a unit hears once."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from cms.core.models import OutgoingMail
from cms.core.periods import Month
from submissions.duty import actions
from submissions.duty.models import Exemption, Reminder
from submissions.duty.sweep import send_due_reminders
from tests import factories
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOVEMBER = Month(2026, 11)
LATE = datetime(2026, 11, 11, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_two_workers_at_once_send_nothing_twice():
    factories.house()
    units = [factories.a_unit() for _number in range(3)]
    writers = [factories.a_writer(unit).email for unit in units]
    desk = factories.a_desk_editor().email

    refusals = at_once(*[partial(send_due_reminders, now=LATE)] * 2)

    assert refusals == [None, None]
    assert sorted(Reminder.objects.values_list("unit_id", "step")) == sorted((unit.pk, 1) for unit in units)
    assert sorted(OutgoingMail.objects.values_list("recipient", flat=True)) == sorted([*writers, desk])
    summary = OutgoingMail.objects.get(recipient=desk)
    assert all(unit.name in summary.text for unit in units), "whoever finishes first names all of them"


def test_the_clock_and_the_desk_at_once_remind_a_unit_once():
    factories.house()
    unit = factories.a_unit()
    factories.a_writer(unit)
    desk = factories.a_desk_editor()
    by_hand = partial(actions.remind_by_hand, unit_ids=None, month=NOVEMBER, actor=desk, now=LATE)

    assert at_once(partial(send_due_reminders, now=LATE), by_hand, by_hand) == [None, None, None]

    assert Reminder.objects.filter(unit=unit).count() == 1


def test_two_exemptions_at_once_leave_one():
    factories.house()
    unit, desk = factories.a_unit(), factories.a_desk_editor()

    def enter(document: str) -> None:
        try:
            actions.grant_exemption(unit=unit, month=NOVEMBER, document=document, actor=desk)
        except actions.ExemptionExists:
            return

    assert at_once(partial(enter, "12/SYT"), partial(enter, "13/SYT")) == [None, None]

    assert Exemption.objects.count() == 1
