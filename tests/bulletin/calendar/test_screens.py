"""The calendar's screens: per role and per unit, with and without a script, and with bad input."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.calendar.models import CalendarFeed, PlannedPiece
from bulletin.issues import actions as issues
from cms.website.models import Topic
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.calendar.pieces import a_piece, a_scheduled_issue
from tests.bulletin.issues.test_actions import an_approved_issue

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLANNERS = (factories.an_editor, factories.a_desk_editor, factories.a_board_member, factories.an_administrator)


def piece_addresses(piece: PlannedPiece) -> list[str]:
    names = ("calendar_piece", "calendar_link_piece", "calendar_drop_piece", "calendar_move_piece")
    return [reverse(name, args=[piece.pk]) for name in names]


@pytest.mark.parametrize("person", PLANNERS)
def test_planners_plan_see_and_change(client: Client, person) -> None:
    client.force_login(person())
    piece = a_piece(working_title="Một ngày ở khoa khám")
    month = client.get(reverse("calendar_month"), {"thang": "2026-11"}).content.decode()
    assert "Một ngày ở khoa khám" in month
    assert 'id="cal-move"' in month
    assert client.get(reverse("calendar_new_piece")).status_code == 200
    assert client.get(reverse("calendar_piece", args=[piece.pk])).status_code == 200
    assert client.get(reverse("calendar_move_piece", args=[piece.pk])).status_code == 200


def test_a_unit_reads_its_own_pieces_and_changes_none(client: Client) -> None:
    unit = factories.a_unit()
    own, other, newsroom = a_piece(unit=unit, note="Nhớ hỏi bệnh nhân"), a_piece(unit=factories.a_unit()), a_piece()
    for person in (factories.a_writer(unit), factories.a_head(unit)):
        client.force_login(person)
        page = client.get(reverse("calendar_piece", args=[own.pk]))
        assert page.status_code == 200
        assert "Nhớ hỏi bệnh nhân" in page.content.decode()
        assert b"<textarea" not in page.content
        for address in piece_addresses(own):
            assert client.post(address, {"version": 1, "day": "3/11/2026"}).status_code == 404
        for piece in (other, newsroom):
            for address in piece_addresses(piece):
                assert client.get(address).status_code in {404, 405}
                assert client.post(address, {"version": 1, "day": "3/11/2026"}).status_code == 404
        assert client.get(reverse("calendar_new_piece")).status_code == 404
    assert {piece.version for piece in PlannedPiece.objects.all()} == {1}


def test_the_officer_and_strangers_reach_no_piece(client: Client) -> None:
    piece = a_piece()
    client.force_login(factories.an_officer())
    assert client.get(reverse("calendar_month")).status_code == 200
    assert {client.get(address).status_code for address in piece_addresses(piece)} <= {404, 405}
    client.force_login(factories.a_person())
    assert client.get(reverse("calendar_month")).status_code in {302, 404}
    client.logout()
    assert client.get(reverse("calendar_month")).status_code == 302


def test_an_issue_that_is_not_out_has_no_address_for_units(client: Client) -> None:
    unit = factories.a_unit()
    issue = a_scheduled_issue(timezone.now() + timedelta(days=3), now=timezone.now())
    client.force_login(factories.a_head(unit))
    for name in ("calendar_issue", "calendar_move_issue"):
        assert client.get(reverse(name, args=[issue.pk])).status_code == 404
    assert client.post(reverse("calendar_move_issue", args=[issue.pk]), {"day": "30/12/2026"}).status_code == 404
    out = an_approved_issue()
    issues.publish(issue_id=out.pk, actor=factories.a_desk_editor())
    assert client.get(reverse("calendar_issue", args=[out.pk])).status_code == 302


def test_a_piece_is_planned_changed_linked_and_dropped_by_the_forms(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    unit = factories.a_unit()
    typed = {
        "working_title": "Bớt một lần xếp hàng", "topic": Topic.objects.get(code="T04").pk, "unit": unit.pk,
        "day": "20/11/2026", "month": "", "note": "",
    }  # fmt: skip
    assert client.post(reverse("calendar_new_piece"), typed).status_code == 302
    piece = PlannedPiece.objects.get()
    assert (piece.day, piece.unit) == (date(2026, 11, 20), unit)
    address = reverse("calendar_piece", args=[piece.pk])
    assert client.post(address, {**typed, "day": "", "month": "12/2026", "version": 1}).status_code == 302
    piece.refresh_from_db()
    assert (piece.day, piece.period) == (None, date(2026, 12, 1))
    assert client.post(address, {**typed, "version": 1}).status_code == 409
    article = factories.an_article(unit=unit, state=State.SUBMITTED, at=datetime(2026, 12, 2, 9, tzinfo=ZONE))
    link = reverse("calendar_link_piece", args=[piece.pk])
    assert client.post(link, {"article": article.pk, "version": 2}).status_code == 302
    assert client.post(reverse("calendar_drop_piece", args=[piece.pk]), {"version": 3}).status_code == 409
    assert client.post(link, {"article": "", "version": 3}).status_code == 302
    assert client.post(reverse("calendar_drop_piece", args=[piece.pk]), {"version": 4}).status_code == 302
    assert client.get(address).status_code == 404


def test_a_drag_sends_what_the_form_sends_and_meets_the_same_checks(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    piece = a_piece()
    address = reverse("calendar_move_piece", args=[piece.pk])
    assert client.post(address, {"day": "2026-12-01", "version": "1"}).status_code == 302
    piece.refresh_from_db()
    assert piece.day == date(2026, 12, 1)
    assert client.post(address, {"day": "2026-12-02", "version": "1"}).status_code == 409
    issue = a_scheduled_issue(timezone.now() + timedelta(days=3), now=timezone.now())
    move = reverse("calendar_move_issue", args=[issue.pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    assert client.post(move, {"day": yesterday.isoformat()}).status_code == 409
    tomorrow = timezone.localdate() + timedelta(days=2)
    assert client.post(move, {"day": tomorrow.isoformat(), "version": "0"}).status_code == 302
    issue.refresh_from_db()
    assert timezone.localtime(issue.scheduled_at).date() == tomorrow
    client.force_login(factories.an_editor())
    assert client.post(move, {"day": tomorrow.isoformat()}).status_code == 404


@pytest.mark.parametrize("day", ["", "31/02/2026", "x", "20/11/0026", "20/11/9999", "2026-13-01", "1" * 5_000, "\x00"])
def test_an_odd_day_moves_nothing(client: Client, day: str) -> None:
    client.force_login(factories.a_desk_editor())
    piece = a_piece()
    answer = client.post(reverse("calendar_move_piece", args=[piece.pk]), {"day": day, "version": "1"})
    assert answer.status_code == 422
    piece.refresh_from_db()
    assert piece.version == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"working_title": ""}, {"working_title": "x" * 201}, {"topic": "999999"}, {"topic": "x"}, {"unit": "-1"},
        {"day": "20/11/2026", "month": "02/2030"}, {"day": "", "month": ""}, {"day": "", "month": "13/2026"}, {"day": "", "month": "2026"}, {"person": "0"},
        {"audience": "everybody"}, {"genre": "song"}, {"note": "x" * 2_001},
    ],
)  # fmt: skip
def test_an_odd_piece_is_refused_and_what_was_typed_stays(client: Client, odd: dict[str, str]) -> None:
    client.force_login(factories.a_desk_editor())
    typed = {
        "working_title": "Tên tạm", "topic": Topic.objects.get(code="T04").pk, "day": "20/11/2026", "month": "11/2026",
    }  # fmt: skip
    answer = client.post(reverse("calendar_new_piece"), {**typed, **odd})
    assert answer.status_code == 422
    assert not PlannedPiece.objects.exists()
    if "working_title" not in odd:
        assert "Tên tạm" in answer.content.decode()


@pytest.mark.parametrize("query", [
    {"thang": "9999-12"}, {"thang": "0001-01"}, {"thang": "x"}, {"loai": ["x", "piece"]}, {"don-vi": "x" * 9_000},
    {"xem": "ds", "thang": "2026-02"}, {"chu-de": "x"},
])  # fmt: skip
def test_odd_questions_are_answered(client: Client, query: dict[str, object]) -> None:
    client.force_login(factories.a_desk_editor())
    assert client.get(reverse("calendar_month"), query).status_code == 200
    assert client.get(reverse("calendar_new_piece"), {"chu-de": "x", "doi-tuong": "x", "ngay": "x"}).status_code == 200


def test_text_is_shown_as_text(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    a_piece(working_title="<script>alert(1)</script>", note="<b>x</b>")
    for query in ({"thang": "2026-11"}, {"thang": "2026-11", "xem": "ds"}):
        assert b"<script>alert(1)" not in client.get(reverse("calendar_month"), query).content


def test_the_month_asks_the_same_number_of_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(factories.a_desk_editor())
    for day in range(1, 9):
        a_piece(unit=factories.a_unit(), day=date(2026, 11, day))
    for day in (10, 12):
        a_scheduled_issue(datetime(2026, 11, day, 8, tzinfo=ZONE))
    for query in ({"thang": "2026-11"}, {"thang": "2026-11", "xem": "ds"}):
        client.get(reverse("calendar_month"), query)
        with django_assert_max_num_queries(30):
            client.get(reverse("calendar_month"), query)


def test_the_address_is_shown_once_and_taken_back(client: Client) -> None:
    user = factories.a_desk_editor()
    client.force_login(user)
    address = reverse("calendar_subscribe")
    assert b".ics" not in client.get(address).content
    page = client.post(address, {"make": "1"}).content.decode()
    token = page.split("/lich/")[-1].split(".ics")[0] if ".ics" in page else ""
    assert client.get(reverse("calendar_feed", args=[token])).status_code == 200
    assert token not in client.get(address).content.decode()
    client.post(address, {"revoke": "1"})
    assert not CalendarFeed.objects.exists()
    assert client.get(reverse("calendar_feed", args=[token])).status_code == 404
