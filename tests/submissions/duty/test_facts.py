"""The five facts of a month: who owed what, and what became of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils.dateparse import parse_datetime

from cms.core.models import Rule
from cms.core.periods import Month
from submissions.articles.actions import record_confirmed
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.duty.facts import cut_off_of, duty, totals, unit_duty
from submissions.duty.models import Exemption
from submissions.moderation import actions
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from submissions.duty.facts import UnitDuty
    from submissions.units.models import Unit

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, month: int = 11) -> datetime:
    """A moment of 2026, local time."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE)


def facts(row: UnitDuty | None) -> tuple[int, int, int, int, int]:
    """The five facts of a row."""
    assert row is not None
    return row.submitted, row.on_time, row.accepted, row.published, row.confirmed


@shared
def unit() -> Unit:
    """A unit that owes the usual one article."""
    return factories.a_unit()


@pytest.mark.parametrize(
    ("state", "expected", "met"),
    [
        (State.DRAFT, (0, 0, 0, 0, 0), False),
        (State.SUBMITTED, (1, 1, 0, 0, 0), False),
        (State.RETURNED, (1, 1, 0, 0, 0), False),
        (State.REJECTED, (1, 1, 0, 0, 0), False),
        (State.APPROVED, (1, 1, 1, 0, 0), True),
        (State.SCHEDULED, (1, 1, 1, 0, 0), True),
        (State.PUBLISHED, (1, 1, 1, 1, 0), True),
        (State.CORRECTING, (1, 1, 1, 1, 0), True),
        (State.WITHDRAWN, (1, 1, 1, 1, 0), True),
    ],
)
def test_each_state_counts_the_facts_that_it_has_reached(
    unit: Unit, state: State, expected: tuple[int, ...], met: bool
) -> None:
    factories.an_article(unit=unit, state=state, at=at(5))
    row = unit_duty(unit, NOVEMBER)
    assert facts(row) == expected
    assert row is not None
    assert row.met is met


def test_confirmation_at_the_other_end_counts_once_and_keeps_its_first_time(unit: Unit) -> None:
    submission = factories.an_article(unit=unit, state=State.PUBLISHED, at=at(5))
    record_confirmed(story_id=submission.page_id, at=at(6), url="http://tinh.example/1")
    record_confirmed(story_id=submission.page_id, at=at(9), url="http://tinh.example/2")
    submission.refresh_from_db()
    assert facts(unit_duty(unit, NOVEMBER)) == (1, 1, 1, 1, 1)
    assert submission.confirmed_at == at(6)
    assert submission.confirmed_url == "http://tinh.example/1"


def test_an_article_that_is_not_published_is_not_confirmed(unit: Unit) -> None:
    submission = factories.an_article(unit=unit, state=State.APPROVED, at=at(5))
    record_confirmed(story_id=submission.page_id, at=at(6), url="http://tinh.example/1")
    assert facts(unit_duty(unit, NOVEMBER)) == (1, 1, 1, 0, 0)


def test_the_last_second_of_the_cut_off_day_is_on_time_and_the_next_is_late(unit: Unit) -> None:
    factories.an_article(unit=unit, state=State.SUBMITTED, at=at(10, 23, 59, 59))
    factories.an_article(unit=unit, state=State.SUBMITTED, at=at(11, 0, 0, 0))
    assert facts(unit_duty(unit, NOVEMBER)) == (2, 1, 0, 0, 0)
    assert cut_off_of(NOVEMBER).astimezone(ZONE).date() == date(2026, 11, 10)


def test_the_month_is_that_of_the_first_submission_in_local_time(unit: Unit) -> None:
    factories.an_article(unit=unit, state=State.SUBMITTED, at=at(31, 23, 59, 59, month=10))
    factories.an_article(unit=unit, state=State.SUBMITTED, at=at(1, 0, 0, 0))
    assert facts(unit_duty(unit, Month(2026, 10)))[0] == 1
    assert facts(unit_duty(unit, NOVEMBER))[0] == 1


def test_an_article_returned_and_accepted_a_month_later_counts_in_its_first_month(unit: Unit) -> None:
    writer, editor = factories.a_writer(unit), factories.an_editor()
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, at=at(9))
    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True, now=at(3, month=12))
    actions.approve(
        submission_id=submission.pk,
        actor=editor,
        revision_id=factories.latest_revision_id(submission),
        now=at(4, month=12),
    )
    assert facts(unit_duty(unit, NOVEMBER)) == (1, 1, 1, 0, 0)
    assert facts(unit_duty(unit, Month(2026, 12))) == (0, 0, 0, 0, 0)


