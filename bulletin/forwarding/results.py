"""Recording what came of an exchange. Only the holder of the lease may; a worker that slept too long may not."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from bulletin.forwarding import bells, breaker, holding, ledger, schedule
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.errors import (
    DestinationBlocked,
    LeaseLost,
    OutcomeUnknown,
    Refused,
    RetryLater,
    SendError,
    VersionConflict,
)
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.states import IN_FLIGHT, State, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

    from bulletin.forwarding.adapters.base import Held, Receipt
    from bulletin.forwarding.claims import Claim

logger = logging.getLogger(__name__)

PENDING = "it waits for somebody at the other site"


@contextmanager
def _held(claim: Claim) -> Iterator[tuple[Destination, Delivery]]:
    """Destination and row, locked in this order, for as long as the block runs. Raises LeaseLost."""
    with transaction.atomic():
        destination = Destination.objects.select_for_update(no_key=True).get(pk=claim.delivery.destination_id)
        row = Delivery.objects.select_for_update(of=("self",)).get(pk=claim.delivery.pk)
        if row.lease_owner != claim.owner or row.state not in IN_FLIGHT:
            logger.warning("Delivery %s: a result came after its lease was lost", row.pk)
            raise LeaseLost(str(row.pk))
        yield destination, row


def record_sent(*, claim: Claim, receipt: Receipt, now: datetime) -> None:
    """The other site took it (2xx); the look at its public page is next."""
    with _held(claim) as (destination, row):
        _deliver(
            row,
            at=now,
            reason="; ".join([*([PENDING] if receipt.pending else []), *receipt.notes]),
            code=receipt.code,
            answer=receipt.answer,
            remote_id=receipt.remote_id or row.remote_id,
            remote_url=receipt.remote_url or row.remote_url,
        )
        _note_success(destination)


def record_failure(*, claim: Claim, error: SendError, now: datetime, dice: Random, can_look_up: bool) -> None:
    """An attempt failed: what the error says decides between another attempt, a question, a pause and a person."""
    with _held(claim) as (destination, row):
        code, answer, line = error.code, error.text if error.code else "", _line(error)
        match error:
            case VersionConflict():
                # The site lives and says that it knows better: ask it at once what it holds.
                _note_success(destination)
                _lose_sight(row, error=error, next_attempt_at=now if can_look_up else None, at=now)
                if can_look_up:
                    bells.ring_look_up(row.pk)
            case OutcomeUnknown():
                _note_failure(destination, now=now)
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
                    next_attempt_at=None,
                    last_error=line,
                )
            case Refused():
                _note_success(destination)
                ledger.move(
                    delivery=row,
                    verb=Verb.REJECT,
                    actor=WORKER,
                    at=now,
                    reason=error.text,
                    code=code,
                    answer=answer,
                    next_attempt_at=None,
                    last_error=line,
                )
            case _:
                _note_failure(destination, now=now)
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
        _note_success(destination)
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


def record_no_answer(*, claim: Claim, cause: str, now: datetime, asks_again: bool) -> None:
    """A question about an outcome was not answered: ask again later, or leave it to a person."""
    with _held(claim) as (_destination, row):
        row.asked += 1
        row.next_attempt_at = schedule.next_look_up(asked=row.asked, now=now) if asks_again else None
        row.last_error, row.updated_at = ledger.plain(f"look-up: {cause}", longest=ledger.LONGEST_ERROR), now
        row.lease_owner, row.lease_until = "", None
        row.save(update_fields=["asked", "next_attempt_at", "last_error", "updated_at", "lease_owner", "lease_until"])


def give_back(*, claim: Claim, now: datetime) -> None:
    """A claim that came to nothing before any byte left (its lease ran low): no attempt is spent."""
    with _held(claim) as (destination, row):
        row.attempts -= 1
        target = Verb.HOLD if not destination.is_active else Verb.POSTPONE
        ledger.move(
            delivery=row,
            verb=target,
            actor=WORKER,
            at=now,
            reason="the lease ran low before sending",
            attempts=row.attempts,
            next_attempt_at=now if target is Verb.POSTPONE else None,
        )


def _deliver(
    row: Delivery,
    *,
    at: datetime,
    remote_id: str = "",
    remote_url: str = "",
    reason: str = "",
    code: int | None = None,
    answer: str = "",
) -> None:
    ledger.move(
        delivery=row,
        verb=Verb.DELIVER,
        actor=WORKER,
        at=at,
        reason=reason,
        code=code,
        answer=answer,
        delivered_at=at,
        check_at=at,
        checked=0,
        next_attempt_at=None,
        last_error="",
        remote_id=remote_id or row.remote_id,
        remote_url=remote_url or row.remote_url,
    )
    # Whatever was delivered before is no longer what the public page can show.
    Delivery.objects.filter(
        destination_id=row.destination_id, article_id=row.article_id, state=State.DELIVERED, version__lt=row.version
    ).update(check_at=None)
    bells.ring_check(row.pk)


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
    newer = Delivery.objects.filter(
        destination_id=row.destination_id, article_id=row.article_id, version__gt=row.version
    ).exclude(state=State.CANCELLED)
    due = schedule.next_attempt(
        attempts=row.attempts, retraction=row.is_retraction, retry_after=retry_after, now=at, dice=dice
    )
    if newer.exists():
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


def _note_success(destination: Destination) -> None:
    if breaker.succeed(destination):
        destination.save(update_fields=["failures_in_row", "breaker_openings", "breaker_open_until"])


def _note_failure(destination: Destination, *, now: datetime) -> None:
    breaker.fail(destination, now=now)
    destination.save(update_fields=["failures_in_row", "breaker_openings", "breaker_open_until"])
