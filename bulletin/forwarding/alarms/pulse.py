"""The heartbeat of periodic tasks, and how their silence is noticed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bulletin.forwarding.alarms.models import Pulse

if TYPE_CHECKING:
    from datetime import datetime

SWEEP: Final = "sweep"
WATCH: Final = "watch"
SILENCE = timedelta(minutes=2)
"""The sweep runs every five seconds; after so long nobody sends what is due."""
GAP = timedelta(minutes=3)
"""A longer pause of a task begins its steady time anew: the whole machine was off, and that is no silence of one part."""
BREATH = timedelta(seconds=15)
"""A beat that follows the last one sooner costs the database no write."""


def beat(name: str, *, now: datetime) -> None:
    """Note that a periodic task runs."""
    known = Pulse.objects.filter(pk=name).first()
    if known is None:
        Pulse.objects.bulk_create([Pulse(name=name, beaten_at=now, steady_since=now)], ignore_conflicts=True)
        return
    # A clock that was set back would otherwise look like a beat in the future for as long.
    if abs(now - known.beaten_at) < BREATH:
        return
    steady_since = known.steady_since if timedelta() <= now - known.beaten_at <= GAP else now
    Pulse.objects.filter(pk=name).update(beaten_at=now, steady_since=steady_since)


def silent_since(*, now: datetime, watched_since: datetime | None = None) -> datetime | None:
    """Since when the sweep has been silent, where that is too long; None where it runs.

    ``watched_since`` is since when somebody has been there to hear it: after a start of the whole machine the sweep
    gets its two minutes from then on.
    """
    known = Pulse.objects.filter(pk=SWEEP).first()
    heard = known.beaten_at if known else None
    moments = [moment for moment in (heard, watched_since) if moment is not None]
    if not moments or now - max(moments) <= SILENCE:
        return None
    return heard or watched_since