def test_a_correction_never_counts_again(unit: Unit) -> None:
    editor, second = factories.an_editor(), factories.an_editor()
    submission = factories.an_article(unit=unit, editor=second, state=State.PUBLISHED, at=at(5))
    first = Submission.objects.get(pk=submission.pk).published_at
    actions.correct(submission_id=submission.pk, actor=editor, note="Sửa số liệu", now=at(2, month=12))
    factories.an_edit(submission, by=editor, sapo="Đã sửa.")
    actions.approve(
        submission_id=submission.pk,
        actor=second,
        revision_id=factories.latest_revision_id(submission),
        now=at(3, month=12),
    )
    assert facts(unit_duty(unit, NOVEMBER)) == (1, 1, 1, 1, 0)
    assert facts(unit_duty(unit, Month(2026, 12))) == (0, 0, 0, 0, 0)
    assert Submission.objects.get(pk=submission.pk).published_at == first


def test_acceptance_that_is_taken_back_does_not_count(unit: Unit) -> None:
    submission = factories.an_article(unit=unit, state=State.APPROVED, at=at(5))
    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason="Sai số", now=at(6))
    assert facts(unit_duty(unit, NOVEMBER)) == (1, 1, 0, 0, 0)


def test_an_exempt_unit_owes_nothing_and_has_met_its_duty(unit: Unit) -> None:
    Exemption.objects.create(unit=unit, period=NOVEMBER.first_day, document="12/CV-SYT")
    row = unit_duty(unit, NOVEMBER)
    assert row is not None
    assert (row.exempt, row.met, row.owes) == (True, True, 0)
    assert unit_duty(unit, Month(2026, 12)).met is False


def test_the_quota_comes_from_the_rule_of_the_month_and_a_units_own_rule_goes_first(unit: Unit) -> None:
    other = factories.a_unit()
    Rule.objects.create(
        code="unit.monthly_quota", scope=unit.code, value="2", source="QĐ 1", effective_from=date(2026, 11, 1)
    )
    assert unit_duty(unit, NOVEMBER).quota == 2
    assert unit_duty(unit, Month(2026, 10)).quota == 1
    assert unit_duty(other, NOVEMBER).quota == 1


def test_units_stand_in_vietnamese_order_and_only_where_they_existed() -> None:
    names = ["Bệnh viện Ung bướu", "Bệnh viện Đa khoa tỉnh", "Bệnh viện Da liễu", "Bệnh viện Bệnh Nhiệt đới"]
    for name in names:
        factories.a_unit(name=name)
    factories.a_unit(name="Bệnh viện mới", valid_from=date(2026, 12, 1))
    factories.a_unit(name="Bệnh viện cũ", valid_to=date(2026, 10, 31))
    assert [row.unit.name for row in duty(NOVEMBER)] == list(reversed([names[0], names[1], names[2], names[3]]))


def test_the_number_of_queries_does_not_grow_with_units(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        factories.an_article(state=State.PUBLISHED, at=at(5))
    with django_assert_num_queries(3):
        few = duty(NOVEMBER)
    for _ in range(4):
        factories.an_article(state=State.SUBMITTED, at=at(5))
    with django_assert_num_queries(3):
        many = duty(NOVEMBER)
    assert totals(many).submitted == totals(few).submitted + 4


def test_the_command_prints_one_object_a_unit(unit: Unit) -> None:
    import json

    factories.an_article(unit=unit, state=State.PUBLISHED, at=at(5))
    out = StringIO()
    call_command("duty", "2026-11", json=True, stdout=out)
    rows = json.loads(out.getvalue())
    row = next(row for row in rows if row["unit"] == unit.code)
    assert list(row) == [
        "unit", "name", "quota", "submitted", "on_time", "accepted", "published", "confirmed", "exempt", "met",
        "last_submitted_at",
    ]  # fmt: skip
    moment = parse_datetime(row["last_submitted_at"])
    assert moment is not None
    assert abs(moment - at(5)) < timedelta(seconds=1)


@pytest.mark.parametrize("month", ["2026-13", "11/2026", "", "2026"])
def test_the_command_refuses_what_is_no_month_with_exit_2(month: str) -> None:
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("duty", month, stdout=out, stderr=errors)
    assert ended.value.code == 2
    assert errors.getvalue()
