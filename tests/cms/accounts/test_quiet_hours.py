"""Quiet hours over midnight, at their ends, over weekends, and switched off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.quiet_hours import QuietHours

HCM = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = QuietHours(begins=time(21), ends=time(6, 30))
# A Friday.
FRIDAY = datetime(2026, 11, 20, tzinfo=HCM)


def at(hour: int, minute: int = 0, day: int = 0) -> datetime:
    return FRIDAY + timedelta(days=day, hours=hour, minutes=minute)


def test_a_mail_of_the_evening_waits_for_the_morning():
    assert NIGHT.opening(at(20, 59)) == at(20, 59)
    assert NIGHT.opening(at(21)) == at(6, 30, day=1)
    assert NIGHT.opening(at(23, 59)) == at(6, 30, day=1)
    assert NIGHT.opening(at(0)) == at(6, 30)
    assert NIGHT.opening(at(6, 29)) == at(6, 30)
    assert NIGHT.opening(at(6, 30)) == at(6, 30)


def test_quiet_hours_may_lie_inside_a_day_or_be_none():
    noon = QuietHours(begins=time(11, 30), ends=time(13, 30))
    assert noon.opening(at(12)) == at(13, 30)
    assert noon.opening(at(13, 30)) == at(13, 30)
    none = QuietHours(begins=time(8), ends=time(8))
    assert none.opening(at(8)) == at(8)


def test_a_quiet_weekend_lasts_until_monday_morning():
    rest = QuietHours(begins=time(21), ends=time(6, 30), weekends=True)
    assert rest.opening(at(22)) == at(6, 30, day=3)
    assert rest.opening(at(12, day=1)) == at(6, 30, day=3)
    assert QuietHours(begins=time(8), ends=time(8), weekends=True).opening(at(12, day=2)) == at(0, day=3)


@given(
    begins=st.times(), ends=st.times(), weekends=st.booleans(),
    minutes=st.integers(0, 60 * 24 * 3650),
)  # fmt: skip
def test_the_opening_is_never_quiet_never_earlier_and_at_most_a_long_weekend_away(begins, ends, weekends, minutes):
    moment = FRIDAY + timedelta(minutes=minutes)
    hours = QuietHours(begins=begins, ends=ends, weekends=weekends)

    opening = hours.opening(moment)

    assert not hours.is_quiet(opening)
    assert moment <= opening <= moment + timedelta(days=4)
    assert (opening == moment) == (not hours.is_quiet(moment))
