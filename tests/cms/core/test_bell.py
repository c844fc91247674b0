"""The bell: heard or not, whoever rings goes on."""

from __future__ import annotations

import pytest
from kombu.exceptions import OperationalError

from cms.core import bell

SWEEP = "bulletin.forwarding.tasks.sweep"


class Broker:
    """Counts what is sent; while it is away, nothing gets through."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_away = False

    def send_task(self, *args: object, **options: object) -> None:
        self.asked += 1
        if self.is_away:
            raise OperationalError("nobody answers")


@pytest.fixture
def broker(monkeypatch) -> Broker:
    broker = Broker()
    monkeypatch.setattr(bell, "current_app", broker)
    monkeypatch.setattr(bell, "_quiet", bell.Quiet())
    return broker


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(bell.time, "monotonic", lambda: now[0])
    return now


def test_each_ring_is_sent_while_the_broker_answers(broker, clock):
    for _each in range(3):
        bell.ring(SWEEP)
    assert broker.asked == 3


def test_a_broker_that_is_away_is_asked_once_and_then_left_alone_for_a_moment(broker, clock):
    broker.is_away = True
    for _each in range(12):
        bell.ring(SWEEP)
    assert broker.asked == 1
    broker.is_away = False
    clock[0] += bell.AWAY_SECONDS
    for _each in range(2):
        bell.ring(SWEEP)
    assert broker.asked == 3


def test_who_loads_many_rows_rings_nobody(broker, clock):
    with bell.silence():
        bell.ring(SWEEP)
    assert broker.asked == 0
