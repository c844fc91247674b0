"""Proof: our own look at the public page of what was delivered. Only this makes a delivery ``confirmed``."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.adapters.base import Held, Sight
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import AddressRefused, SendError
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import schedule
from bulletin.forwarding.sending.engine import parcel_of
from bulletin.forwarding.sending.results import PENDING
from bulletin.forwarding.states import State, Verb
from submissions.articles.actions import record_confirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bulletin.forwarding.adapters import Backend

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=60)
SLOW_GRACE = timedelta(hours=24)
"""How long after an acceptance a site may hold nothing: a moment, or a day where it said 202, "later"."""
ACCEPTED = 202
CHECKS_A_SWEEP = 50


@dataclass(frozen=True)
class _Finding:
    """What a look brought to light; ``url`` is the address where it was seen, or where to look from now on."""

    confirmed: bool = False
    missing: bool = False
    overtaken: bool = False
    url: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Checker:
    """Looks at public pages. ``clock`` and ``backend`` are given by tests; the defaults are the real ones."""

    clock: Callable[[], datetime] = timezone.now
    backend: Backend = adapter_for
    dice: Random = field(default_factory=Random)

    def due(self) -> list[UUID]:
        """Rows to be looked at now."""
        rows = Delivery.objects.due_for_check(now=self.clock()).filter(destination__in=Destination.objects.sendable())
        return list(rows.values_list("pk", flat=True)[:CHECKS_A_SWEEP])

    def check(self, *, delivery_id: UUID) -> bool:
        """Look for one delivered row, if that is due. True where it is confirmed now."""
        row = self._take(delivery_id)
        if row is None:
            return False
        try:
            finding = self._look(row)
        except (SendError, AddressRefused, Unreadable) as error:
            finding = _Finding(cause=str(error) or type(error).__name__)
        return self._record(row, finding)

    def _take(self, delivery_id: UUID) -> Delivery | None:
        """Book the look by putting off the next one, so that two workers do not look at once."""
        now = self.clock()
        with transaction.atomic():
            row = (
                Delivery.objects.due_for_check(now=now)
                .filter(pk=delivery_id, destination__in=Destination.objects.sendable())
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("destination")
                .first()
            )
            if row is None:
                return None
            row.check_at = schedule.next_check(checked=row.checked, now=now)
            row.checked += 1
            row.save(update_fields=["check_at", "checked"])
            return row

    def _look(self, row: Delivery) -> _Finding:
        adapter = self.backend(row.destination)
        parcel = parcel_of(row)
        sight = adapter.confirm(parcel, row.remote_url) if row.remote_url else None
        if sight is Sight.SHOWN and not row.is_retraction:
            return _Finding(confirmed=True, url=row.remote_url)
        if sight is Sight.GONE and row.is_retraction:
            return _Finding(confirmed=True, url=row.remote_url)
        if not adapter.can_look_up:
            return _Finding(cause="the public page does not show it yet")
        held = adapter.look_up(row.article_id)
        if row.is_retraction:
            return self._look_for_absence(row, held, seen=sight is not None)
        if held is None or held.version < row.version:
            return _Finding(missing=True, cause="the other site does not hold it")
        if held.version > row.version:
            return _Finding(overtaken=True, cause=f"the other site holds version {held.version}")
        cause = PENDING if held.pending else "the public page does not show it yet"
        return _Finding(url=held.remote_url, cause=cause)

    def _look_for_absence(self, row: Delivery, held: Held | None, *, seen: bool) -> _Finding:
        if held is not None and held.version > row.version:
            return _Finding(overtaken=True, cause=f"the other site holds version {held.version}")
        if held is not None and held.version < row.version and not held.retracted:
            return _Finding(missing=True, cause="the other site still holds the article")
        if not seen and (held is None or held.retracted):
            # With a known public address, its silence is the only proof; without one, the site's own word is.
            return _Finding(confirmed=True)
        return _Finding(cause="still shown")

    def _record(self, row: Delivery, finding: _Finding) -> bool:
        now = self.clock()
        with transaction.atomic():
            current = Delivery.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if current.state != State.DELIVERED:
                return False
            if finding.confirmed:
                self._confirm(current, url=finding.url, at=now)
                return True
            if finding.missing and self._is_overdue(current, now=now):
                self._send_again(current, cause=finding.cause, at=now)
                return False
            current.last_error = ledger.plain(finding.cause, longest=ledger.LONGEST_ERROR)
            current.updated_at = now
            if finding.overtaken:
                current.check_at = None
            if finding.url and finding.url != current.remote_url:
                # Only now do we know where to look: look at once.
                current.remote_url, current.check_at = finding.url, now
            current.save(update_fields=["last_error", "updated_at", "check_at", "remote_url"])
            return False

    def _confirm(self, row: Delivery, *, url: str, at: datetime) -> None:
        ledger.move(
            delivery=row,
            verb=Verb.CONFIRM,
            actor=WORKER,
            at=at,
            reason=url,
            confirmed_at=at,
            check_at=None,
            last_error="",
            remote_url=url or row.remote_url,
        )
        if not row.is_retraction:
            record_confirmed(story_id=row.story_id, at=at, url=url)

    def _send_again(self, row: Delivery, *, cause: str, at: datetime) -> None:
        """The other site took it and does not hold it: another attempt, if there are any left."""
        due = schedule.next_attempt(
            attempts=row.attempts, retraction=row.is_retraction, retry_after=None, now=at, dice=self.dice
        )
        ledger.move(
            delivery=row,
            verb=Verb.GIVE_UP if due is None else Verb.MISS,
            actor=WORKER,
            at=at,
            reason=cause,
            next_attempt_at=due,
            check_at=None,
            last_error=cause,
        )

    def _is_overdue(self, row: Delivery, *, now: datetime) -> bool:
        grace = SLOW_GRACE if row.last_code == ACCEPTED else GRACE
        return row.delivered_at is not None and now >= row.delivered_at + grace
