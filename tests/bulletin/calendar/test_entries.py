"""Who sees what in the calendar, on which day it stands, and how much is asked of the database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.calendar.entries import entries
from bulletin.calendar.enums import EntryKind
from bulletin.calendar.month import days, shown_days, weeks
from bulletin.issues import actions as issues
from cms.accounts.models import User
from cms.core.models import Rule
from cms.core.periods import Month
from submissions.articles.enums import State
from submissions.articles.models import Submission
from tests import factories
from tests.bulletin.calendar.pieces import a_piece, a_scheduled_issue
from tests.bulletin.issues.test_actions import an_approved_issue, an_issue_before_the_board
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from bulletin.calendar.entries import Entry
    from submissions.units.models import Unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
K = EntryKind

in_database = pytest.mark.django_db


def seen(user: User, **narrow: object) -> list[Entry]:
    # As a request would find the person: what is kept on the object is read once.
    fresh = User.objects.get(pk=user.pk)
    return entries(fresh, **{"first": FIRST, "last": LAST, **narrow})


def kinds(user: User) -> set[EntryKind]:
    return {entry.kind for entry in seen(user)}


@shared
def november(db: None) -> Unit:
    """A unit with a piece and a returned article that is due; a piece of the newsroom; issues at every stage."""
    unit = factories.a_unit()
    a_piece(unit=unit, working_title="Bài của đơn vị")
    a_piece(working_title="Bài của tòa soạn")
    returned = factories.an_article(unit=unit, state=State.RETURNED, title="Bài phải sửa")
    in_review = factories.an_article(unit=unit, state=State.IN_REVIEW, title="Bài đang duyệt")
    due = datetime(2026, 11, 12, 9, tzinfo=ZONE)
    Submission.objects.filter(pk__in=[returned.pk, in_review.pk]).update(due_at=due)
    timed = factories.an_article(unit=unit, state=State.SCHEDULED, title="Bài hẹn giờ")
    Submission.objects.filter(pk=timed.pk).update(scheduled_at=datetime(2026, 11, 20, 23, 59, tzinfo=ZONE))
    a_scheduled_issue(datetime(2026, 11, 25, 8, tzinfo=ZONE))
    issue = an_approved_issue()
    issues.publish(issue_id=issue.pk, actor=factories.a_desk_editor(), now=datetime(2026, 11, 4, 9, tzinfo=ZONE))
    an_issue_before_the_board()
    return unit


@pytest.mark.parametrize(
    "person",
    [factories.an_editor, factories.a_desk_editor, factories.a_board_member, factories.an_administrator],
)
def test_the_newsroom_and_the_administrator_see_all(november: Unit, person: Callable[[], User]) -> None:
    found = seen(person())
    assert {entry.kind for entry in found} == set(K)
    titles = {entry.title for entry in found}
    assert {"Bài của đơn vị", "Bài của tòa soạn", "Bài phải sửa", "Bài đang duyệt", "Bài hẹn giờ"} <= titles
    assert len([entry for entry in found if entry.kind == K.ISSUE]) == 3


def test_the_officer_sees_issues_and_reports(november: Unit) -> None:
    found = seen(factories.an_officer())
    assert {entry.kind for entry in found} == {K.ISSUE, K.REPORT, K.HOLIDAY}
    assert len([entry for entry in found if entry.kind == K.ISSUE]) == 2, "what is set and what is out"


@pytest.mark.parametrize("person", [factories.a_writer, factories.a_head])
def test_a_unit_sees_its_own_dates_and_pieces_and_issues_that_are_out(
    november: Unit, person: Callable[[Unit], User]
) -> None:
    found = seen(person(november))
    assert {entry.kind for entry in found} == {K.CUT_OFF, K.DUE, K.PIECE, K.ARTICLE, K.ISSUE, K.HOLIDAY}
    by_kind = {kind: [entry.title for entry in found if entry.kind == kind] for kind in K}
    assert by_kind[K.DUE] == ["Bài phải sửa"]
    assert by_kind[K.PIECE] == ["Bài của đơn vị"]
    assert [(entry.title, entry.day) for entry in found if entry.kind == K.ARTICLE] == [
        ("Bài hẹn giờ", date(2026, 11, 20))
    ]
    assert len(by_kind[K.ISSUE]) == 1
    assert not any(entry.move_url for entry in found)


@pytest.mark.parametrize("person", [factories.a_writer, factories.a_head])
def test_another_unit_sees_nothing_of_it(november: Unit, person: Callable[[Unit], User]) -> None:
    found = seen(person(factories.a_unit()))
    assert {entry.kind for entry in found} == {K.CUT_OFF, K.ISSUE, K.HOLIDAY}


@in_database
def test_somebody_without_a_part_and_a_closed_account_see_holidays_and_what_is_out_only(november: Unit) -> None:
    assert kinds(factories.a_person()) == {K.HOLIDAY, K.ISSUE}
    head = factories.a_head(november)
    head.is_active = False
    head.save()
    assert K.PIECE not in kinds(head)


def test_whoever_leaves_a_unit_leaves_its_calendar(november: Unit) -> None:
    writer = factories.a_writer(november)
    assert K.PIECE in kinds(writer)
    writer.memberships.all().delete()
    assert K.PIECE not in kinds(writer)


def test_kinds_and_units_narrow_the_list(november: Unit) -> None:
    desk = factories.a_desk_editor()
    assert {entry.kind for entry in seen(desk, kinds=frozenset({"piece"}))} == {K.PIECE}
    other = factories.a_unit()
    titles = {entry.title for entry in seen(desk, unit=other.code)}
    assert "Bài của đơn vị" not in titles
    assert "Bài của tòa soạn" in titles, "what is nobody's concerns everybody"


@in_database
def test_the_cut_off_stands_on_its_day_and_the_report_on_the_last_day_before_the_20th() -> None:
    found = {entry.kind: entry for entry in seen(factories.a_desk_editor())}
    assert found[K.CUT_OFF].at == datetime(2026, 11, 10, 23, 59, 59, tzinfo=ZONE)
    assert found[K.REPORT].day == date(2026, 11, 19)
    Rule.objects.filter(code="report.due_before_day").update(value="1")
    assert next(entry for entry in seen(factories.a_desk_editor()) if entry.kind == K.REPORT).day == date(2026, 11, 30)


@in_database
@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 12, 1, 0, 0, 0, tzinfo=ZONE), date(2026, 12, 1)),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=ZoneInfo("UTC")), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 16, 59, 59, tzinfo=ZoneInfo("UTC")), date(2026, 12, 31)),
    ],
)
def test_an_issue_stands_on_the_vietnamese_day_of_its_moment(at: datetime, day: date) -> None:
    a_scheduled_issue(at)
    desk = User.objects.get(pk=factories.a_desk_editor().pk)
    for first, is_there in ((day, True), (day - timedelta(days=1), False), (day + timedelta(days=1), False)):
        found = [entry for entry in entries(desk, first=first, last=first) if entry.kind == K.ISSUE and entry.at]
        assert bool(found) is is_there
        assert all(entry.day == day for entry in found)


@in_database
def test_more_units_pieces_and_issues_ask_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    factories.house()
    desk = User.objects.get(pk=factories.a_desk_editor().pk)

    def ask() -> list[Entry]:
        return entries(User.objects.get(pk=desk.pk), first=FIRST, last=LAST)

    a_piece(unit=factories.a_unit())
    a_scheduled_issue(datetime(2026, 11, 25, 8, tzinfo=ZONE))
    with django_assert_num_queries(9):
        before = ask()
    for day in (2, 3, 4):
        a_piece(unit=factories.a_unit(), day=date(2026, 11, day), person=factories.an_editor())
        a_scheduled_issue(datetime(2026, 11, day, 8, tzinfo=ZONE))
    with django_assert_num_queries(9):
        assert len(ask()) == len(before) + 6


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_the_table_of_a_month_has_whole_weeks_and_every_day_once(year: int, number: int) -> None:
    month = Month(year, number)
    table = weeks(month, [], today=month.first_day)
    flat = [day.date for week in table for day in week]
    assert all(len(week) == 7 and week[0].date.weekday() == 0 for week in table)
    assert flat == [flat[0] + timedelta(days=step) for step in range(len(flat))]
    assert (flat[0], flat[-1]) == shown_days(month)
    assert [day for day in flat if month.contains(day)] == list(month.days())


def test_a_piece_without_a_day_stands_above_the_days() -> None:
    assert days([]) == {}
