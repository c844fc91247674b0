"""Reminders: who gets which, when they stop, what a mail says, and that nothing is ever sent twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from cms.core.models import OutgoingMail, Rule
from cms.core.periods import Month
from submissions.articles.enums import State
from submissions.duty import actions
from submissions.duty.enums import ReminderAbout, ReminderKind
from submissions.duty.errors import DutyRefused, ExemptionExists, NotAllowed, NothingOwed
from submissions.duty.models import Exemption, Reminder
from submissions.duty.sweep import send_due_reminders
from submissions.duty.tasks import remind_units
from submissions.units.models import Unit
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from cms.accounts.models import User

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of November 2026, whose cut-off is Tuesday the 10th."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@shared
def unit(house: object) -> Unit:
    return factories.a_unit(code="BVTHU")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


@shared
def head(unit: Unit) -> User:
    return factories.a_head(unit)


def told(reminder: Reminder) -> set[str]:
    return {each.notice.mail.recipient for each in reminder.recipients.select_related("notice__mail")}


def test_the_ladder_climbs_from_the_writers_to_the_head_to_the_desk_and_never_repeats(
    unit: Unit, writer: User, head: User
) -> None:
    desk = factories.a_desk_editor()
    for day in range(1, 31):
        for hour in (3, 8, 9, 16, 22):
            send_due_reminders(now=at(day, hour))

    sent = list(Reminder.objects.order_by("sent_at"))
    assert [(each.step, each.day.day, each.kind) for each in sent] == [
        (-7, 3, ReminderKind.BEFORE),
        (-3, 6, ReminderKind.BEFORE),
        (-1, 9, ReminderKind.BEFORE),
        (1, 11, ReminderKind.LATE),
        (3, 13, ReminderKind.LATE),
        (7, 17, ReminderKind.LATE),
    ]
    assert all(each.sent_at.astimezone(ZONE).hour == 8 for each in sent)
    assert [told(each) for each in sent] == [{writer.email}] * 2 + [{writer.email, head.email}] * 4
    to_desk = OutgoingMail.objects.filter(recipient=desk.email)
    assert to_desk.count() == 3, "one for each day on which somebody was late"
    assert unit.name in to_desk.first().text
    assert "/quan-tri/nhac-viec/2026-11/" in to_desk.first().text
    assert OutgoingMail.objects.count() == 2 + 4 * 2 + 3


def test_a_submission_stops_the_ladder_and_a_refusal_starts_it_again(unit: Unit, writer: User) -> None:
    assert send_due_reminders(now=at(3)) == 1
    submission = factories.an_article(unit=unit, writer=writer, state=State.IN_REVIEW, at=at(5))
    assert [send_due_reminders(now=at(day)) for day in (6, 9, 11, 13)] == [0, 0, 0, 0]
    factories.actions.reject(
        submission_id=submission.pk, actor=submission.claimed_by, reason="Đã đăng rồi.", now=at(13, 10)
    )
    assert send_due_reminders(now=at(13, 11)) == 1


def test_who_owes_nothing_is_not_reminded(unit: Unit, writer: User) -> None:
    exempt, closed, free, later = (factories.a_unit() for _number in range(4))
    for each in (exempt, closed, free, later):
        factories.a_writer(each)
    actions.grant_exemption(unit=exempt, month=NOVEMBER, document="12/SYT", actor=factories.a_desk_editor())
    Unit.objects.filter(pk=closed.pk).update(valid_to=date(2026, 11, 2))
    Unit.objects.filter(pk=later.pk).update(valid_from=date(2026, 11, 20))
    Rule.objects.create(
        code="unit.monthly_quota", scope=free.code, value="0", source="QĐ", effective_from=date(2026, 1, 1)
    )

    assert send_due_reminders(now=at(3)) == 1
    assert Reminder.objects.get().unit == unit


def test_a_returned_article_is_reminded_of_in_its_own_words_until_it_comes_again(unit: Unit, writer: User) -> None:
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, at=at(2))
    OutgoingMail.objects.all().delete()

    assert send_due_reminders(now=at(3)) == 1
    reminder = Reminder.objects.get()
    mail = OutgoingMail.objects.get()
    assert reminder.about == ReminderAbout.RETURNED
    assert submission.page.draft_title in mail.text
    assert f"/quan-tri/bai/{submission.page_id}/soat/" in mail.text
    assert submission.page.draft_title in mail.html

    factories.actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True, now=at(4))
    assert send_due_reminders(now=at(6)) == 0


def test_a_draft_that_was_not_sent_is_named_and_linked_and_odd_titles_stay_text(unit: Unit, writer: User) -> None:
    title = '"><img src=x onerror=alert(1)> {{7*7}} & Một cửa'
    draft = factories.an_article(unit=unit, writer=writer, title=title, at=at(1))

    send_due_reminders(now=at(9))
    mail = OutgoingMail.objects.get()
    assert Reminder.objects.get().about == ReminderAbout.DRAFT
    assert title in mail.text
    assert "<img" not in mail.html
    assert "{{7*7}}" in mail.html
    assert f"/quan-tri/bai/{draft.page_id}/soat/" in mail.html
    assert "/quan-tri/don-vi/BVTHU/" in mail.html
    assert "10/11" in mail.subject
    assert "11/2026" in mail.subject
    assert "10/11" in mail.text


def test_an_outage_is_made_up_for_by_one_reminder_and_none_after_the_month(unit: Unit, writer: User) -> None:
    assert send_due_reminders(now=at(9)) == 1, "the steps of the 3rd and the 6th are not sent any more"
    assert Reminder.objects.get().step == -1
    assert send_due_reminders(now=at(10)) == 0
    assert send_due_reminders(now=at(19)) == 1
    assert send_due_reminders(now=at(20)) == 0
    assert send_due_reminders(now=datetime(2026, 12, 1, 9, tzinfo=ZONE)) == 0


def test_on_a_weekend_a_holiday_and_at_night_nothing_leaves(unit: Unit, writer: User) -> None:
    for now in (at(7), at(8), at(3, 7, 59), at(3, 17), datetime(2026, 2, 17, 9, tzinfo=ZONE)):
        assert send_due_reminders(now=now) == 0
    assert remind_units() in (0, 1), "the clock's own task runs"


def test_a_unit_without_accounts_leaves_a_row_that_tells_the_desk(unit: Unit) -> None:
    assert send_due_reminders(now=at(3)) == 1
    assert Reminder.objects.get().recipients.count() == 0


def test_a_rule_that_cannot_be_read_reminds_nobody_and_breaks_nothing(
    unit: Unit, writer: User, signed_in, caplog: pytest.LogCaptureFixture
) -> None:
    Rule.objects.filter(code="duty.reminder_days_before").update(value="bảy ngày")
    assert send_due_reminders(now=at(3)) == 0
    assert "can't be read" in caplog.text
    answer = signed_in(factories.a_desk_editor()).get("/quan-tri/nhac-viec/2026-11/")
    assert answer.status_code == 200
    assert "bảy ngày" in answer.content.decode()


def test_the_desk_reminds_by_hand_once_a_day_and_the_ladder_keeps_quiet_that_day(
    unit: Unit, writer: User, head: User
) -> None:
    desk = factories.a_desk_editor()
    result = actions.remind_by_hand(
        unit_ids=[unit.pk], month=NOVEMBER, actor=desk, note="Số tới\x00 dành cho \u202eđơn vị.", now=at(6, 8)
    )
    assert told(result.reminders[0]) == {writer.email, head.email}
    assert "Số tới dành cho đơn vị." in OutgoingMail.objects.first().text
    assert send_due_reminders(now=at(6, 9)) == 0

    again = actions.remind_by_hand(unit_ids=None, month=NOVEMBER, actor=desk, now=at(6, 15))
    assert again.reminders == []
    assert again.already == [unit]
    assert Reminder.objects.get().sent_by == desk

    assert send_due_reminders(now=at(9)) == 1
    assert Reminder.objects.count() == 2


def test_who_may_not_or_has_no_cause_reminds_nobody(unit: Unit, writer: User) -> None:
    desk = factories.a_desk_editor()
    hand = actions.remind_by_hand
    for person in (factories.an_editor(), factories.an_officer(), writer, factories.a_board_member()):
        with pytest.raises(NotAllowed):
            hand(unit_ids=None, month=NOVEMBER, actor=person, now=at(3))
        with pytest.raises(NotAllowed):
            actions.grant_exemption(unit=unit, month=NOVEMBER, document="1", actor=person)
        with pytest.raises(NotAllowed):
            actions.take_back_exemption(unit=unit, month=NOVEMBER, actor=person)
    with pytest.raises(DutyRefused):
        hand(unit_ids=None, month=NOVEMBER, actor=desk, note="x" * 1001, now=at(3))
    with pytest.raises(DutyRefused):
        hand(unit_ids=None, month=Month(2026, 10), actor=desk, now=at(3))
    factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, at=at(2))
    with pytest.raises(NothingOwed):
        hand(unit_ids=[unit.pk], month=NOVEMBER, actor=desk, now=at(3))
    assert not Reminder.objects.exists()


def test_an_exemption_needs_its_document_is_entered_once_and_can_be_taken_back(unit: Unit, writer: User) -> None:
    desk = factories.a_desk_editor()
    enter = actions.grant_exemption
    for document in ("", "  \u200b", "x" * 121):
        with pytest.raises(DutyRefused):
            enter(unit=unit, month=NOVEMBER, document=document, actor=desk)
    found = enter(unit=unit, month=NOVEMBER, document=" 12/SYT-TCHC ", actor=desk, reason="Sáp nhập", now=at(2))
    assert (found.document, found.granted_by, found.granted_at) == ("12/SYT-TCHC", desk, at(2))
    with pytest.raises(ExemptionExists):
        enter(unit=unit, month=NOVEMBER, document="13", actor=desk)
    assert send_due_reminders(now=at(3)) == 0
    actions.take_back_exemption(unit=unit, month=NOVEMBER, actor=desk)
    assert not Exemption.objects.exists()
    assert send_due_reminders(now=at(3)) == 1


def test_the_database_itself_keeps_one_reminder_a_step_and_one_a_day(unit: Unit, writer: User) -> None:
    send_due_reminders(now=at(3))
    first = Reminder.objects.get()
    same = {name: getattr(first, name) for name in ("unit", "period", "step", "level", "kind", "about", "sent_at")}
    for changes in ({"day": first.day + timedelta(days=1)}, {"day": first.day, "step": -3}, {"step": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(**{**same, "day": date(2026, 11, 5), **changes})
