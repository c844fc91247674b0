"""The nightly look at what was confirmed: is it still there, with this title and version.

A difference is flagged for a person, who repairs it by a replay or accepts it. What cannot be reached says nothing.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Q
from django.utils import timezone

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.adapters.base import Sight
from bulletin.forwarding.alarms import alerts
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import AddressRefused, SendError
from bulletin.forwarding.models import Delivery, Destination, Drift
from bulletin.forwarding.proof import pages, web_pages
from bulletin.forwarding.proof.records import DriftKind, DriftState
from bulletin.forwarding.sending import breaker
from bulletin.forwarding.sending.engine import parcel_of
from bulletin.forwarding.states import DestinationState, State
from bulletin.forwarding.wording import DRIFT
from cms.core.periods import local_day, start_of_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bulletin.forwarding.adapters import Backend
    from bulletin.forwarding.proof.web_pages import Fetch

logger = logging.getLogger(__name__)

FIRST_HOUR, LAST_HOUR = 1, 5
"""Local hours between which the looks of a night are made."""
AT_ONCE = 50
SECONDS = 8
"""No look begins later than this in a task."""
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class _Finding:
    """What a look brought to light; ``kind`` is None where all is as it was. Unreachable is no finding."""

    kind: DriftKind | None
    detail: str = ""


@dataclass(frozen=True)
class Watch:
    """Looks at confirmed deliveries. ``clock``, ``backend`` and ``fetch`` are given by tests."""

    clock: Callable[[], datetime] = timezone.now
    backend: Backend = adapter_for
    fetch: Fetch = field(default=web_pages.fetch)

    def is_night(self) -> bool:
        """Whether the looks of the night may be made now."""
        return FIRST_HOUR <= timezone.localtime(self.clock()).hour < LAST_HOUR

    def run(self, *, seconds: float = SECONDS) -> int:
        """Look at what is due, the longest unseen first, for so long; returns how many were looked at."""
        end, looked = time.monotonic() + seconds, 0
        for delivery_id in self.due():
            if time.monotonic() >= end:
                break
            looked += self.look(delivery_id=delivery_id)
        return looked

    def due(self) -> list[UUID]:
        """Confirmed rows that nobody has looked at this night, the newest version of their article alone."""
        rows = _newest().filter(_unseen(self.clock()), destination__in=_callable())
        return list(
            rows.order_by(F("drift_checked_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:AT_ONCE]
        )

    def look(self, *, delivery_id: UUID) -> bool:
        """One look, if it is due and the destination's throttle lets it through. True where it was made."""
        row = self._take(delivery_id)
        if row is None:
            return False
        try:
            finding = self._look(row)
        except (SendError, AddressRefused, Unreadable) as error:
            logger.info("Delivery %s could not be looked at: %s", row.pk, error)
            return True
        self._record(row, finding)
        return True

    def _take(self, delivery_id: UUID) -> Delivery | None:
        now = self.clock()
        found = Delivery.objects.filter(pk=delivery_id).values("destination_id").first()
        if found is None:
            return None
        with transaction.atomic():
            destination = _callable().locked().filter(pk=found["destination_id"]).first()
            if destination is None or destination.breaker_openings or breaker.is_open(destination, now=now):
                return None
            in_flight = Delivery.objects.requests_open(destination.pk, now).count()
            if breaker.take_slots(destination, in_flight=in_flight, wanted=1, now=now) == 0:
                return None
            row = (
                _newest()
                .filter(_unseen(now), pk=delivery_id)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("destination")
                .first()
            )
            if row is None:
                return None
            breaker.book(destination, sent=1, owner="", now=now)
            destination.save(update_fields=["next_send_at"])
            row.drift_checked_at = now
            row.save(update_fields=["drift_checked_at"])
            return row

    def _look(self, row: Delivery) -> _Finding | None:
        """None where the page could not be told from an outage."""
        sight = self.backend(row.destination).confirm(parcel_of(row), row.remote_url)
        if sight is (Sight.GONE if row.is_retraction else Sight.SHOWN):
            return _Finding(None)
        if sight is Sight.GONE:
            return _Finding(DriftKind.GONE)
        page = self.fetch(row.destination, row.remote_url)
        if page.status in GONE:
            return _Finding(None) if row.is_retraction else _Finding(DriftKind.GONE, f"HTTP {page.status}")
        if page.status != 200:
            return None
        shows_title = pages.shows_title(page.text, title=row.title)
        if row.is_retraction:
            # Any other page at this address is somebody else's.
            return _Finding(DriftKind.SHOWN_AGAIN) if shows_title else _Finding(None)
        if not shows_title:
            return _Finding(DriftKind.TITLE)
        shown = pages.shown_version(page.text)
        return _Finding(DriftKind.VERSION, f"v{shown}" if shown is not None else "")

    def _record(self, row: Delivery, finding: _Finding | None) -> None:
        if finding is None:
            return
        now = self.clock()
        with transaction.atomic():
            current = Delivery.objects.select_for_update(of=("self",)).select_related("destination").get(pk=row.pk)
            if current.state != State.CONFIRMED:
                return
            if finding.kind is not None:
                flag(delivery=current, kind=finding.kind, detail=finding.detail, at=now)
            else:
                _pass(Drift.objects.filter(delivery=current), at=now)


def flag(*, delivery: Delivery, kind: DriftKind, detail: str, at: datetime) -> Drift:
    """Note a difference on a locked delivery, once as long as it is open, and tell the officers of it, once a day."""
    known = Drift.objects.filter(delivery=delivery, state=DriftState.OPEN).first()
    if known is not None:
        return known
    detail = ledger.plain(detail, longest=500)
    found = Drift.objects.create(delivery=delivery, kind=kind, detail=detail, found_at=at)
    ledger.note(delivery=delivery, actor=WORKER, at=at, reason=f"{DRIFT}{kind}", answer=detail)
    alerts.drift_found(drift=found, at=at)
    return found


def close_overtaken(*, now: datetime) -> int:
    """Differences of versions that are no longer the newest, or are no longer confirmed, have passed."""
    newer = Delivery.objects.newer(of="delivery__")
    return _pass(Drift.objects.filter(Exists(newer)), at=now)


def _pass(drifts: Any, *, at: datetime) -> int:
    closed: int = drifts.filter(state=DriftState.OPEN).update(state=DriftState.PASSED, closed_at=at)
    return closed


def _newest() -> Any:
    return Delivery.objects.filter(~Exists(Delivery.objects.newer()), state=State.CONFIRMED).exclude(remote_url="")


def _unseen(now: datetime) -> Q:
    """Not looked at since the evening before; what was confirmed just now can wait for the next night."""
    night = start_of_day(local_day(now))
    return (Q(drift_checked_at__isnull=True) | Q(drift_checked_at__lt=night)) & Q(
        confirmed_at__lt=now - timedelta(hours=1)
    )


def _callable() -> Any:
    """Destinations whose pages may be looked at by this installation, also where they fetch by themselves."""
    return Destination.objects.filter(state=DestinationState.ACTIVE, instance_role=settings.FORWARDING_ROLE).exclude(
        instance_role=""
    )
