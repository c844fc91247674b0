"""Units × months: how each unit stood with its duty."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bulletin.issues.heat import Look, heat_map
from cms.core.periods import Quarter, Year
from submissions.articles.enums import State
from submissions.duty.models import Exemption
from tests import factories

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from submissions.units.models import Unit

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AUTUMN = Quarter(2026, 4)


def looks(unit: Unit, now: datetime) -> list[Look]:
    (row,) = [row for row in heat_map(AUTUMN, now=now).rows if row.unit == unit]
    return [cell.look for cell in row.cells]


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE)


def test_each_month_of_a_unit_has_its_look() -> None:
    unit = factories.a_unit()
    factories.an_article(unit=unit, state=State.APPROVED, at=at(10, 5))
    factories.an_article(unit=unit, state=State.SUBMITTED, at=at(11, 5))
    assert looks(unit, at(12, 1)) == [Look.ON_TIME, Look.IN_WORK, Look.OPEN]
    factories.an_article(unit=unit, state=State.APPROVED, at=at(12, 12))
    assert looks(unit, at(12, 31)) == [Look.ON_TIME, Look.IN_WORK, Look.MET]


def test_the_cut_off_is_the_last_moment_of_its_day() -> None:
    unit = factories.a_unit()
    assert looks(unit, at(10, 10, 23, 59, 59))[0] == Look.OPEN
    assert looks(unit, at(10, 11, 0, 0))[0] == Look.MISSED


def test_exempt_units_and_units_of_another_time_owe_nothing() -> None:
    unit = factories.a_unit(valid_from=date(2026, 11, 1))
    Exemption.objects.create(unit=unit, period=date(2026, 11, 1), document="12/SYT")
    assert looks(unit, at(12, 31)) == [Look.FREE, Look.FREE, Look.MISSED]


def test_the_sums_below_are_those_of_the_cells() -> None:
    for _ in range(2):
        factories.an_article(unit=factories.a_unit(), state=State.APPROVED, at=at(10, 5))
    found = heat_map(AUTUMN, now=at(12, 31))
    for place, month in enumerate(found.sums):
        assert all(
            month.counts[look] == sum(row.cells[place].look == look for row in found.rows) for look in found.looks
        )
    assert found.sums[0].counts[Look.ON_TIME] == 2


def test_more_units_and_months_ask_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    factories.house()
    with django_assert_num_queries(5):
        heat_map(AUTUMN, now=at(12, 31))
    for _ in range(4):
        factories.an_article(state=State.SUBMITTED, at=at(10, 5))
    with django_assert_num_queries(5):
        heat_map(Year(2026), now=at(12, 31))
