from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.periods import (
    ZONE,
    Half,
    Month,
    PeriodError,
    Quarter,
    Year,
    after_working_days,
    before_date,
    before_day,
    cut_off,
    days_after,
    days_left,
    end_of_day,
    is_working_day,
    local,
    local_day,
    parse_period,
    start_of_day,
    working_days,
)

DAY = dt.timedelta(days=1)
TICK = dt.timedelta(microseconds=1)

years = st.integers(min_value=1976, max_value=2100)
months = st.builds(Month, years, st.integers(min_value=1, max_value=12))
dates = st.dates(min_value=dt.date(1976, 1, 1), max_value=dt.date(2100, 12, 31))
moments = st.datetimes(
    min_value=dt.datetime(1976, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
    max_value=dt.datetime(2100, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([ZONE, dt.UTC, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")]),
    allow_imaginary=False,
)
day_numbers = st.integers(min_value=1, max_value=40)
holiday_sets = st.sets(st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2026, 3, 31)), max_size=20)
early_2026 = st.dates(min_value=dt.date(2025, 12, 15), max_value=dt.date(2026, 4, 15))


def here(year, month, day, hour=0, minute=0, second=0, microsecond=0):
    return dt.datetime(year, month, day, hour, minute, second, microsecond, tzinfo=ZONE)


class TestMonths:
    def test_a_month_is_read_and_written_as_year_and_month(self):
        assert Month.parse("2026-11") == Month(2026, 11)
        assert str(Month(2026, 3)) == "2026-03"
        assert Month(2026, 3).label == "03/2026"
        assert Month(2026, 2).days_label == "01/02 – 28/02"

    @pytest.mark.parametrize(
        "text", ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "2026/11", "2026-11-01", "٢٠٢٦-11"]
    )
    def test_what_is_no_month_is_refused(self, text):
        with pytest.raises(PeriodError):
            Month.parse(text)

    @pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (10000, 1)])
    def test_a_month_outside_the_calendar_is_refused(self, year, month):
        with pytest.raises(PeriodError):
            Month(year, month)

    @pytest.mark.parametrize(
        ("month", "last"),
        [
            (Month(2024, 2), 29),
            (Month(2026, 2), 28),
            (Month(2000, 2), 29),
            (Month(2100, 2), 28),
            (Month(2026, 12), 31),
        ],
    )
    def test_a_month_knows_its_last_day(self, month, last):
        assert month.first_day.day == 1
        assert month.last_day.day == last

    def test_an_evening_in_utc_is_the_next_month_in_vietnam(self):
        assert Month.of(dt.datetime(2026, 10, 31, 16, 59, 59, tzinfo=dt.UTC)) == Month(2026, 10)
        assert Month.of(dt.datetime(2026, 10, 31, 17, 0, 0, tzinfo=dt.UTC)) == Month(2026, 11)
        assert Month.of(here(2026, 10, 31, 23, 59, 59, 999999)) == Month(2026, 10)
        assert Month.of(here(2026, 11, 1)) == Month(2026, 11)

    def test_a_date_is_in_its_own_month(self):
        assert Month.of(dt.date(2026, 11, 30)) == Month(2026, 11)

    def test_a_naive_moment_belongs_to_no_month(self):
        with pytest.raises(ValueError, match="aware"):
            Month.of(dt.datetime(2026, 11, 1))  # noqa: DTZ001 - what is refused here

    @given(months)
    def test_text_and_neighbours_lead_back(self, month):
        assert Month.parse(str(month)) == month
        assert month.next().previous() == month
        assert month.previous() < month < month.next()
        assert month.last_day + DAY == month.next().first_day
        assert month.first_day - DAY == month.previous().last_day

    @given(months)
    def test_a_month_ends_where_the_next_begins(self, month):
        assert month.end + TICK == month.next().start
        assert Month.of(month.start) == Month.of(month.end) == month
        assert Month.of(month.end + TICK) == month.next()
        assert month.start.utcoffset() == dt.timedelta(hours=7)

    @given(months, st.integers(min_value=-600, max_value=600), st.integers(min_value=-600, max_value=600))
    def test_shifts_add_up(self, month, one, other):
        assert month.shift(one).shift(other) == month.shift(one + other)
        assert (month.shift(one) < month.shift(other)) == (one < other)

    @given(moments)
    def test_a_moment_is_in_exactly_one_month(self, moment):
        month = Month.of(moment)
        assert month.contains(moment)
        assert month.start <= moment <= month.end
        assert not month.next().contains(moment)
        assert not month.previous().contains(moment)

    @given(months, st.integers(min_value=0, max_value=60))
    def test_months_between_are_consecutive(self, first, count):
        between = Month.between(first, first.shift(count))
        assert len(between) == count + 1
        assert all(one.next() == two for one, two in itertools.pairwise(between))
        assert Month.between(first, first.previous()) == []

    @given(months)
    def test_days_are_all_the_days_of_the_month(self, month):
        days = list(month.days())
        assert days[0] == month.first_day
        assert days[-1] == month.last_day
        assert all(Month.of(day) == month for day in days)
        assert len(days) == (month.last_day - month.first_day).days + 1

    def test_the_calendar_ends_somewhere(self):
        with pytest.raises(PeriodError):
            Month(9999, 12).next()
        with pytest.raises(PeriodError):
            Month(1, 1).previous()


