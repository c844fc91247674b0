"""When the next attempt, look-up or check is due. Pure: no Django, the clock and the dice are given.

All numbers are those of the delivery contract (forwarding, "Schedule, limits, codes").
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

SECOND, MINUTE, HOUR = 1, 60, 3600

DELIVERY_DELAYS: Sequence[int] = (
    0,
    10 * SECOND,
    1 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    1 * HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    24 * HOUR,
    24 * HOUR,
)
"""Seconds before attempt 1, 2, ... of a publication or correction: 12 attempts in about 75 hours."""

RETRACTION_DELAYS: Sequence[int] = (
    0,
    10 * SECOND,
    30 * SECOND,
    1 * MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    *[5 * MINUTE] * 12,
    *[15 * MINUTE] * (7 * 24 * 4),
)
"""Seconds before each attempt of a takedown; the last delay repeats, since a takedown never gives up by itself."""

LOOK_UP_DELAYS: Sequence[int] = (10 * SECOND, 30 * SECOND, 1 * MINUTE, 5 * MINUTE, 15 * MINUTE)
"""Seconds between two questions about an unknown outcome; the last repeats."""

CHECK_DELAYS: Sequence[int] = (
    5 * SECOND,
    15 * SECOND,
    30 * SECOND,
    1 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    1 * HOUR,
    4 * HOUR,
    24 * HOUR,
)
"""Seconds between two looks at the public address of something delivered; the last repeats."""

JITTER = 0.2
LONGEST_WISH = 24 * HOUR


def _jittered(seconds: float, dice: Random) -> float:
    return seconds * dice.uniform(1 - JITTER, 1 + JITTER)


def next_attempt(
    *, attempts: int, retraction: bool, retry_after: float | None, now: datetime, dice: Random
) -> datetime | None:
    """When to try again after ``attempts`` (>= 1) attempts; None where all attempts are spent.

    ``retry_after`` (seconds, from ``parse_retry_after``) wins over the schedule, but does not add attempts.
    """
    delays = RETRACTION_DELAYS if retraction else DELIVERY_DELAYS
    if attempts >= len(delays) and not retraction:
        return None
    if retry_after is not None:
        return now + timedelta(seconds=retry_after)
    return now + timedelta(seconds=_jittered(delays[min(attempts, len(delays) - 1)], dice))


def next_look_up(*, asked: int, now: datetime) -> datetime:
    """When to ask the other site (again) about an unknown outcome, after ``asked`` questions."""
    return now + timedelta(seconds=LOOK_UP_DELAYS[min(asked, len(LOOK_UP_DELAYS) - 1)])


def next_check(*, checked: int, now: datetime) -> datetime:
    """When to look (again) at the public address, after ``checked`` looks."""
    return now + timedelta(seconds=CHECK_DELAYS[min(checked, len(CHECK_DELAYS) - 1)])


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds to wait from a ``Retry-After`` header, at most 24 h; None where the value is absent or useless.

    Takes whole seconds or an HTTP date (RFC 9110, 10.2.3). Nothing to wait for (zero, a past date) is useless too:
    it would spend all attempts in a moment, so the schedule decides.
    """
    text = (value or "").strip()
    if not text or len(text) > 64 or not text.isascii():
        return None
    if text.isdigit():
        seconds = float(text)
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        try:
            seconds = (moment - now).total_seconds()
        except OverflowError:
            return None
    return min(seconds, float(LONGEST_WISH)) if seconds > 0 else None
