from __future__ import annotations

import contextlib
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import (
    NumberError,
    UnclearNumberError,
    format_count,
    format_money,
    format_number,
    format_percent,
    format_share,
    parse_number,
)
from tests.cms.core.text_strategies import any_texts


def test_numbers_have_a_decimal_comma_and_dots_between_thousands():
    assert format_number(2530000.5) == "2.530.000,5"
    assert format_number(1234) == "1.234"
    assert format_number(Decimal("1E+3")) == "1.000"
    assert format_number(0) == "0"
    assert format_number(-1234.5) == "-1.234,5"
    assert format_number(Decimal("2.345"), places=2) == "2,35"
    assert format_number(5, places=1) == "5,0"
    assert format_number(Decimal("-0.001"), places=1) == "0,0"


def test_percentages_counts_and_money_are_printed_as_in_documents():
    assert format_percent(87.5) == "87,5%"
    assert format_percent(100) == "100%"
    assert format_percent(Decimal("33.3333")) == "33,3%"
    assert format_share(31, 33) == "93,9%"
    assert format_share(0, 0) == "0%"
    assert [format_count(count) for count in (0, 1, 8, 10, 1200)] == ["00", "01", "08", "10", "1.200"]
    assert format_money(253000) == "253.000\u00a0đồng"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("0,5", "0.5"),
        ("94,6", "94.6"),
        ("0,125", "0.125"),
        ("1234,5", "1234.5"),
        ("2.530.000,5", "2530000.5"),
        ("2026", "2026"),
        ("-1,5", "-1.5"),
        ("1 234", "1234"),
    ],
)
def test_vietnamese_notation_is_read(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,234.5", ["1234.5"]), ("1.5", ["1.5"]), ("1,234", ["1.234", "1234"]), ("1,234,567", ["1234567"])],
)
def test_english_notation_is_asked_about(text, readings):
    with pytest.raises(UnclearNumberError) as caught:
        parse_number(text)
    assert list(caught.value.readings) == [Decimal(reading) for reading in readings]


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1..2", "--1", "1,2,3", "²", "NaN", "1e5", "١٢"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NumberError):
        parse_number(text)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), Decimal("NaN")])
def test_what_is_not_finite_is_not_printed(value):
    with pytest.raises(NumberError):
        format_number(value)
    with pytest.raises(NumberError):
        format_percent(value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_every_number_comes_back_as_it_was_printed(number):
    printed = format_number(number)
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", printed):
        # Three decimals behind a number below 1,000 look like English thousands: asked about, and among the readings.
        with pytest.raises(UnclearNumberError) as caught:
            parse_number(printed)
        assert number in caught.value.readings
    else:
        assert parse_number(printed) == number


@given(any_texts)
def test_no_text_does_worse_than_a_number_error(text):
    with contextlib.suppress(NumberError):
        assert parse_number(text).is_finite()