class TestLongerPeriods:
    @pytest.mark.parametrize(
        ("text", "period", "label", "first", "last", "count"),
        [
            ("2026-11", Month(2026, 11), "11/2026", dt.date(2026, 11, 1), dt.date(2026, 11, 30), 1),
            ("2026-Q1", Quarter(2026, 1), "quý I/2026", dt.date(2026, 1, 1), dt.date(2026, 3, 31), 3),
            ("2026-Q4", Quarter(2026, 4), "quý IV/2026", dt.date(2026, 10, 1), dt.date(2026, 12, 31), 3),
            ("2026-H1", Half(2026, 1), "6 tháng đầu năm 2026", dt.date(2026, 1, 1), dt.date(2026, 6, 30), 6),
            ("2026-H2", Half(2026, 2), "6 tháng cuối năm 2026", dt.date(2026, 7, 1), dt.date(2026, 12, 31), 6),
            ("2026", Year(2026), "năm 2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31), 12),
        ],
    )
    def test_every_period_has_a_short_form_a_label_and_its_months(self, text, period, label, first, last, count):
        assert parse_period(text) == period
        assert str(period) == text
        assert period.label == label
        assert (period.first_day, period.last_day, len(period.months)) == (first, last, count)
        assert period.start == start_of_day(first)
        assert period.end == end_of_day(last)
        assert period.contains(period.months[-1])
        assert period.contains(first)
        assert not period.contains(last + DAY)
        assert not period.contains(period.months[0].previous())

    @pytest.mark.parametrize("text", ["", "2026-Q0", "2026-Q5", "2026-H3", "Q1", "20266", "0000"])
    def test_what_is_no_period_is_refused(self, text):
        with pytest.raises(PeriodError):
            parse_period(text)

    @given(years)
    def test_parts_make_up_the_year_without_gap_or_overlap(self, year):
        whole = Year(year).months
        assert tuple(month for number in (1, 2, 3, 4) for month in Quarter(year, number).months) == whole
        assert tuple(month for number in (1, 2) for month in Half(year, number).months) == whole
        assert list(whole) == Month.between(Month(year, 1), Month(year, 12))

    @given(moments)
    def test_a_moment_lies_in_its_quarter_half_and_year(self, moment):
        for period in (Quarter.of(moment), Half.of(moment), Year.of(moment)):
            assert period.contains(moment)
            assert period.contains(Month.of(moment))
        assert Month.of(moment).quarter == Quarter.of(moment)

    def test_periods_of_one_kind_are_in_order(self):
        assert sorted([Quarter(2026, 2), Quarter(2025, 4), Quarter(2026, 1)]) == [
            Quarter(2025, 4),
            Quarter(2026, 1),
            Quarter(2026, 2),
        ]
        assert Half(2026, 1) < Half(2026, 2)
        assert Year(2025) < Year(2026)


class TestDeadlines:
    def test_the_cut_off_is_the_last_moment_of_its_day(self):
        assert cut_off(Month(2026, 11), 10) == here(2026, 11, 10, 23, 59, 59, 999999)
        assert cut_off(Month(2026, 11), 10).astimezone(dt.UTC).hour == 16

    @pytest.mark.parametrize(
        ("month", "day", "expected"),
        [(Month(2026, 2), 30, 28), (Month(2024, 2), 30, 29), (Month(2026, 4), 31, 30), (Month(2026, 1), 99, 31)],
    )
    def test_a_cut_off_past_the_month_s_end_is_its_last_day(self, month, day, expected):
        assert cut_off(month, day) == end_of_day(dt.date(month.year, month.month, expected))

    @pytest.mark.parametrize("day", [0, -1])
    def test_a_day_below_one_is_refused(self, day):
        with pytest.raises(PeriodError):
            cut_off(Month(2026, 11), day)
        with pytest.raises(PeriodError):
            before_day(Month(2026, 11), day)

    def test_before_the_twentieth_is_the_end_of_the_nineteenth(self):
        assert before_day(Month(2026, 11), 20) == here(2026, 11, 19, 23, 59, 59, 999999)

    def test_before_the_first_is_the_end_of_the_month_before(self):
        assert before_day(Month(2026, 3), 1) == here(2026, 2, 28, 23, 59, 59, 999999)
        assert before_day(Month(2026, 1), 1) == here(2025, 12, 31, 23, 59, 59, 999999)

    def test_before_a_day_that_the_month_lacks_is_the_end_of_the_month(self):
        assert before_day(Month(2026, 2), 29) == before_day(Month(2026, 2), 31) == end_of_day(dt.date(2026, 2, 28))

    def test_before_a_date_is_the_end_of_the_day_before(self):
        assert before_date(dt.date(2026, 11, 25)) == here(2026, 11, 24, 23, 59, 59, 999999)

    def test_thirty_days_from_a_plan_of_a_leap_day(self):
        assert days_after(dt.date(2024, 2, 29), 30) == dt.date(2024, 3, 30)

    @given(months, day_numbers)
    def test_deadlines_fall_into_their_month_or_on_the_day_before_it(self, month, day):
        assert month.contains(cut_off(month, day))
        assert local_day(cut_off(month, day) + TICK) != local_day(cut_off(month, day))
        assert before_day(month, day) <= cut_off(month, day)
        assert before_day(month, day + 1) == cut_off(month, day)

    @given(months, day_numbers, day_numbers)
    def test_a_later_day_is_never_an_earlier_deadline(self, month, one, other):
        one, other = sorted((one, other))
        assert cut_off(month, one) <= cut_off(month, other)

    def test_midnight_is_the_border(self):
        deadline = cut_off(Month(2026, 11), 10)
        assert here(2026, 11, 10, 23, 59, 59) <= deadline < here(2026, 11, 11)
        assert dt.datetime(2026, 11, 10, 16, 59, 59, tzinfo=dt.UTC) <= deadline
        assert dt.datetime(2026, 11, 10, 17, 0, 0, tzinfo=dt.UTC) > deadline

    def test_days_left_count_local_calendar_days(self):
        deadline = cut_off(Month(2026, 11), 10)
        assert days_left(here(2026, 11, 10), deadline) == 0
        assert days_left(here(2026, 11, 9, 23, 59, 59), deadline) == 1
        assert days_left(dt.datetime(2026, 11, 9, 17, tzinfo=dt.UTC), deadline) == 0
        assert days_left(here(2026, 11, 11), deadline) == -1

    @given(moments, months, day_numbers)
    def test_days_left_are_negative_exactly_when_it_is_too_late(self, now, month, day):
        deadline = cut_off(month, day)
        assert (days_left(now, deadline) < 0) == (now > deadline)

    @given(moments)
    def test_a_moment_lies_within_its_local_day(self, moment):
        day = local_day(moment)
        assert start_of_day(day) <= moment <= end_of_day(day)
        assert local(moment).timestamp() == moment.timestamp()
        assert end_of_day(day) + TICK == start_of_day(day + DAY)


class TestWorkingDays:
    def test_weekends_and_holidays_do_not_count(self):
        monday, sunday = dt.date(2026, 11, 16), dt.date(2026, 11, 22)
        assert working_days(monday, sunday) == 5
        assert working_days(monday, sunday, {dt.date(2026, 11, 20)}) == 4
        assert working_days(monday, sunday, {dt.date(2026, 11, 21)}) == 5
        assert working_days(sunday, sunday) == 0
        assert working_days(monday, monday) == 1
        assert working_days(sunday, monday) == 0

    def test_a_weekend_worked_in_exchange_counts(self):
        saturday = dt.date(2026, 11, 21)
        assert working_days(saturday, saturday, working_weekends={saturday}) == 1
        assert working_days(saturday, saturday, {saturday}, working_weekends={saturday}) == 0

    def test_five_working_days_from_a_friday_end_on_the_next_friday(self):
        friday = dt.date(2026, 11, 20)
        assert after_working_days(friday, 5) == dt.date(2026, 11, 27)
        assert after_working_days(friday, 5, {dt.date(2026, 11, 24)}) == dt.date(2026, 11, 30)
        assert after_working_days(dt.date(2026, 11, 21), 0) == dt.date(2026, 11, 21)
        with pytest.raises(ValueError, match="negative"):
            after_working_days(friday, -1)

    @given(early_2026, early_2026, holiday_sets, holiday_sets)
    def test_the_count_is_that_of_the_days_one_by_one(self, first, last, holidays, exchanged):
        days = [first + DAY * step for step in range((last - first).days + 1)]
        counted = sum(is_working_day(day, holidays=holidays, working_weekends=exchanged) for day in days)
        assert working_days(first, last, holidays, working_weekends=exchanged) == counted

    @given(dates, st.integers(min_value=1, max_value=60), holiday_sets)
    def test_the_day_so_many_working_days_later_closes_the_count(self, start, days, holidays):
        day = after_working_days(start, days, holidays)
        assert is_working_day(day, holidays=holidays)
        assert working_days(start + DAY, day, holidays) == days
