"""The one way in which a delivery changes its state: by the transition table, under its lock, with an event."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bulletin.forwarding.errors import WrongState
from bulletin.forwarding.models import Delivery, DeliveryEvent
from bulletin.forwarding.sending import statements
from bulletin.forwarding.signals import delivery_confirmed
from bulletin.forwarding.states import IN_FLIGHT, TIMED, TRANSITIONS, State, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bulletin.forwarding.actors import Actor

logger = logging.getLogger(__name__)

LONGEST_ANSWER = 2048
LONGEST_ERROR = 500
ENQUEUE = "enqueue"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Move:
    """One of several moves that are made together. All of them name the same fields, and all or none have a code."""

    delivery: Delivery
    changes: Mapping[str, Any]
    code: int | None = None
    answer: str = ""
    reason: str = ""


def plain(text: str, *, longest: int) -> str:
    """Foreign text without control characters (PostgreSQL takes no NUL), at most ``longest`` characters."""
    return CONTROLS.sub("", text)[:longest]


def begin(*, delivery: Delivery, actor: Actor, at: datetime, reason: str = "") -> Delivery:
    """Write a new row with its first event; the caller's transaction is the publication's."""
    delivery.created_at = delivery.updated_at = at
    delivery.last_error = plain(delivery.last_error, longest=LONGEST_ERROR)
    delivery.save(force_insert=True)
    _append(delivery, verb=ENQUEUE, source="", actor=actor, at=at, reason=reason)
    return delivery


def move(
    *,
    delivery: Delivery,
    verb: Verb,
    actor: Actor,
    at: datetime,
    reason: str = "",
    code: int | None = None,
    answer: str = "",
    **changes: Any,
) -> None:
    """Carry out a verb on a row that the caller has locked, and append the event.

    ``changes`` are further fields to set. Raises WrongState where the table has no such way from the row's state
    or for this actor, or where the row is no longer in the state that was read.
    """
    source = State(delivery.state)
    changes = _changes(delivery, verb=verb, actor=actor, at=at, code=code, changes=changes)
    if Delivery.objects.filter(pk=delivery.pk, state=source).update(**changes) != 1:
        raise WrongState(f"{delivery.pk} has left the state {source}")
    _take_over(delivery, changes)
    _append(delivery, verb=verb, source=source, actor=actor, at=at, reason=reason, code=code, answer=answer)
    logger.info("Delivery %s: %s, from %s to %s", delivery.pk, verb, source, delivery.state)
    if delivery.state == State.CONFIRMED:
        delivery_confirmed.send(sender=Delivery, delivery=delivery)


def note(*, delivery: Delivery, actor: Actor, at: datetime, reason: str, answer: str = "") -> None:
    """Append an event that changes no state; ``reason`` must say something."""
    _append(delivery, verb=Verb.NOTE, source=delivery.state, actor=actor, at=at, reason=reason, answer=answer)


def move_each(*, moves: Sequence[Move], verb: Verb, actor: Actor, at: datetime) -> None:
    """Carry out a verb on several locked rows, each with changes of its own to the same fields: one prepared statement.

    Raises WrongState as ``move`` does, and then nothing may be committed.
    """
    sources = [State(each.delivery.state) for each in moves]
    found = [
        _changes(each.delivery, verb=verb, actor=actor, at=at, code=each.code, changes=dict(each.changes))
        for each in moves
    ]
    where = [{"delivery_id": each.delivery.pk, "state": source} for each, source in zip(moves, sources, strict=True)]
    if statements.update_each(Delivery, changes=found, where=where) != len(moves):
        raise WrongState(f"a row has left its state before {verb}")
    for each, change in zip(moves, found, strict=True):
        _take_over(each.delivery, change)
    append_all(
        _event(
            each.delivery,
            verb=verb,
            source=source,
            actor=actor,
            at=at,
            reason=each.reason,
            code=each.code,
            answer=each.answer,
        )
        for each, source in zip(moves, sources, strict=True)
    )
    _tell([each.delivery for each in moves], verb=verb, sources=sources)


def _tell(deliveries: Sequence[Delivery], *, verb: Verb, sources: Sequence[State]) -> None:
    for delivery, source in zip(deliveries, sources, strict=True):
        logger.info("Delivery %s: %s, from %s to %s", delivery.pk, verb, source, delivery.state)


def append_all(events: Iterable[DeliveryEvent]) -> None:
    """Write several events at once."""
    statements.insert_all(list(events))


def _changes(
    delivery: Delivery, *, verb: Verb, actor: Actor, at: datetime, code: int | None, changes: dict[str, Any]
) -> dict[str, Any]:
    way = TRANSITIONS[verb]
    source = State(delivery.state)
    if source not in way.sources or actor.who not in way.who:
        raise WrongState(f"{verb} does not lead away from {source}")
    if source in IN_FLIGHT:
        changes = {"lease_until": None, "lease_owner": "", **changes}
    if way.target not in TIMED:
        changes["next_attempt_at"] = None
    changes |= {"state": way.target, "updated_at": at}
    if code is not None:
        changes["last_code"] = code
    return changes


def _take_over(delivery: Delivery, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(delivery, name, value)


def _append(
    delivery: Delivery,
    *,
    verb: str,
    source: str,
    actor: Actor,
    at: datetime,
    reason: str,
    code: int | None = None,
    answer: str = "",
) -> None:
    event = _event(delivery, verb=verb, source=source, actor=actor, at=at, reason=reason, code=code, answer=answer)
    event.save(force_insert=True)


def _event(
    delivery: Delivery,
    *,
    verb: str,
    source: str,
    actor: Actor,
    at: datetime,
    reason: str,
    code: int | None,
    answer: str,
) -> DeliveryEvent:
    return DeliveryEvent(
        delivery=delivery,
        verb=verb,
        from_state=source,
        to_state=delivery.state,
        at=at,
        actor=actor.user,
        by=actor.by,
        reason=plain(reason, longest=LONGEST_ANSWER),
        attempt=delivery.attempts,
        code=code,
        answer=plain(answer, longest=LONGEST_ANSWER),
    )
