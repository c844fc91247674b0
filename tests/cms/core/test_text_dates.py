from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import (
    DateError,
    UnclearDateError,
    format_date,
    format_datetime,
    format_day,
    format_long_date,
    parse_date,
)
from tests.cms.core.text_strategies import any_texts


def test_dates_are_shown_with_two_two_and_four_digits():
    assert format_date(dt.date(2026, 3, 5)) == "05/03/2026"
    assert format_day(dt.date(2026, 3, 5)) == "05/03"
    assert format_datetime(dt.datetime(2026, 3, 5, 7, 4, tzinfo=dt.UTC)) == "07:04 05/03/2026"


@pytest.mark.parametrize(
    ("day", "long"),
    [
        (dt.date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (dt.date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (dt.date(2026, 1, 1), "ngày 01 tháng 01 năm 2026"),
        (dt.date(2026, 11, 18), "ngày 18 tháng 11 năm 2026"),
    ],
)
def test_documents_write_the_date_out(day, long):
    assert format_long_date(day) == long


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/3/2026", dt.date(2026, 3, 5)),
        ("05-03-2026", dt.date(2026, 3, 5)),
        ("05.3.2026", dt.date(2026, 3, 5)),
        ("05/3/2024", dt.date(2024, 3, 5)),
        ("(05/6/2024)", dt.date(2024, 6, 5)),
        ("12/02/2021va", dt.date(2021, 2, 12)),
        ("2026-03-05", dt.date(2026, 3, 5)),
        ("Khánh Hòa, ngày 05 tháng 3 năm 2026", dt.date(2026, 3, 5)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        (" 5 / 3 / 2026 ", dt.date(2026, 3, 5)),
    ],
)
def test_dates_are_read_day_first(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["", "   ", "ngày tháng 02 năm 2024", "ngày … tháng 02 năm 2024"])
def test_a_date_left_open_is_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["13/25/2026", "29/02/2026", "00/01/2026", "31/04/2026", "hôm nay", "5/3", "5/3.2026", "123/4/2026"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert not isinstance(caught.value, UnclearDateError)


def test_a_year_of_two_digits_is_asked_about():
    with pytest.raises(UnclearDateError) as caught:
        parse_date("25/11/23")
    assert caught.value.suggestion == dt.date(2023, 11, 25)


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_date_comes_back_as_it_was_printed(day):
    assert parse_date(format_date(day)) == day
    assert parse_date(format_long_date(day)) == day
    assert len(format_date(day)) == 10


@given(any_texts)
def test_no_text_does_worse_than_a_date_error(text):
    with contextlib.suppress(DateError):
        assert parse_date(text) is None or text.strip()
