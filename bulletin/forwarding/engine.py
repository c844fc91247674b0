"""The engine: one exchange at a time, outside any transaction, between a claim and a record."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bulletin.forwarding import claims, results
from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.adapters.base import Parcel
from bulletin.forwarding.errors import AddressRefused, DestinationBlocked, LeaseLost, OutcomeUnknown, SendError
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sealing import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bulletin.forwarding.adapters import Backend
    from bulletin.forwarding.claims import Claim

logger = logging.getLogger(__name__)

EXCHANGE = timedelta(seconds=35)
"""The longest time of one exchange with a margin: less than this left of a lease, and nothing is sent."""
LOOK_UPS_A_SWEEP = 20


@dataclass(frozen=True)
class Engine:
    """``clock``, ``backend`` and ``dice`` are given by tests; the defaults are the real ones."""

    clock: Callable[[], datetime] = timezone.now
    backend: Backend = adapter_for
    dice: Random = field(default_factory=Random)

    def deliver(self, *, delivery_id: UUID) -> bool:
        """Attempt one row, if it is due and its destination may be called now. True where an attempt was made."""
        row = Delivery.objects.filter(pk=delivery_id).values("destination_id").first()
        if row is None:
            return False
        taken = claims.claim_for_sending(
            destination_id=row["destination_id"], limit=1, now=self.clock(), only=delivery_id
        )
        for claim in taken:
            self._attempt(claim)
        return bool(taken)

    def drain(self, *, destination_id: int, seconds: float) -> bool:
        """Attempt what is due at a destination, one after the other, beginning none after ``seconds``.

        True where time ran out with work possibly left.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            taken = claims.claim_for_sending(destination_id=destination_id, limit=1, now=self.clock())
            if not taken:
                return False
            self._attempt(taken[0])
        return True

    def look_up(self, *, delivery_id: UUID) -> bool:
        """Ask the other site about a row of unknown outcome, if it is due. True where the question was put."""
        claim = claims.claim_for_look_up(delivery_id=delivery_id, now=self.clock())
        if claim is None:
            return False
        destination = claim.delivery.destination
        try:
            adapter = self.backend(destination)
            if not adapter.can_look_up:
                self._record_no_answer(claim, "this kind of destination cannot be asked", asks_again=False)
                return False
            held = adapter.look_up(claim.delivery.article_id)
        except (SendError, AddressRefused, Unreadable) as error:
            self._record_no_answer(claim, str(error) or type(error).__name__, asks_again=True)
            return True
        try:
            results.record_answer(claim=claim, held=held, now=self.clock(), dice=self.dice)
        except LeaseLost:
            return True
        return True

    def sweep(self) -> Work:
        """Take back leases that ran out, and name what is due. Does no exchange itself."""
        now = self.clock()
        expired = claims.expire_leases(now=now)
        if expired:
            logger.warning("%s deliveries lost their worker", len(expired))
        active = Destination.objects.sendable()
        due = Delivery.objects.claimable(now=now).order_by()
        destinations = [
            destination.pk
            for destination in active.filter(Q(breaker_open_until__isnull=True) | Q(breaker_open_until__lte=now))
            if due.filter(destination=destination).exists()
        ]
        unknown = Delivery.objects.due_for_look_up(now=now).filter(destination__in=active)
        return Work(destinations=destinations, unknown=list(unknown.values_list("pk", flat=True)[:LOOK_UPS_A_SWEEP]))

    def _attempt(self, claim: Claim) -> None:
        if self.clock() + EXCHANGE > claim.until:
            self._give_back(claim)
            return
        can_look_up = True
        error: SendError
        try:
            adapter = self.backend(claim.delivery.destination)
            can_look_up = adapter.can_look_up
            receipt = adapter.send(parcel_of(claim.delivery))
        except SendError as fault:
            error = fault
        except AddressRefused as fault:
            error = DestinationBlocked(str(fault))
        except Unreadable:
            error = DestinationBlocked("the secret of the destination cannot be read with this installation's key")
        except Exception as fault:
            # A fault of ours in the middle of an exchange: others must flow, and the body may have left.
            logger.exception("Delivery %s: the attempt broke off", claim.delivery.pk)
            error = OutcomeUnknown(type(fault).__name__)
        else:
            try:
                results.record_sent(claim=claim, receipt=receipt, now=self.clock())
            except LeaseLost:
                return
            return
        try:
            results.record_failure(claim=claim, error=error, now=self.clock(), dice=self.dice, can_look_up=can_look_up)
        except LeaseLost:
            return

    def _give_back(self, claim: Claim) -> None:
        try:
            results.give_back(claim=claim, now=self.clock())
        except LeaseLost:
            return

    def _record_no_answer(self, claim: Claim, cause: str, *, asks_again: bool) -> None:
        try:
            results.record_no_answer(claim=claim, cause=cause, now=self.clock(), asks_again=asks_again)
        except LeaseLost:
            return


@dataclass(frozen=True)
class Work:
    """What a sweep found due: destinations with rows to send, and rows of unknown outcome."""

    destinations: list[int]
    unknown: list[UUID]


def parcel_of(delivery: Delivery) -> Parcel:
    """A row as the port takes it."""
    return Parcel(
        delivery_id=delivery.pk,
        article_id=delivery.article_id,
        version=delivery.version,
        is_retraction=delivery.is_retraction,
        title=delivery.title,
        content_sha256=delivery.content_sha256,
        body=bytes(delivery.body),
        remote_id=delivery.remote_id,
        remote_url=delivery.remote_url,
    )
