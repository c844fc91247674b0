"""The desk's list of reminders, reminding by hand from it and from the board, and exemptions: who sees what."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.mail import send_waiting
from cms.core.models import OutgoingMail
from cms.core.periods import Month, local_day
from submissions.articles.enums import State
from submissions.duty.enums import ReminderAbout, ReminderKind, ReminderLevel
from submissions.duty.models import Exemption, Reminder
from submissions.duty.reminder_list import Look, reminder_list
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@shared
def unit(house: object) -> Unit:
    return factories.a_unit(code="BVTHU", name="Bệnh viện Thử <b>", short_name="BV Thử")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


def month() -> Month:
    return Month.of(timezone.now())


def here(*, exempt: str = "") -> str:
    return f"/quan-tri/nhac-viec/{month()}/" + (f"mien/{exempt}/" if exempt else "")


def test_the_desk_reminds_from_the_list_and_sees_to_whom_it_went(unit: Unit, writer: User, signed_in) -> None:
    desk = signed_in(factories.a_desk_editor(name="Trần Thư Ký"))
    page = unescape(desk.get(here()).content.decode())
    assert "Bệnh viện Thử <b>" in page
    assert "Bệnh viện Thử <b>" not in desk.get(here()).content.decode()
    assert desk.get("/quan-tri/nhac-viec/").url == here()

    refused = desk.post(here(), {"note": "Không chọn ai"})
    assert refused.status_code == 422
    assert "Không chọn ai" in refused.content.decode(), "what was typed is still there"
    assert desk.post(here(), {"unit": ["BVTHU"], "note": "x" * 1001}).status_code == 422
    assert not Reminder.objects.exists()

    answer = desk.post(here(), {"unit": ["BVTHU", "KHONG-CO"], "note": "Mong anh/chị gửi sớm."}, follow=True)
    assert answer.status_code == 200
    send_waiting()
    page = desk.get(here()).content.decode()
    assert writer.full_name in page
    assert "Trần Thư Ký" in page
    assert "Mong anh/chị gửi sớm." in page
    assert 'value="BVTHU"' not in page, "who was reminded today can't be chosen again"
    assert desk.post(here(), {"all": "1"}).status_code == 302
    assert Reminder.objects.count() == 1


def test_the_board_reminds_all_that_are_silent_with_one_form(unit: Unit, writer: User, signed_in) -> None:
    other = factories.a_unit()
    factories.an_article(unit=other, state=State.SUBMITTED)
    page = signed_in(factories.a_desk_editor()).get("/quan-tri/bang-thang/").content.decode()
    assert 'id="remind-all-now"' in page
    assert f'action="{here()}"' in page
    looking = signed_in(factories.a_board_member()).get("/quan-tri/bang-thang/").content.decode()
    assert 'id="remind-all-now"' not in looking
    assert here() in looking

    signed_in(factories.a_desk_editor()).post(here(), {"all": "1"})
    assert [each.unit for each in Reminder.objects.all()] == [unit]


def test_for_units_the_list_does_not_exist_and_only_the_desk_acts(unit: Unit, writer: User, signed_in) -> None:
    for person in (writer, factories.a_head(unit)):
        client = signed_in(person)
        for address in (here(), "/quan-tri/nhac-viec/", here(exempt="BVTHU")):
            assert client.get(address).status_code == 404
            assert client.post(address, {"all": "1", "document": "1"}).status_code in {404, 405}
    for person in (factories.an_editor(), factories.a_board_member(), factories.an_officer()):
        client = signed_in(person)
        assert client.get(here()).status_code == 200
        assert client.get(here(exempt="BVTHU")).status_code == 404
        assert client.post(here(), {"all": "1"}).status_code == 409
        assert client.post(here(exempt="BVTHU"), {"document": "1"}).status_code == 404
    assert not Reminder.objects.exists()
    assert not Exemption.objects.exists()


def test_an_exemption_is_entered_with_its_document_and_taken_back(unit: Unit, writer: User, signed_in) -> None:
    desk = signed_in(factories.a_desk_editor())
    assert desk.get(here(exempt="KHONG")).status_code == 404
    assert desk.get("/quan-tri/nhac-viec/2026-13/").status_code == 404
    assert desk.get("/quan-tri/nhac-viec/0000-01/").status_code == 404
    refused = desk.post(here(exempt="BVTHU"), {"document": " ", "reason": "Sáp nhập"})
    assert refused.status_code == 422
    assert "Sáp nhập" in refused.content.decode()

    assert desk.post(here(exempt="BVTHU"), {"document": "12/SYT-TCHC"}).url == here()
    assert "12/SYT-TCHC" in desk.get(here()).content.decode()
    assert "12/SYT-TCHC" in desk.get(here(exempt="BVTHU")).content.decode()
    assert desk.post(here(exempt="BVTHU"), {"document": "13"}).status_code == 409
    desk.post(here(exempt="BVTHU"), {"take_back": "1"})
    assert not Exemption.objects.exists()


def test_other_months_can_be_looked_at_but_not_reminded_of(unit: Unit, writer: User, signed_in) -> None:
    desk = signed_in(factories.a_desk_editor())
    for address in (f"/quan-tri/nhac-viec/{month().previous()}/", f"/quan-tri/nhac-viec/{month().next()}/"):
        assert desk.get(address).status_code == 200
        assert desk.post(address, {"all": "1"}).status_code == 409
    assert not Reminder.objects.exists()


def test_a_failed_mail_stands_out_and_a_unit_without_people_too(unit: Unit, writer: User, signed_in) -> None:
    lonely = factories.a_unit()
    desk = signed_in(factories.a_desk_editor())
    desk.post(here(), {"all": "1"})
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED, last_error="550 no such user")
    found = {row.unit.code: row for row in reminder_list(month(), now=timezone.now()).rows}
    assert found["BVTHU"].history[0][1] == Look.FAILED
    assert found[lonely.code].history[0][1] == Look.NOBODY
    assert "550 no such user" in desk.get(here()).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_ten_units_as_for_one(unit: Unit, signed_in) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            each = factories.a_unit()
            writer = factories.a_writer(each)
            factories.an_article(unit=each, writer=writer)
            today = local_day(timezone.now())
            reminder = Reminder.objects.create(
                unit=each, period=month().first_day, step=-7, level=ReminderLevel.WRITERS, kind=ReminderKind.BEFORE,
                about=ReminderAbout.DRAFT, day=today - timedelta(days=1), sent_at=timezone.now() - timedelta(days=1),
            )  # fmt: skip
            reminder.recipients.create(person=writer)

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            reminder_list(month(), now=timezone.now())
        return len(captured)

    fill(1)
    few = questions()
    fill(9)
    assert questions() == few
