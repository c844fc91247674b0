"""The ladder of reminders: on which day which step goes out, whatever the cut-off, the weekends and the holidays are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.calendar import public_holidays, working_weekends
from cms.core.periods import Month, cut_off, is_working_day, start_of_day
from submissions.duty.ladder import Ladder, LadderError, Level, Step, due, is_covered, plan, read_days

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RULES = Ladder(before=(1, 3, 7), after=(1, 3, 7), heads_from=-1, desk_from=1, hour=8, until=17)

months = st.builds(Month, st.integers(2014, 2035), st.integers(1, 12))
ladders = st.builds(
    Ladder,
    before=st.sets(st.integers(0, 20), max_size=5).map(lambda days: tuple(sorted(days))),
    after=st.sets(st.integers(0, 25), max_size=5).map(lambda days: tuple(sorted(days))),
    heads_from=st.integers(-8, 3),
    desk_from=st.integers(-3, 8),
    hour=st.just(8),
    until=st.just(17),
)


def working(day: date) -> bool:
    return is_working_day(day, holidays=public_holidays(day.year), working_weekends=working_weekends(day.year))


def planned(month: Month, cut_off_day: int = 10, ladder: Ladder = RULES) -> list[Step]:
    return plan(month=month, cut_off=cut_off(month, cut_off_day), ladder=ladder, is_working=working)


def shown(month: Month, cut_off_day: int = 10) -> list[tuple[int, str]]:
    return [(step.offset, f"{step.day:%d/%m}") for step in planned(month, cut_off_day)]


def due_at(month: Month, now: datetime, cut_off_day: int = 10) -> Step | None:
    steps = planned(month, cut_off_day)
    return due(steps, now=now, month=month, cut_off=cut_off(month, cut_off_day), ladder=RULES, is_working=working)


def test_in_a_plain_month_each_step_has_its_day_and_its_level() -> None:
    steps = planned(Month(2026, 11))
    # The third day before is a Saturday, so that step goes out on the Friday.
    assert shown(Month(2026, 11)) == [
        (-7, "03/11"),
        (-3, "06/11"),
        (-1, "09/11"),
        (1, "11/11"),
        (3, "13/11"),
        (7, "17/11"),
    ]
    levels = {step.offset: step.level for step in steps}
    assert levels[-7] == Level.WRITERS
    assert levels[-1] == Level.HEADS
    assert levels[1] == Level.DESK


def test_tet_and_weekends_move_steps_and_what_falls_together_is_one_the_strongest() -> None:
    # Tết 2027: off from Thursday 04/02 to Wednesday 10/02, the day of the cut-off.
    assert shown(Month(2027, 2)) == [(-1, "03/02"), (1, "11/02"), (3, "15/02"), (7, "17/02")]


def test_a_saturday_worked_in_exchange_is_a_working_day() -> None:
    # Saturday 22/08/2026 is worked for Monday 31/08.
    assert date(2026, 8, 22) in working_weekends(2026)
    assert (-1, "22/08") in shown(Month(2026, 8), 23)
    assert (3, "26/08") in shown(Month(2026, 8), 23)


def test_an_early_cut_off_is_reminded_of_inside_its_own_month_only() -> None:
    # 01/01/2026 is off, 02/01 is a Friday: what would lie in December goes out on the first working day.
    assert shown(Month(2026, 1), 2)[0] == (-1, "02/01")
    # A cut-off on the holiday itself leaves no working day before it.
    assert [offset for offset, _day in shown(Month(2026, 1), 1)] == [1, 3, 7]
    # A late cut-off: what would go out after the month's end is left out.
    assert [offset for offset, _day in shown(Month(2026, 11), 29)] == [-7, -3, -1, 1]


@given(month=months, day=st.integers(1, 31), ladder=ladders)
def test_steps_never_fall_on_a_day_off_nor_outside_the_month_nor_past_the_cut_off(
    month: Month, day: int, ladder: Ladder
) -> None:
    steps = planned(month, day, ladder)
    last_day = month.day(day)
    assert all(working(step.day) and month.contains(step.day) for step in steps)
    assert all(step.day <= last_day for step in steps if not step.is_late)
    assert all(step.day > last_day for step in steps if step.is_late)


@given(month=months, day=st.integers(1, 31), ladder=ladders)
def test_steps_and_their_levels_only_climb_and_no_day_has_two(month: Month, day: int, ladder: Ladder) -> None:
    steps = planned(month, day, ladder)
    assert len({step.day for step in steps}) == len(steps)
    assert steps == sorted(steps)
    assert [step.offset for step in steps] == sorted({step.offset for step in steps})
    assert [step.level for step in steps] == sorted(step.level for step in steps)


@given(month=months, day=st.integers(1, 31), minutes=st.integers(-3 * 1440, 34 * 1440))
def test_what_is_due_was_reached_is_the_last_one_and_comes_in_working_hours(
    month: Month, day: int, minutes: int
) -> None:
    now = start_of_day(month.first_day) + timedelta(minutes=minutes)
    step = due_at(month, now, day)
    if step is None:
        return
    today = now.date()
    assert working(today)
    assert 8 <= now.hour < 17
    assert step == [each for each in planned(month, day) if each.day <= today][-1]
    assert step.is_late == (today > month.day(day)), (
        "before the cut-off nobody is called late, and after it nobody early"
    )


@given(month=months, day=st.integers(1, 31), away=st.sets(st.integers(1, 31)), seed=st.integers(0, 23))
def test_a_walk_through_a_month_with_outages_never_repeats_and_never_piles_up(
    month: Month, day: int, away: set[int], seed: int
) -> None:
    sent: list[tuple[date, int]] = []
    for each in month.days():
        if each.day in away:
            continue
        for hour in range(24):
            now = start_of_day(each) + timedelta(hours=hour, minutes=seed)
            step = due_at(month, now, day)
            if step and not is_covered(
                step, reminded_on=[when for when, _ in sent], steps_sent=[of for _, of in sent]
            ):
                sent.append((each, step.offset))
    assert len({when for when, _ in sent}) == len(sent), "one a day at most"
    assert len({of for _, of in sent}) == len(sent), "no step twice"
    assert [of for _, of in sent] == sorted(of for _, of in sent)


def test_after_three_days_away_one_reminder_goes_out_and_not_three() -> None:
    november = Month(2026, 11)
    assert due_at(november, datetime(2026, 11, 9, 9, tzinfo=ZONE)).offset == -1
    assert due_at(november, datetime(2026, 11, 9, 7, 59, tzinfo=ZONE)) is None, "not before the working day begins"
    assert due_at(november, datetime(2026, 11, 9, 17, tzinfo=ZONE)) is None, "nor after it ends"
    # On the day after the cut-off what was missed before it is past.
    step = due_at(november, datetime(2026, 11, 11, 8, tzinfo=ZONE))
    assert step.offset == 1
    assert is_covered(step, reminded_on=[date(2026, 11, 11)], steps_sent=[])
    assert not is_covered(step, reminded_on=[date(2026, 11, 9)], steps_sent=[-1])
    assert is_covered(step, reminded_on=[], steps_sent=[1])


@pytest.mark.parametrize(
    ("text", "days"), [("7,3,1", (1, 3, 7)), (" 1 , 3,3 ", (1, 3)), ("", ()), ("0", (0,)), ("10", (10,))]
)
def test_days_are_read_from_a_rule(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["7;3", "-1", "bảy", "7,,1", "7,", "²", "٣", "1000", "1 3"])
def test_days_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(LadderError):
        read_days(text)
