"""Recording what came of an exchange. Only the holder of the lease may; a worker that slept too long may not."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from bulletin.forwarding import bells, ledger, statements
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.errors import (
    DestinationBlocked,
    LeaseLost,
    OutcomeUnknown,
    Refused,
    RetryLater,
    SendError,
    VersionConflict,
    WrongState,
)
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import breaker, claims, holding, schedule
from bulletin.forwarding.states import IN_FLIGHT, State, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from random import Random
    from uuid import UUID

    from bulletin.forwarding.adapters.base import Held, Receipt
    from bulletin.forwarding.sending.claims import Claim

logger = logging.getLogger(__name__)

PENDING = "it waits for somebody at the other site"


@dataclass(frozen=True)
class Outcome:
    """What came of a claim: ``receipt`` of an acceptance, or ``error``, or neither where nothing was begun."""

    claim: Claim
    receipt: Receipt | None = None
    error: SendError | None = None
    can_look_up: bool = True


@contextmanager
def _held(claim: Claim) -> Iterator[tuple[Destination, Delivery]]:
    """Destination and row, locked in this order, for as long as the block runs. Raises LeaseLost."""
    with transaction.atomic():
        destination, rows = _locked([claim])
        if not rows:
            raise LeaseLost(str(claim.delivery.pk))
        yield destination, rows[claim.delivery.pk]


def _locked(held: Sequence[Claim]) -> tuple[Destination, dict[UUID, Delivery]]:
    """The destination and those rows whose lease is still held, locked in this order."""
    taken = {claim.delivery.pk: claim for claim in held}
    destination = claims.locked_destination(held[0].delivery.destination_id)
    rows = Delivery.objects.select_for_update(of=("self",)).filter(pk__in=taken).order_by("pk")
    # Who holds the lease knows the row as it is: nobody else changes what a result reads of it.
    kept = {
        pk: taken[pk].delivery
        for pk, owner, state in rows.values_list("pk", "lease_owner", "state")
        if owner == taken[pk].owner and state in IN_FLIGHT and state == taken[pk].delivery.state
    }
    for pk in taken.keys() - kept.keys():
        logger.warning("Delivery %s: a result came after its lease was lost", pk)
    return destination, kept


def record_all(*, outcomes: Sequence[Outcome], now: datetime, dice: Random) -> list[UUID]:
    """Record several outcomes of one destination in one transaction; where one of them can't be, each by itself.

    Returns the rows that were delivered; their public pages are the caller's to ring for.
    """
    try:
        with transaction.atomic():
            destination, rows = _locked([outcome.claim for outcome in outcomes])
            held = [(outcome, rows[pk]) for outcome in outcomes if (pk := outcome.claim.delivery.pk) in rows]
            _sent_all(destination, [pair for pair in held if pair[0].receipt is not None], now=now)
            for outcome, row in held:
                if outcome.receipt is None:
                    _record(destination, row, outcome, now=now, dice=dice)
            statements.save(destination, breaker.FIELDS)
        return [row.pk for row in rows.values() if row.state == State.DELIVERED]
    except (OperationalError, InterfaceError):
        # The database is away: none of them would fare better by itself.
        raise
    except (DatabaseError, WrongState):
        logger.exception("%s outcomes could not be recorded", len(outcomes))
        if len(outcomes) == 1:
            # Its lease ends, and the other site is asked.
            return []
        return [pk for outcome in outcomes for pk in record_all(outcomes=[outcome], now=now, dice=dice)]


def record_sent(*, claim: Claim, receipt: Receipt, now: datetime) -> None:
    """The other site took it (2xx); the look at its public page is next. Raises LeaseLost."""
    with _held(claim) as (destination, row):
        _sent_all(destination, [(Outcome(claim, receipt=receipt), row)], now=now)
        statements.save(destination, breaker.FIELDS)
        bells.ring_checks([row.pk])


def record_failure(*, claim: Claim, error: SendError, now: datetime, dice: Random, can_look_up: bool) -> None:
    """An attempt failed: what the error says decides what is next. Raises LeaseLost."""
    with _held(claim) as (destination, row):
        _failed(destination, row, claim=claim, error=error, now=now, dice=dice, can_look_up=can_look_up)
        statements.save(destination, breaker.FIELDS)


def _record(destination: Destination, row: Delivery, outcome: Outcome, *, now: datetime, dice: Random) -> None:
    if outcome.error is None:
        _not_begun(destination, row, claim=outcome.claim, now=now)
        return
    _failed(
        destination,
        row,
        claim=outcome.claim,
        error=outcome.error,
        now=now,
        dice=dice,
        can_look_up=outcome.can_look_up,
    )


def _sent_all(destination: Destination, sent: Sequence[tuple[Outcome, Delivery]], *, now: datetime) -> None:
    """Record acceptances: one, or several with one statement."""
    moves = []
    for outcome, row in sent:
        if outcome.receipt is not None:
            moves.append(_delivery_move(row, receipt=outcome.receipt, at=now))
            breaker.succeed(destination, owner=outcome.claim.owner, now=now)
    if moves:
        ledger.move_each(moves=moves, verb=Verb.DELIVER, actor=WORKER, at=now)
        for move in moves:
            _end_older_checks(move.delivery)


def _failed(
    destination: Destination,
    row: Delivery,
    *,
    claim: Claim,
    error: SendError,
    now: datetime,
    dice: Random,
    can_look_up: bool,
) -> None:
    """What the error says decides between another attempt, a question, a pause and a person."""
    code, answer, line = error.code, error.text if error.code else "", _line(error)
    match error:
        case VersionConflict():
            # The site lives and says that it knows better: ask it at once what it holds.
            breaker.succeed(destination, owner=claim.owner, now=now)
            _lose_sight(row, error=error, next_attempt_at=now if can_look_up else None, at=now)
            if can_look_up:
                bells.ring_look_up(row.pk)
        case OutcomeUnknown():
            breaker.fail(destination, owner=claim.owner, now=now)
            due = schedule.next_look_up(asked=0, now=now) if can_look_up else None
            _lose_sight(row, error=error, next_attempt_at=due, at=now)
        case DestinationBlocked():
            holding.pause(destination=destination, reason=line, actor=WORKER, at=now, alert=True)
            ledger.move(
                delivery=row,
                verb=Verb.HOLD,
                actor=WORKER,
                at=now,
                reason=error.text,
                code=code,
                answer=answer,
                attempts=row.attempts - 1,
                last_error=line,
            )
        case Refused():
            breaker.succeed(destination, owner=claim.owner, now=now)
            ledger.move(
                delivery=row,
                verb=Verb.REJECT,
                actor=WORKER,
                at=now,
                reason=error.text,
                code=code,
                answer=answer,
                last_error=line,
            )
        case _:
            breaker.fail(destination, owner=claim.owner, now=now)
            wish = error.retry_after if isinstance(error, RetryLater) else None
            _postpone(
                row,
                destination=destination,
                at=now,
                dice=dice,
                reason=error.text,
                code=error.code,
                retry_after=wish,
                last_error=line,
            )


def record_answer(*, claim: Claim, held: Held | None, now: datetime, dice: Random) -> None:
    """The other site said what it holds: that settles an unknown outcome."""
    with _held(claim) as (destination, row):
        breaker.succeed(destination, owner=claim.owner, now=now)
        statements.save(destination, breaker.FIELDS)
        if held is not None and held.version > row.version:
            ledger.move(
                delivery=row,
                verb=Verb.SUPERSEDE,
                actor=WORKER,
                at=now,
                next_attempt_at=None,
                reason=f"the other site holds version {held.version}",
            )
        elif held is not None and held.version == row.version:
            _deliver(
                row,
                at=now,
                reason="found by look-up",
                remote_id=held.remote_id or row.remote_id,
                remote_url=held.remote_url or row.remote_url,
            )
        elif held is None and row.is_retraction:
            _deliver(row, at=now, reason="the other site holds nothing to take down")
        else:
            found = "nothing" if held is None else f"version {held.version}"
            _postpone(
                row,
                destination=destination,
                at=now,
                dice=dice,
                reason=f"look-up found {found}",
                last_error=row.last_error,
            )
        if row.state == State.DELIVERED:
            bells.ring_checks([row.pk])


def record_no_answer(
    *, claim: Claim, cause: str, now: datetime, asks_again: bool, blocked: SendError | None = None
) -> None:
    """A question about an outcome was not answered: ask again later, or leave it to a person.

    ``blocked``: the destination itself is wrong, so it is paused; the question is put again once it is resumed.
    """
    with _held(claim) as (destination, row):
        row.asked += 1
        row.next_attempt_at = schedule.next_look_up(asked=row.asked, now=now) if asks_again else None
        row.last_error, row.updated_at = ledger.plain(f"look-up: {cause}", longest=ledger.LONGEST_ERROR), now
        row.lease_owner, row.lease_until = "", None
        row.save(update_fields=["asked", "next_attempt_at", "last_error", "updated_at", "lease_owner", "lease_until"])
        if blocked is not None:
            holding.pause(destination=destination, reason=_line(blocked), actor=WORKER, at=now, alert=True)
        elif asks_again:
            breaker.fail(destination, owner=claim.owner, now=now)
        if blocked is not None or not asks_again:
            breaker.withdraw(destination, owner=claim.owner, now=now)
        statements.save(destination, breaker.FIELDS)


def give_back(*, claim: Claim, now: datetime) -> None:
    """A claim that came to nothing before any byte left (its lease ran low): no attempt is spent. Raises LeaseLost."""
    with _held(claim) as (destination, row):
        _not_begun(destination, row, claim=claim, now=now)
        statements.save(destination, breaker.FIELDS)


def _not_begun(destination: Destination, row: Delivery, *, claim: Claim, now: datetime) -> None:
    breaker.withdraw(destination, owner=claim.owner, now=now)
    verb = Verb.POSTPONE if destination.is_active else Verb.HOLD
    ledger.move(
        delivery=row,
        verb=verb,
        actor=WORKER,
        at=now,
        reason="the lease ran low before sending",
        attempts=row.attempts - 1,
        next_attempt_at=now if verb is Verb.POSTPONE else None,
    )


def _delivery_move(row: Delivery, *, receipt: Receipt, at: datetime) -> ledger.Move:
    return ledger.Move(
        delivery=row,
        code=receipt.code,
        answer=receipt.answer,
        reason="; ".join([*([PENDING] if receipt.pending else []), *receipt.notes]),
        changes={
            "delivered_at": at,
            "check_at": at,
            "checked": 0,
            "last_error": "",
            "remote_id": receipt.remote_id or row.remote_id,
            "remote_url": receipt.remote_url or row.remote_url,
        },
    )


def _end_older_checks(row: Delivery) -> None:
    """Whatever was delivered before is no longer what the public page can show."""
    if row.version > 1:
        Delivery.objects.shown_before(row).update(check_at=None)


def _deliver(row: Delivery, *, at: datetime, reason: str, remote_id: str = "", remote_url: str = "") -> None:
    """The other site was found to hold it."""
    ledger.move(
        delivery=row,
        verb=Verb.DELIVER,
        actor=WORKER,
        at=at,
        reason=reason,
        delivered_at=at,
        check_at=at,
        checked=0,
        last_error="",
        remote_id=remote_id or row.remote_id,
        remote_url=remote_url or row.remote_url,
    )
    _end_older_checks(row)


def _lose_sight(row: Delivery, *, error: SendError, next_attempt_at: datetime | None, at: datetime) -> None:
    ledger.move(
        delivery=row,
        verb=Verb.LOSE_SIGHT,
        actor=WORKER,
        at=at,
        reason=error.text,
        code=error.code,
        answer=error.text if error.code else "",
        next_attempt_at=next_attempt_at,
        last_error=_line(error),
    )


def _postpone(
    row: Delivery,
    *,
    destination: Destination,
    at: datetime,
    dice: Random,
    reason: str,
    last_error: str,
    code: int | None = None,
    retry_after: float | None = None,
) -> None:
    """Another attempt later, unless a newer version makes it needless, the destination is paused, or all are spent."""
    error = ledger.plain(last_error, longest=ledger.LONGEST_ERROR)
    due = schedule.next_attempt(
        attempts=row.attempts, retraction=row.is_retraction, retry_after=retry_after, now=at, dice=dice
    )
    if Delivery.objects.newer_than(row).exists():
        verb, due = Verb.SUPERSEDE, None
    elif due is None:
        verb = Verb.GIVE_UP
    elif not destination.is_active:
        verb, due = Verb.HOLD, None
    else:
        verb = Verb.POSTPONE
    ledger.move(
        delivery=row,
        verb=verb,
        actor=WORKER,
        at=at,
        reason=reason,
        code=code,
        answer=reason if code else "",
        next_attempt_at=due,
        last_error=error,
    )


def _line(error: SendError) -> str:
    first = error.text.strip().splitlines()[0] if error.text.strip() else type(error).__name__
    return ledger.plain(f"{error.code} {first}" if error.code else first, longest=ledger.LONGEST_ERROR)
