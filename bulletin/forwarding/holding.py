"""Pausing and resuming a destination together with its rows; shared by people's verbs and the engine."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bulletin.forwarding import alarms, bells, ledger
from bulletin.forwarding.destination_models import DestinationEvent, DestinationVerb
from bulletin.forwarding.models import Delivery, DeliveryEvent
from bulletin.forwarding.states import CLAIMABLE, TRANSITIONS, DestinationState, Verb

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.actors import Actor
    from bulletin.forwarding.models import Destination

logger = logging.getLogger(__name__)

LONGEST_REASON = 500


def pause(*, destination: Destination, reason: str, actor: Actor, at: datetime, alert: bool) -> bool:
    """Pause a destination whose row is locked, and hold what waits for it. False where it is paused already."""
    if not destination.is_active:
        return False
    destination.state, destination.state_since = DestinationState.PAUSED, at
    destination.state_reason = ledger.plain(reason, longest=LONGEST_REASON) or "?"
    destination.save(update_fields=["state", "state_since", "state_reason"])
    _note(destination, DestinationVerb.PAUSE, actor=actor, at=at, reason=destination.state_reason)
    _move_all(destination, verb=Verb.HOLD, actor=actor, at=at, reason=destination.state_reason)
    if alert:
        alarms.destination_paused(destination=destination, at=at)
    logger.warning("Destination %s is paused", destination.pk)
    return True


def release(*, destination: Destination, actor: Actor, at: datetime, reason: str) -> int:
    """Make a locked destination active again, with a closed breaker; its rows wait again, takedowns first."""
    destination.state, destination.state_since, destination.state_reason = DestinationState.ACTIVE, at, ""
    destination.failures_in_row = destination.breaker_openings = 0
    destination.breaker_open_until = None
    destination.save(
        update_fields=[
            "state",
            "state_since",
            "state_reason",
            "failures_in_row",
            "breaker_openings",
            "breaker_open_until",
        ]
    )
    _note(destination, DestinationVerb.RESUME, actor=actor, at=at, reason=reason)
    alarms.destination_resumed(destination=destination, at=at)
    moved = _move_all(destination, verb=Verb.RELEASE, actor=actor, at=at, reason=reason)
    bells.ring_drain(destination.pk)
    return moved


def cancel_all(*, destination: Destination, actor: Actor, at: datetime, reason: str) -> int:
    """Give up whatever has not arrived at a locked destination."""
    return _move_all(destination, verb=Verb.CANCEL, actor=actor, at=at, reason=reason)


def _note(destination: Destination, verb: DestinationVerb, *, actor: Actor, at: datetime, reason: str) -> None:
    reason = ledger.plain(reason, longest=LONGEST_REASON)
    DestinationEvent.objects.create(
        destination=destination, verb=verb, at=at, actor=actor.user, by=actor.by, reason=reason
    )


def _move_all(destination: Destination, *, verb: Verb, actor: Actor, at: datetime, reason: str) -> int:
    """Hold, release or cancel all rows of a destination at once, each with its event; there may be ten thousand."""
    way = TRANSITIONS[verb]
    # A pause leaves alone what is on its way: that comes to its end first.
    sources, target = (CLAIMABLE, way.target) if verb is Verb.HOLD else (way.sources, way.target)
    rows = list(
        Delivery.objects.filter(destination=destination, state__in=sources)
        .select_for_update(of=("self",))
        .order_by("pk")
        .values_list("pk", "state", "attempts")
    )
    next_attempt_at = at if verb is Verb.RELEASE else None
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        Delivery.objects.filter(pk__in=[pk for pk, _state, _attempts in part]).update(
            state=target, next_attempt_at=next_attempt_at, updated_at=at
        )
        DeliveryEvent.objects.bulk_create(
            DeliveryEvent(
                delivery_id=pk,
                verb=verb,
                from_state=state,
                to_state=target,
                at=at,
                actor=actor.user,
                by=actor.by,
                reason=reason,
                attempt=attempts,
            )
            for pk, state, attempts in part
        )
    return len(rows)
