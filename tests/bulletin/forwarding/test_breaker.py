"""When a destination may be called: both rules of the breaker, its probe, and what counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters.memory import MemoryAdapter
from bulletin.forwarding.errors import OutcomeUnknown, RetryLater
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import breaker
from bulletin.forwarding.sending.engine import Engine
from tests.bulletin.forwarding.desk import Clock, Desk, state_of, the_delivery

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
WORKERS = 4


def _after(outcomes: str, *, apart: float = 1) -> Destination:
    """A destination after exchanges, ``+`` for one that went well, ``-`` for a failure, so many seconds apart."""
    destination = Destination()
    for place, outcome in enumerate(outcomes):
        at = NOW - timedelta(seconds=apart * (len(outcomes) - 1 - place))
        (breaker.succeed if outcome == "+" else breaker.fail)(destination, owner="earlier", now=at)
    return destination


@pytest.mark.parametrize(
    ("outcomes", "opens"),
    [
        ("-----", True),
        ("----+----+----", False),
        ("+-" * 9, False),
        ("+-" * 10, True),
        ("++-" * 7, False),
        ("+" * 12 + "--+--+--+--+--", True),
        ("+" * 10 + "-" * 4, False),
    ],
)
def test_five_in_a_row_or_half_of_twenty_open_it(outcomes, opens):
    assert breaker.is_open(_after(outcomes), now=NOW) == opens


def test_half_of_twenty_counts_within_five_minutes_alone():
    assert not breaker.is_open(_after("+-" * 12, apart=30), now=NOW)
    assert breaker.is_open(_after("+-" * 12, apart=10), now=NOW)


def test_it_stays_open_twice_as_long_each_time_and_never_longer_than_half_an_hour():
    destination, spans, at = _after("-----"), [], NOW
    for _each in range(8):
        assert destination.breaker_open_until is not None
        spans.append((destination.breaker_open_until - at).total_seconds())
        at = destination.breaker_open_until
        assert breaker.take_slots(destination, in_flight=0, wanted=20, now=at) == 1, "one probe"
        breaker.book(destination, sent=1, owner="probe", now=at)
        assert breaker.take_slots(destination, in_flight=1, wanted=20, now=at) == 0
        breaker.fail(destination, owner="probe", now=at)
    assert spans == [60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_only_the_probe_closes_it():
    destination = _after("-----")
    breaker.succeed(destination, owner="left before it opened", now=NOW)
    assert breaker.is_open(destination, now=NOW)
    later = NOW + timedelta(seconds=61)
    breaker.book(destination, sent=1, owner="probe", now=later)
    breaker.fail(destination, owner="left before it opened", now=later)
    assert destination.breaker_openings == 1
    breaker.succeed(destination, owner="probe", now=later)
    assert not breaker.is_open(destination, now=later)
    assert (destination.failures_in_row, destination.recent) == (0, [])


def test_a_probe_that_is_lost_with_its_worker_makes_room_for_another_one():
    destination = _after("-----")
    later = NOW + timedelta(seconds=61)
    breaker.book(destination, sent=1, owner="lost", now=later)
    assert breaker.take_slots(destination, in_flight=0, wanted=1, now=later + breaker.PROBE_TIME) == 1


@given(st.text("+-", max_size=60), st.integers(0, 4))
def test_what_is_on_its_way_never_outnumbers_the_failures_that_are_left(outcomes, in_flight):
    destination = _after(outcomes)
    slots = breaker.take_slots(destination, in_flight=in_flight, wanted=20, now=NOW)
    assert 0 <= slots <= destination.max_parallel - in_flight or slots == 0
    if slots and destination.failures_in_row:
        assert destination.failures_in_row + in_flight + slots <= breaker.FAILURES_TO_OPEN


@pytest.mark.django_db
def test_questions_count_as_exchanges_and_are_not_put_while_it_is_open(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.late_faults = [OutcomeUnknown("reset")]
    memory.look_up_faults = [RetryLater("down")] * 5
    engine.drain(destination_id=destination.pk, seconds=5)
    row = the_delivery(version)
    for _question in range(4):
        clock.forward(minutes=16)
        assert engine.look_up(delivery_id=row.pk)
    destination.refresh_from_db()
    assert (destination.failures_in_row, breaker.is_open(destination, now=clock())) == (5, True)
    Delivery.objects.update(next_attempt_at=clock())
    assert not engine.look_up(delivery_id=row.pk)
    assert engine.sweep().unknown == []
    clock.forward(seconds=61)
    assert engine.look_up(delivery_id=row.pk), "the probe, which fails"
    clock.forward(minutes=16)
    assert engine.look_up(delivery_id=row.pk), "the probe, which is answered"
    destination.refresh_from_db()
    assert (state_of(version), destination.breaker_openings, destination.recent) == ("delivered", 0, [])


@pytest.mark.django_db
def test_a_takedown_counts_and_waits_for_the_probe_like_everything_else(destination, desk, engine, memory, clock):
    first = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    retraction = desk.withdraw(first)
    memory.faults = [RetryLater("down")] * 5
    for _attempt in range(5):
        clock.forward(minutes=6)
        engine.drain(destination_id=destination.pk, seconds=5)
    spent = the_delivery(retraction).attempts
    Delivery.objects.filter(pk=the_delivery(retraction).pk).update(next_attempt_at=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (spent, the_delivery(retraction).attempts) == (5, 5), "open time spends no attempts"
    clock.forward(seconds=61)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(retraction) == "delivered"


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_one_probe():
    clock = Clock(timezone.now() - timedelta(minutes=10))
    destination = actions.add_destination(
        kind="sandbox", name="Tỉnh", base_url="https://memory.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    desk = Desk(clock)
    for _each in range(4):
        desk.publish()
    now = timezone.now()
    Destination.objects.update(
        rate_per_second=1000, failures_in_row=5, breaker_openings=1, breaker_open_until=now - timedelta(seconds=1)
    )
    memory = MemoryAdapter()
    memory.faults = [RetryLater("down")] * 4

    def work(seed: int) -> None:
        try:
            engine = Engine(backend=lambda destination: memory, dice=Random(seed), parallel=4)
            engine.drain(destination_id=destination.pk, seconds=5)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    destination.refresh_from_db()
    assert (len(memory.sent), destination.breaker_openings) == (1, 2)
    assert sum(Delivery.objects.values_list("attempts", flat=True)) == 1
