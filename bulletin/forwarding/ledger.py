"""The one way in which a delivery changes its state: by the transition table, under its lock, with an event."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from bulletin.forwarding.errors import WrongState
from bulletin.forwarding.models import Delivery, DeliveryEvent
from bulletin.forwarding.signals import delivery_confirmed
from bulletin.forwarding.states import IN_FLIGHT, TRANSITIONS, State, Verb

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.actors import Actor

logger = logging.getLogger(__name__)

LONGEST_ANSWER = 2048
LONGEST_ERROR = 500
ENQUEUE = "enqueue"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


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
    way = TRANSITIONS[verb]
    source = State(delivery.state)
    if source not in way.sources or actor.who not in way.who:
        raise WrongState(f"{verb} does not lead away from {source}")
    if source in IN_FLIGHT:
        changes = {"lease_until": None, "lease_owner": "", **changes}
    changes |= {"state": way.target, "updated_at": at}
    if code is not None:
        changes["last_code"] = code
    if Delivery.objects.filter(pk=delivery.pk, state=source).update(**changes) != 1:
        raise WrongState(f"{delivery.pk} has left the state {source}")
    for name, value in changes.items():
        setattr(delivery, name, value)
    _append(delivery, verb=verb, source=source, actor=actor, at=at, reason=reason, code=code, answer=answer)
    logger.info("Delivery %s: %s, from %s to %s", delivery.pk, verb, source, way.target)
    if way.target == State.CONFIRMED:
        delivery_confirmed.send(sender=Delivery, delivery=delivery)


def note(*, delivery: Delivery, actor: Actor, at: datetime, reason: str, answer: str = "") -> None:
    """Append an event that changes no state; ``reason`` must say something."""
    _append(delivery, verb=Verb.NOTE, source=delivery.state, actor=actor, at=at, reason=reason, answer=answer)


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
    DeliveryEvent.objects.create(
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
