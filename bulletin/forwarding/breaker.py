"""Breaker and throttle of a destination: when it may be called, and how many may leave now.

Functions change the fields of a destination whose row the caller has locked, and say whether anything changed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Destination

FAILURES_TO_OPEN = 5
FIRST_OPENING = timedelta(seconds=60)
LONGEST_OPENING = timedelta(minutes=30)
PROBE_TIME = timedelta(seconds=120)
"""A probe that is not answered for in a lease's time was lost with its worker; then another may go."""


def is_open(destination: Destination, *, now: datetime) -> bool:
    """Whether the destination must not be called now."""
    return destination.breaker_open_until is not None and now < destination.breaker_open_until


def take_slots(destination: Destination, *, in_flight: int, wanted: int, now: datetime) -> int:
    """How many requests may leave now, at most ``wanted``; the taken ones are booked on the destination.

    Several workers share the destination's limits: ``max_parallel`` at once, ``rate_per_second`` with a burst of
    one second's worth.
    """
    if is_open(destination, now=now):
        return 0
    slots = min(wanted, destination.max_parallel - in_flight)
    if destination.breaker_openings:
        slots = min(slots, 1)
    step = timedelta(seconds=1) / destination.rate_per_second
    earliest = max(destination.next_send_at or now, now - step)
    # A clock that was set back must not silence the destination for the difference.
    if earliest - now > timedelta(seconds=2):
        earliest = now
    slots = min(slots, int((now + timedelta(seconds=1) - earliest) / step))
    return max(slots, 0)


def book(destination: Destination, *, sent: int, now: datetime) -> None:
    """Count requests that are about to leave; the first one after an opening is the probe."""
    step = timedelta(seconds=1) / destination.rate_per_second
    earliest = destination.next_send_at or now
    if abs(earliest - now) > timedelta(seconds=2):
        earliest = now
    destination.next_send_at = max(earliest, now) + step * sent
    if destination.breaker_openings:
        destination.breaker_open_until = now + PROBE_TIME


def succeed(destination: Destination) -> bool:
    """The destination answered sensibly: close the breaker. True where that changes anything."""
    changed = bool(destination.failures_in_row or destination.breaker_openings or destination.breaker_open_until)
    destination.failures_in_row = destination.breaker_openings = 0
    destination.breaker_open_until = None
    return changed


def fail(destination: Destination, *, now: datetime) -> None:
    """Count a failure; the fifth in a row, or a failed probe, opens the breaker, each time twice as long."""
    destination.failures_in_row += 1
    if destination.failures_in_row >= FAILURES_TO_OPEN or destination.breaker_openings:
        opening = min(FIRST_OPENING * 2 ** min(destination.breaker_openings, 10), LONGEST_OPENING)
        destination.breaker_open_until = now + opening
        destination.breaker_openings += 1
