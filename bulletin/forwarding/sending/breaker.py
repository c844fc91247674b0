"""Breaker and throttle of a destination: when it may be called, and how many may leave now.

Everything that is asked of the other site counts: publications, corrections, takedowns and look-ups. Functions change
the fields of a destination whose row the caller has locked; the caller saves ``FIELDS``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Destination

FAILURES_TO_OPEN = 5
REMEMBERED = 20
"""The second rule: half of so many exchanges within ``WINDOW`` failed."""
WINDOW = timedelta(minutes=5)
FIRST_OPENING = timedelta(seconds=60)
LONGEST_OPENING = timedelta(minutes=30)
PROBE_TIME = timedelta(seconds=120)
"""A probe that is not answered for in a lease's time was lost with its worker; then another may go."""
FIELDS = ("failures_in_row", "recent", "breaker_openings", "breaker_open_until", "breaker_probe")
BOOKED = ("next_send_at", "breaker_open_until", "breaker_probe")


def is_open(destination: Destination, *, now: datetime) -> bool:
    """Whether the destination must not be called now."""
    return destination.breaker_open_until is not None and now < destination.breaker_open_until


def take_slots(destination: Destination, *, in_flight: int, wanted: int, now: datetime) -> int:
    """How many requests may leave now, at most ``wanted``; ``book`` counts those that do.

    Several workers share the destination's limits: ``max_parallel`` at once, ``rate_per_second`` with a burst of
    one second's worth. Where it fails, no more are on their way than failures are left until the breaker opens: the
    others would only spend their attempts.
    """
    if is_open(destination, now=now):
        return 0
    slots = min(wanted, destination.max_parallel - in_flight)
    if destination.breaker_openings:
        slots = min(slots, 1)
    elif destination.failures_in_row:
        slots = min(slots, max(1, FAILURES_TO_OPEN - destination.failures_in_row) - in_flight)
    step = timedelta(seconds=1) / destination.rate_per_second
    return max(min(slots, int((now + timedelta(seconds=1) - _earliest(destination, now=now)) / step)), 0)


def seconds_until_slot(destination: Destination, *, now: datetime) -> float:
    """How long the throttle alone keeps the next request back, in seconds; 0 where it does not, or the breaker does."""
    if is_open(destination, now=now):
        return 0.0
    step = timedelta(seconds=1) / destination.rate_per_second
    return max((_earliest(destination, now=now) + step - now - timedelta(seconds=1)).total_seconds(), 0.0)


def _earliest(destination: Destination, *, now: datetime) -> datetime:
    step = timedelta(seconds=1) / destination.rate_per_second
    earliest = max(destination.next_send_at or now, now - step)
    # A clock that was set back must not silence the destination for the difference.
    return now if earliest - now > timedelta(seconds=2) else earliest


def book(destination: Destination, *, sent: int, owner: str, now: datetime) -> None:
    """Count requests that are about to leave under a lease; the first one after an opening is the probe."""
    step = timedelta(seconds=1) / destination.rate_per_second
    earliest = destination.next_send_at or now
    if abs(earliest - now) > timedelta(seconds=2):
        earliest = now
    destination.next_send_at = max(earliest, now) + step * sent
    if destination.breaker_openings:
        destination.breaker_open_until = now + PROBE_TIME
        destination.breaker_probe = owner


def withdraw(destination: Destination, *, owner: str, now: datetime) -> None:
    """A booked request never left: if it was the probe, another may go at once."""
    if destination.breaker_probe == owner:
        destination.breaker_probe, destination.breaker_open_until = "", now


def succeed(destination: Destination, *, owner: str, now: datetime) -> None:
    """The destination answered sensibly: a probe closes the breaker."""
    if destination.breaker_openings:
        if destination.breaker_probe == owner:
            close(destination)
        return
    destination.failures_in_row = 0
    _remember(destination, good=True, now=now)


def fail(destination: Destination, *, owner: str, now: datetime) -> None:
    """Count a failure.

    The fifth in a row, or as many as successes among the last twenty within five minutes, opens the breaker; a failed
    probe opens it again, each time for twice as long. What left before it opened says nothing new.
    """
    destination.failures_in_row += 1
    _remember(destination, good=False, now=now)
    if destination.breaker_openings:
        is_over = destination.breaker_probe == owner
    else:
        is_over = destination.failures_in_row >= FAILURES_TO_OPEN or _is_half_bad(destination, now=now)
    if is_over:
        opening = min(FIRST_OPENING * 2 ** min(destination.breaker_openings, 10), LONGEST_OPENING)
        destination.breaker_open_until = now + opening
        destination.breaker_openings += 1
        destination.breaker_probe = ""


def close(destination: Destination) -> None:
    """As if nothing had ever failed."""
    destination.failures_in_row = destination.breaker_openings = 0
    destination.breaker_open_until, destination.breaker_probe, destination.recent = None, "", []


def _remember(destination: Destination, *, good: bool, now: datetime) -> None:
    destination.recent = [*destination.recent, [int(now.timestamp()), int(good)]][-REMEMBERED:]


def _is_half_bad(destination: Destination, *, now: datetime) -> bool:
    last = [good for at, good in destination.recent if abs(now.timestamp() - at) <= WINDOW.total_seconds()]
    return len(last) >= REMEMBERED and 2 * sum(last) <= len(last)
