"""Several exchanges beside each other: what a drain keeps open, and what becomes of it when it is told to stop."""

from __future__ import annotations

import threading
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from bulletin.forwarding.adapters.base import Parcel, Receipt
from bulletin.forwarding.adapters.memory import MemoryAdapter
from bulletin.forwarding.errors import RetryLater
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import stopping
from bulletin.forwarding.sending.engine import Engine
from tests.bulletin.forwarding.desk import Clock, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop():
    """The word to stop, taken back afterwards."""
    yield stopping.stop
    stopping.begin()


class Gate(MemoryAdapter):
    """Lets requests in, and answers none before so many are inside."""

    def __init__(self, together: int) -> None:
        super().__init__()
        self.barrier = threading.Barrier(together)

    def send(self, parcel: Parcel) -> Receipt:
        self.barrier.wait(20)
        return super().send(parcel)


@pytest.fixture
def eight(destination, clock) -> Destination:
    """A destination with eight articles that are due."""
    desk = Desk(Clock(timezone.now() - timedelta(minutes=10)))
    Destination.objects.update(rate_per_second=1000, max_parallel=4)
    for _each in range(8):
        desk.publish()
    return destination


def test_as_many_are_open_at_once_as_the_destination_bears(eight):
    gate = Gate(4)
    engine = Engine(backend=lambda destination: gate, dice=Random(1), parallel=20)
    engine.drain(destination_id=eight.pk, seconds=20)
    assert len(gate.applied) == 8
    assert set(Delivery.objects.values_list("state", "attempts")) == {("delivered", 1)}


def test_what_is_under_way_ends_and_nothing_new_begins(eight, stop):
    class Last(Gate):
        def send(self, parcel: Parcel) -> Receipt:
            receipt = super().send(parcel)
            stop()
            return receipt

    gate = Last(4)
    engine = Engine(backend=lambda destination: gate, dice=Random(1), parallel=20)
    assert engine.drain(destination_id=eight.pk, seconds=20) is True, "work is left for another worker"
    assert sorted(Delivery.objects.values_list("state", "attempts")) == [("delivered", 1)] * 4 + [("waiting", 0)] * 4
    assert engine.sweep().destinations == []
    assert engine.deliver(delivery_id=Delivery.objects.filter(state="waiting")[0].pk) is False


def test_an_outcome_that_cannot_be_recorded_does_not_take_the_others_with_it(eight):
    class Odd(MemoryAdapter):
        def send(self, parcel: Parcel) -> Receipt:
            receipt = super().send(parcel)
            # A status that no column holds: the database refuses this row alone.
            return Receipt(code=-1) if len(self.applied) == 2 else receipt

    odd = Odd()
    Engine(backend=lambda destination: odd, dice=Random(1)).drain(destination_id=eight.pk, seconds=20)
    states = list(Delivery.objects.values_list("state", flat=True))
    assert (states.count("delivered"), states.count("sending")) == (7, 1)


def test_while_it_fails_no_more_are_open_than_failures_are_left(eight):
    memory = MemoryAdapter()
    memory.faults = [RetryLater("down")] * 20
    Engine(backend=lambda destination: memory, dice=Random(1), parallel=20).drain(destination_id=eight.pk, seconds=20)
    assert len(memory.sent) == 5


def test_the_throttle_is_waited_for_and_not_left_to_the_next_sweep(eight):
    Destination.objects.update(rate_per_second=20, max_parallel=2)
    memory = MemoryAdapter()
    Engine(backend=lambda destination: memory, dice=Random(1), parallel=20).drain(destination_id=eight.pk, seconds=20)
    assert len(memory.applied) == 8
