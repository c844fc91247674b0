"""The engine: exchanges outside any transaction, between a claim and a record."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import timezone

from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.adapters.base import Parcel
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import AddressRefused, DestinationBlocked, LeaseLost, OutcomeUnknown, SendError
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import bells, claims, fencing, holding, results, stopping
from bulletin.forwarding.sending.crew import Crew
from bulletin.forwarding.sending.fencing import Verdict
from bulletin.forwarding.sending.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bulletin.forwarding.adapters import Backend
    from bulletin.forwarding.sending.claims import Claim

logger = logging.getLogger(__name__)

EXCHANGE = timedelta(seconds=35)
"""The longest time of one exchange with a margin: less than this left of a lease, and nothing is sent."""
LOOK_UPS_A_SWEEP = 20
PARALLEL = 20
"""Exchanges of one worker's drain; each destination says how many of them it bears."""
DATABASE_PATIENCE = 20.0
"""Seconds that an outcome waits for a database that restarts; after that its lease ends, and the site is asked."""
DATABASE_PAUSE = 0.5
LONGEST_PAUSE = 0.25
"""Seconds that a drain waits for the throttle before it looks again."""


@dataclass(frozen=True)
class Engine:
    """``clock``, ``backend`` and ``dice`` are given by tests; the defaults are the real ones.

    ``parallel`` is how many exchanges of one drain may be open at once, as far as the destination allows.
    """

    clock: Callable[[], datetime] = timezone.now
    backend: Backend = adapter_for
    dice: Random = field(default_factory=Random)
    parallel: int = 1

    def deliver(self, *, delivery_id: UUID) -> bool:
        """Attempt one row, if it is due and its destination may be called now. True where an attempt was made."""
        row = Delivery.objects.filter(pk=delivery_id).values("destination_id").first()
        if row is None or not self._may_begin():
            return False
        taken = claims.claim_for_sending(
            destination_id=row["destination_id"], limit=1, now=self.clock(), only=delivery_id
        )
        for claim in taken:
            self._attempt(claim)
        return bool(taken)

    def drain(self, *, destination_id: int, seconds: float) -> bool:
        """Attempt what is due at a destination, beginning none after ``seconds``; what was begun is brought to its end.

        Exchanges run beside each other, claims and records in this thread, several in one transaction. True where
        time ran out, or the worker is told to stop, with work possibly left.
        """
        end = time.monotonic() + seconds
        delivered: list[UUID] = []
        with Crew(self._exchange, size=self.parallel) as crew:
            while True:
                stops = time.monotonic() >= end or stopping.is_stopping()
                if not stops and crew.free:
                    crew.begin(self._claims(destination_id=destination_id, limit=crew.free))
                if crew.busy:
                    delivered += self._record(crew.finished())
                elif stops or not self._wait_for_slot(destination_id):
                    break
        # One ring for all: each of them would cost as much as a delivery.
        bells.ring_checks(delivered)
        return stops

    def _claims(self, *, destination_id: int, limit: int) -> list[Claim]:
        try:
            if not self._may_begin():
                return []
            return claims.claim_for_sending(destination_id=destination_id, limit=limit, now=self.clock())
        except (OperationalError, InterfaceError):
            # What is under way has to be recorded all the same, once the database is back.
            if connection.in_atomic_block:
                raise
            logger.warning("The database is away; nothing new begins")
            connection.close()
            return []

    def _wait_for_slot(self, destination_id: int) -> bool:
        """Wait a moment where the throttle alone keeps due rows back. False where there is nothing to wait for."""
        now = self.clock()
        seconds = claims.seconds_until_due(destination_id=destination_id, now=now)
        if seconds == 0:
            return False
        stopping.wait(min(seconds, LONGEST_PAUSE))
        return self.clock() > now

    def _may_begin(self) -> bool:
        """Whether anything may leave this process and this installation now."""
        return not stopping.is_stopping() and fencing.holds(now=self.clock())

    def look_up(self, *, delivery_id: UUID) -> bool:
        """Ask the other site about a row of unknown outcome, if it is due. True where the question was put."""
        if not self._may_begin():
            return False
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
            self._record_no_answer(claim, str(error) or type(error).__name__, blocked=_blocked(error))
            return True
        except Exception as fault:
            # A fault of ours, or an answer that nobody foresaw: the question is put again later.
            logger.exception("Delivery %s: the question broke off", claim.delivery.pk)
            self._record_no_answer(claim, type(fault).__name__)
            return True
        with contextlib.suppress(LeaseLost):
            results.record_answer(claim=claim, held=held, now=self.clock(), dice=self.dice)
        return True

    def sweep(self) -> Work:
        """Take back leases that ran out, and name what is due. Does no exchange itself."""
        now = self.clock()
        if not self._keeps_house(now):
            return Work(destinations=[], unknown=[])
        expired = claims.expire_leases(now=now)
        if expired:
            logger.warning("%s deliveries lost their worker", len(expired))
        callable_now = Destination.objects.sendable().filter(
            Q(breaker_open_until__isnull=True) | Q(breaker_open_until__lte=now)
        )
        # One destination after the other, each by its own part of an index: none waits behind another's backlog.
        due, unknown = Delivery.objects.claimable(now=now).order_by(), Delivery.objects.due_for_look_up(now=now)
        work = Work(destinations=[], unknown=[])
        for pk in callable_now.values_list("pk", flat=True):
            if due.filter(destination_id=pk).exists():
                work.destinations.append(pk)
            work.unknown.extend(unknown.filter(destination_id=pk).values_list("pk", flat=True)[:LOOK_UPS_A_SWEEP])
        return work

    def _keeps_house(self, now: datetime) -> bool:
        """Whether this installation may send; one that may not is told so on its screens.

        A token that went on in the future shows that the clock was set back, and the ledger's times follow it.
        """
        last = fencing.last_step_at()
        if last is not None and last - now > claims.CLOCK_STEP:
            claims.follow_clock(now=now, span=last - now)
            fencing.forget()
        if self._may_begin():
            return True
        if not stopping.is_stopping():
            verdict = fencing.look(now=now)
            if verdict is not Verdict.HOLDS and not fencing.is_alive_elsewhere(verdict, now=now):
                holding.pause_all(verdict=verdict, at=now)
            logger.error("Nothing is sent: %s", verdict.value)
        return False

    def _attempt(self, claim: Claim) -> None:
        bells.ring_checks(self._record([self._exchange(claim)]))

    def _record(self, outcomes: Sequence[Outcome]) -> list[UUID]:
        """Record outcomes; a database that is away for a moment is waited for, since the answer is known to us alone."""
        end = time.monotonic() + DATABASE_PATIENCE
        while True:
            try:
                return results.record_all(outcomes=outcomes, now=self.clock(), dice=self.dice)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() >= end:
                    raise
                logger.warning("The database is away; %s outcomes wait", len(outcomes))
                connection.close()
                time.sleep(DATABASE_PAUSE)

    def _exchange(self, claim: Claim) -> Outcome:
        """One exchange, without the database; whatever comes of it is an outcome."""
        if self.clock() + EXCHANGE > claim.until:
            return Outcome(claim)
        can_look_up = True
        try:
            adapter = self.backend(claim.delivery.destination)
            can_look_up = adapter.can_look_up
            return Outcome(claim, receipt=adapter.send(parcel_of(claim.delivery)))
        except SendError as fault:
            return Outcome(claim, error=fault, can_look_up=can_look_up)
        except (AddressRefused, Unreadable) as fault:
            return Outcome(claim, error=_blocked(fault), can_look_up=can_look_up)
        except Exception as fault:
            # A fault of ours in the middle of an exchange: others must flow, and the body may have left.
            logger.exception("Delivery %s: the attempt broke off", claim.delivery.pk)
            return Outcome(claim, error=OutcomeUnknown(type(fault).__name__), can_look_up=can_look_up)

    def _record_no_answer(
        self, claim: Claim, cause: str, *, asks_again: bool = True, blocked: SendError | None = None
    ) -> None:
        with contextlib.suppress(LeaseLost):
            results.record_no_answer(
                claim=claim, cause=cause, now=self.clock(), asks_again=asks_again, blocked=blocked
            )


def _blocked(error: Exception) -> DestinationBlocked | None:
    """The fault of the destination itself that an error stands for; None for one of the network."""
    if isinstance(error, DestinationBlocked):
        return error
    if isinstance(error, AddressRefused):
        return DestinationBlocked(str(error))
    if isinstance(error, Unreadable):
        return DestinationBlocked("the secret of the destination cannot be read with this installation's key")
    return None


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
