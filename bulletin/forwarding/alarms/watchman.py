"""The web process as a watcher of the periodic tasks: it notices their silence when nobody of theirs is left to."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from bulletin.forwarding.alarms import pulse, raising
from bulletin.forwarding.alarms.models import Alarm, Pulse
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.states import OPEN, STUCK
from cms.core.metrics import Metric

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_STARTED = time.monotonic()


def machine_silent_since(*, now: datetime, alive_for: timedelta | None = None) -> datetime | None:
    """Since when nobody sends what waits, as this process can tell; None where all is well or nothing is ours to send.

    ``alive_for`` is how long this process has been there to notice: after a start of the whole machine, the sweep gets
    its time.
    """
    ours = Destination.objects.in_use().filter(instance_role=settings.FORWARDING_ROLE).exclude(instance_role="")
    if not ours.exists():
        return None
    alive_for = alive_for if alive_for is not None else timedelta(seconds=time.monotonic() - _STARTED)
    return pulse.silent_since(now=now, watched_since=now - alive_for)


def look(*, now: datetime | None = None, alive_for: timedelta | None = None) -> datetime | None:
    """Raise the alarm where the sweep is silent. Nothing is written while it runs, or once the alarm is open."""
    now = now or timezone.now()
    since = machine_silent_since(now=now, alive_for=alive_for)
    if since is not None:
        raising.notice_silence(since=since, now=now)
    return since


def forwarding_metrics() -> Iterator[Metric]:
    """Open deliveries by state, open alarms by cause, and the age of the last sweep. Whoever asks makes us look."""
    now = timezone.now()
    look(now=now)
    swept = Pulse.objects.filter(pk=pulse.SWEEP).first()
    if swept is not None:
        yield Metric(
            name="forwarding_sweep_age_seconds",
            about="Seconds since the sweep of forwarding last ran.",
            value=(now - swept.beaten_at).total_seconds(),
        )
    rows = Delivery.objects.filter(state__in=OPEN | STUCK).order_by().values_list("state").annotate(Count("pk"))
    for state, number in rows:
        yield Metric(
            name="forwarding_deliveries",
            about="Deliveries that are not at their end, by state.",
            value=number,
            labels={"state": state},
        )
    for cause, number in Alarm.objects.open().order_by().values_list("cause").annotate(Count("pk")):
        yield Metric(name="forwarding_alarms", about="Open alarms, by cause.", value=number, labels={"cause": cause})
