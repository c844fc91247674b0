"""The address that calendar programs read: secret, void in time, and right to the second for parsers that are not ours."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.contrib.auth.models import Group
from django.urls import reverse

from bulletin.calendar import feeds
from bulletin.calendar.ics import calendar_of
from bulletin.calendar.models import CalendarFeed
from cms.accounts.models import User
from cms.accounts.roles import Role
from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from tests import factories
from tests.bulletin.calendar.pieces import a_piece, a_scheduled_issue
from tests.submissions.moderation.races import at_once

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 15, 9, tzinfo=ZONE)


def parsed(user: User, now: datetime = NOW) -> dict[str, vobject.base.Component]:
    """The events by their identifier, read by a parser of another house."""
    text = calendar_of(User.objects.get(pk=user.pk), now=now).decode()
    calendar = vobject.readOne(text)
    return {event.uid.value: event for event in calendar.vevent_list}


def only(user: User, kind: str, now: datetime = NOW) -> vobject.base.Component:
    (event,) = [event for key, event in parsed(user, now).items() if key.startswith(f"{kind}-")]
    return event


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE),
        datetime(2026, 12, 1, 0, 0, 0, tzinfo=ZONE),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZONE),
        datetime(2027, 1, 1, 0, 0, 0, tzinfo=ZONE),
        datetime(2027, 2, 28, 23, 59, 59, tzinfo=ZONE),
        datetime(2027, 3, 28, 2, 30, 0, tzinfo=ZONE),  # when clocks change elsewhere
    ],
)
def test_a_moment_is_the_same_moment_and_the_same_local_day_for_another_parser(at: datetime) -> None:
    a_scheduled_issue(at)
    start = only(factories.a_desk_editor(), "issue").dtstart.value
    assert start == at
    assert start.astimezone(ZONE).date() == at.date()
    assert start.utcoffset() == timedelta(hours=7)


def test_the_cut_off_is_the_last_second_of_its_day_every_month_of_the_year() -> None:
    events = parsed(factories.a_desk_editor())
    starts = sorted(event.dtstart.value for key, event in events.items() if key.startswith("cut-off-"))
    assert len(starts) == 15, "two months back, this one, and a year ahead"
    assert {(start.astimezone(ZONE).day, start.astimezone(ZONE).time().isoformat()) for start in starts} == {
        (10, "23:59:59")
    }


@pytest.mark.parametrize(
    ("day", "end"),
    [(date(2026, 11, 30), date(2026, 12, 1)), (date(2026, 12, 31), date(2027, 1, 1)), (date(2027, 2, 28), date(2027, 3, 1))],
)  # fmt: skip
def test_an_event_of_a_whole_day_is_a_date_and_ends_on_the_day_after(day: date, end: date) -> None:
    a_piece(day=day)
    event = only(factories.a_desk_editor(), "piece")
    assert (event.dtstart.value, event.dtend.value) == (day, end)
    assert not isinstance(event.dtstart.value, datetime)


def test_a_piece_without_a_day_spans_its_month() -> None:
    a_piece(day=None, period=date(2027, 2, 1))
    event = only(factories.a_desk_editor(), "piece")
    assert (event.dtstart.value, event.dtend.value) == (date(2027, 2, 1), date(2027, 3, 1))


def test_words_with_commas_line_ends_and_long_vietnamese_come_through_whole() -> None:
    title = "Bài; có, phẩy \\ và “ngoặc”: " + "đường dây nóng ngành y tế " * 5
    a_piece(working_title=title)
    assert only(factories.a_desk_editor(), "piece").summary.value.endswith(title.strip())
    raw = calendar_of(factories.a_desk_editor(), now=NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_a_title_that_says_its_kind_does_not_say_it_twice() -> None:
    a_piece(working_title="Bài của tháng")
    said = {event.summary.value for event in parsed(factories.a_desk_editor()).values()}
    assert "Bài dự kiến: Bài của tháng" in said
    assert any(words.startswith("Hạn gửi bài tháng") for words in said)


def test_identifiers_are_unique_and_lasting() -> None:
    piece = a_piece()
    desk = factories.a_desk_editor()
    before = set(parsed(desk))
    piece.working_title = "Khác"
    piece.save()
    assert set(parsed(desk)) == before


def test_a_feed_holds_what_its_owner_may_see_and_nothing_of_another_unit() -> None:
    unit, other = factories.a_unit(), factories.a_unit()
    a_piece(unit=unit, working_title="Bài của đơn vị mình")
    a_piece(unit=other, working_title="Bài của đơn vị khác")
    a_piece(working_title="Bài của tòa soạn")
    said = calendar_of(User.objects.get(pk=factories.a_writer(unit).pk), now=NOW).decode()
    assert [text in said.replace("\r\n ", "") for text in ("đơn vị mình", "đơn vị khác", "tòa soạn")] == [
        True,
        False,
        False,
    ]
    officers = calendar_of(User.objects.get(pk=factories.an_officer().pk), now=NOW).decode()
    assert "piece-" not in officers
    assert "report-2026-11" in officers


def read(client: Client, token: str) -> int:
    return int(client.get(reverse("calendar_feed", args=[token])).status_code)


def test_a_token_opens_without_signing_in_and_is_kept_as_a_hash_only(client: Client) -> None:
    user = factories.a_desk_editor()
    token = feeds.make_token(user=user)
    answer = client.get(reverse("calendar_feed", args=[token]))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    row = CalendarFeed.objects.get()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(CalendarFeed.objects.values().get())
    assert row.last_read_at is not None


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5_000, "%00", "..", "đ" * 43, "' OR 1=1 --"])
def test_any_other_address_is_not_found(client: Client, token: str) -> None:
    feeds.make_token(user=factories.a_desk_editor())
    assert client.get(f"/lich/{token}.ics").status_code == 404


def test_tokens_are_long_and_never_the_same() -> None:
    user = factories.a_desk_editor()
    made = {feeds.make_token(user=user) for _ in range(20)}
    assert len(made) == 20
    assert {len(token) for token in made} == {43}


def test_a_new_token_ends_the_old_one_and_taking_it_back_ends_all(client: Client) -> None:
    user = factories.a_desk_editor()
    old, new = feeds.make_token(user=user), feeds.make_token(user=user)
    assert (read(client, old), read(client, new)) == (404, 200)
    assert feeds.revoke(user=user)
    assert read(client, new) == 404
    assert not feeds.revoke(user=user)


def new_password(user: User) -> None:
    user.set_password("mat-khau-moi-cua-bai-thu")
    user.save()


def new_role(user: User) -> None:
    user.groups.add(Group.objects.get(name=Role.BOARD.value))


def no_roles(user: User) -> None:
    user.groups.clear()


def closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def into_a_unit(user: User) -> None:
    add_member(unit=factories.a_unit(), user=user, role=UnitRole.WRITER)


@pytest.mark.parametrize("change", [new_password, new_role, no_roles, closed, into_a_unit])
def test_the_address_is_void_once_the_password_or_a_role_changes(client: Client, change) -> None:
    user = factories.a_desk_editor()
    token = feeds.make_token(user=user)
    change(user)
    assert read(client, token) == 404


def test_whoever_leaves_a_unit_has_no_feed_of_it(client: Client) -> None:
    writer = factories.a_writer(factories.a_unit())
    token = feeds.make_token(user=writer)
    assert read(client, token) == 200
    writer.memberships.all().delete()
    assert read(client, token) == 404


def test_the_feed_asks_the_same_number_of_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    token = feeds.make_token(user=factories.a_desk_editor())
    for day in (3, 4, 5):
        a_piece(unit=factories.a_unit(), day=date(2026, 11, day))
    read(client, token)
    with django_assert_max_num_queries(12):
        assert read(client, token) == 200


@pytest.mark.django_db(transaction=True)
def test_two_new_addresses_at_once_leave_one(client: Client) -> None:
    user = factories.a_desk_editor()
    made: list[str] = []
    refusals = at_once(*[partial(lambda: made.append(feeds.make_token(user=user)))] * 2)
    assert refusals == [None, None]
    assert CalendarFeed.objects.count() == 1
    assert sorted(read(client, token) for token in made) == [200, 404]
