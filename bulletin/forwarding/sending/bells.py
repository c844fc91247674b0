"""The bells: which task is told of which row. A lost ring costs the time until the next sweep, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.core.bell import ring_on_commit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

DELIVER = "bulletin.forwarding.tasks.deliver"
DRAIN = "bulletin.forwarding.tasks.drain"
LOOK_UP = "bulletin.forwarding.tasks.look_up"
CHECK = "bulletin.forwarding.tasks.check"
CHECK_ALL = "bulletin.forwarding.tasks.confirm_sweep"
PROBE = "bulletin.forwarding.tasks.probe"


def ring_delivery(delivery_id: UUID) -> None:
    """After the commit: a row waits to be sent."""
    ring_on_commit(DELIVER, str(delivery_id))


def ring_look_up(delivery_id: UUID) -> None:
    """After the commit: the other site is to be asked about a row."""
    ring_on_commit(LOOK_UP, str(delivery_id))


def ring_check(delivery_id: UUID) -> None:
    """After the commit: the public page of a row is to be looked at."""
    ring_on_commit(CHECK, str(delivery_id))


def ring_checks(delivery_ids: Sequence[UUID]) -> None:
    """After the commit: the public pages of rows are to be looked at; one ring, however many they are."""
    if len(delivery_ids) == 1:
        ring_check(delivery_ids[0])
    elif delivery_ids:
        ring_on_commit(CHECK_ALL)


def ring_drain(destination_id: int) -> None:
    """After the commit: a destination has rows that are due."""
    ring_on_commit(DRAIN, destination_id)


def ring_probe(event_id: int) -> None:
    """After the commit: somebody asked for a test of a destination."""
    ring_on_commit(PROBE, event_id)
