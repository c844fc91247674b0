"""Several workers at one ledger, with real connections and real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters.memory import MemoryAdapter
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import claims
from bulletin.forwarding.sending.engine import Engine
from tests.bulletin.forwarding.desk import Clock, Desk

WORKERS = 4


@pytest.fixture
def waiting(transactional_db) -> Destination:
    """A destination with a dozen articles waiting, and no throttle to hide behind."""
    clock = Clock(timezone.now() - timedelta(minutes=10))
    destination = actions.add_destination(
        kind="sandbox", name="Tỉnh", base_url="https://memory.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    Destination.objects.update(rate_per_second=1000, max_parallel=100)
    desk = Desk(clock)
    for _each in range(12):
        desk.publish()
    return destination


def test_four_workers_at_once_send_each_version_once(waiting):
    memory = MemoryAdapter()

    def work(seed: int) -> None:
        try:
            Engine(backend=lambda destination: memory, dice=Random(seed)).drain(destination_id=waiting.pk, seconds=20)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    assert len(memory.sent) == len(set(memory.applied)) == 12
    assert set(Delivery.objects.values_list("state", "attempts")) == {("delivered", 1)}


def test_four_workers_never_hold_more_than_the_destination_allows(waiting):
    Destination.objects.update(max_parallel=3)
    now = timezone.now()

    def claim(_worker: int) -> int:
        try:
            return len(claims.claim_for_sending(destination_id=waiting.pk, limit=2, now=now))
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = list(pool.map(claim, range(WORKERS)))
    assert sum(taken) == Delivery.objects.filter(state="sending").count() == 3
