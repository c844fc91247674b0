"""A province to send to, a clock to set, and articles to publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters.memory import MemoryAdapter
from bulletin.forwarding.models import Destination
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.sending.engine import Engine
from tests.bulletin.forwarding.desk import Clock, Desk
from tests.bulletin.forwarding.provinces import RunningProvince, running_province


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is set forward."""
    return Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(days=20))


@pytest.fixture
def province(tmp_path) -> Iterator[RunningProvince]:
    """The sandbox province as its own process on a free port."""
    with running_province(tmp_path / "province") as running:
        yield running


@pytest.fixture
def memory() -> MemoryAdapter:
    """A receiving site in memory."""
    return MemoryAdapter()


@pytest.fixture
def destination(db, clock) -> Destination:
    """A destination for the memory adapter; its address is never called."""
    return actions.add_destination(
        kind="sandbox", name="Tỉnh", base_url="https://memory.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip


@pytest.fixture
def engine(clock, memory) -> Engine:
    """The engine on the memory adapter and the standing clock."""
    return Engine(clock=clock, backend=lambda destination: memory, dice=Random(7))


@pytest.fixture
def checker(clock, memory) -> Checker:
    """The checker on the memory adapter and the standing clock."""
    return Checker(clock=clock, backend=lambda destination: memory, dice=Random(7))


@pytest.fixture
def desk(db, clock) -> Desk:
    """Somebody who publishes, corrects and withdraws at the clock's time."""
    return Desk(clock)
