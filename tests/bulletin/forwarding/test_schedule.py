"""When attempts, look-ups and checks are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.forwarding.sending.schedule import (
    DELIVERY_DELAYS,
    LONGEST_WISH,
    RETRACTION_DELAYS,
    next_attempt,
    parse_retry_after,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_a_publication_gets_twelve_attempts_in_about_75_hours():
    assert len(DELIVERY_DELAYS) == 12
    assert 75 * 3600 <= sum(DELIVERY_DELAYS) <= 76 * 3600


@given(attempts=st.integers(1, 11), seed=st.integers(0, 2**32))
def test_each_wait_is_within_a_fifth_of_the_schedule(attempts, seed):
    due = next_attempt(attempts=attempts, retraction=False, retry_after=None, now=NOW, dice=Random(seed))
    assert due is not None
    assert 0.8 * DELIVERY_DELAYS[attempts] <= (due - NOW).total_seconds() <= 1.2 * DELIVERY_DELAYS[attempts] + 1e-5


def test_after_the_last_attempt_nothing_is_due_even_if_the_other_site_names_a_time():
    assert next_attempt(attempts=12, retraction=False, retry_after=None, now=NOW, dice=Random(1)) is None
    assert next_attempt(attempts=12, retraction=False, retry_after=60, now=NOW, dice=Random(1)) is None


@given(attempts=st.integers(1, 5000))
def test_a_takedown_is_always_due_again_within_a_quarter_of_an_hour_and_its_jitter(attempts):
    due = next_attempt(attempts=attempts, retraction=True, retry_after=None, now=NOW, dice=Random(1))
    assert due is not None
    assert due - NOW <= timedelta(minutes=18)


def test_a_takedown_is_tried_each_quarter_of_an_hour_for_seven_days():
    assert RETRACTION_DELAYS[:6] == (0, 10, 30, 60, 120, 300)
    assert sum(RETRACTION_DELAYS) >= 7 * 24 * 3600


def test_the_other_sites_wish_wins_over_the_schedule():
    assert next_attempt(attempts=1, retraction=False, retry_after=7, now=NOW, dice=Random(1)) == NOW + timedelta(
        seconds=7
    )


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("999999999", LONGEST_WISH),
        ("9" * 60, LONGEST_WISH),
        (format_datetime(NOW + timedelta(minutes=10), usegmt=True), 600),
        ("Saturday, 21-Nov-26 09:10:00 GMT", 600),
        ("Sat, 21 Nov 2099 09:00:00 GMT", LONGEST_WISH),
    ],
)
def test_a_wish_is_read_as_seconds_or_as_a_date_and_capped_at_a_day(value, seconds):
    assert parse_retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "0",
        "-1",
        "1.5",
        "soon",
        "١٢٠",
        "1e3",
        "9" * 5000,
        "Sat, 21 Nov 2020 09:00:00 GMT",
        "Sat, 99 Foo",
        "nan",
    ],
)
def test_a_useless_wish_leaves_the_schedule_in_force(value):
    assert parse_retry_after(value, now=NOW) is None


@given(st.text(max_size=80))
def test_no_header_value_whatsoever_breaks_the_reading(value):
    seconds = parse_retry_after(value, now=NOW)
    assert seconds is None or 0 < seconds <= LONGEST_WISH
