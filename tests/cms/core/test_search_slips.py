"""Slips of the keyboard, and Telex or VNI keys that were typed with the input method off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.search.slips import is_slip, left_out, without_input_method


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tieengs", "tiếng"), ("tie61ng", "tiếng"), ("tie6m", "tiêm"), ("ddang", "đang"), ("cuwar", "cửa"),
        ("nguwowif", "người"), ("chuwowng", "chương"), ("d9u7o7c5", "được"), ("ca3i", "cải"), ("hanhf", "hành"),
        ("phongf", "phòng"), ("quys", "quý"), ("suwcs", "sức"), ("hoaj", "họa"), ("khoer", "khỏe"),
    ],
)  # fmt: skip
def test_keys_of_the_input_methods_are_read(typed, meant):
    assert without_input_method(typed) == meant


@pytest.mark.parametrize("word", ["", "ma", "covid", "tiếng", "12", "x", "h5n1", "s", "123456789012345", "a b"])
def test_what_holds_no_such_keys_is_left_alone(word):
    assert without_input_method(word) == ""


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("chugn", "chung", True), ("chin", "chinh", True), ("chinhh", "chinh", True), ("chimh", "chinh", True),
        ("chung", "chung", False), ("abc", "cba", False), ("ab", "abcd", False), ("", "a", True),
    ],
)  # fmt: skip
def test_one_slip_is_one_letter_more_less_other_or_swapped(typed, meant, expected):
    assert is_slip(typed, meant) is expected


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_whatever_is_one_slip_apart_shares_what_is_left_of_it(first, second):
    assert is_slip(first, second) == is_slip(second, first)
    if is_slip(first, second):
        assert left_out(first) & left_out(second)


@given(st.text(max_size=14))
def test_any_word_is_answered(word):
    without_input_method(word)
