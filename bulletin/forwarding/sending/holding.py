"""Pausing and resuming a destination together with its rows, and single rows beside it; shared by people's verbs and the
engine.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from bulletin.forwarding import bells, ledger
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.alarms import raising
from bulletin.forwarding.destinations.models import DestinationEvent, DestinationVerb
from bulletin.forwarding.errors import NotFound
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.permissions import require_administrator
from bulletin.forwarding.reasons import LONGEST_REASON
from bulletin.forwarding.sending import breaker, fencing
from bulletin.forwarding.sending.fencing import Verdict
from bulletin.forwarding.states import CLAIMABLE, IN_FLIGHT, TRANSITIONS, DestinationState, State, Verb

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from bulletin.forwarding.actors import Actor

logger = logging.getLogger(__name__)

DOUBT = "asked about before it is sent, because our own history was lost"


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
        raising.destination_paused(destination=destination, at=at)
    logger.warning("Destination %s is paused", destination.pk)
    return True


def pause_all(*, verdict: Verdict, at: datetime) -> None:
    """Pause every destination of this installation, because its fencing token does not fit.

    Whatever waits may have been sent by the history that this database lacks: it counts as sent, so that a takedown
    goes out after it, and is asked about when the destination is resumed.
    """
    for pk in Destination.objects.sendable().values_list("pk", flat=True):
        with transaction.atomic():
            destination = Destination.objects.locked().get(pk=pk)
            # Somebody else's machine has no business writing to our people.
            alert = verdict in {Verdict.RESTORED, Verdict.OVERTAKEN}
            if not pause(destination=destination, reason=verdict.value, actor=WORKER, at=at, alert=alert):
                continue
            destination.in_doubt = True
            destination.save(update_fields=["in_doubt"])
            held = Delivery.objects.filter(destination=destination, state=State.PAUSED, first_sent_at__isnull=True)
            held.update(first_sent_at=at)


def release(*, destination: Destination, actor: Actor, at: datetime, reason: str) -> int:
    """Make a locked destination active again, with a closed breaker; its rows wait again, takedowns first.

    Where the fencing token does not fit, only an administrator may, and a new epoch begins. What waited in doubt is
    asked about first. Raises NotAllowed.
    """
    fencing.forget()
    if fencing.look(now=at) is not Verdict.HOLDS:
        require_administrator(actor)
        fencing.begin_epoch(now=at)
        destination.in_doubt = True
    was_in_doubt, destination.in_doubt = destination.in_doubt, False
    destination.state, destination.state_since, destination.state_reason = DestinationState.ACTIVE, at, ""
    breaker.close(destination)
    destination.save(update_fields=["state", "state_since", "state_reason", "in_doubt", *breaker.FIELDS])
    _note(destination, DestinationVerb.RESUME, actor=actor, at=at, reason=reason)
    raising.destination_resumed(destination=destination, at=at)
    moved = 0
    if was_in_doubt:
        moved += _move_all(destination, verb=Verb.LOSE_SIGHT, actor=actor, at=at, reason=DOUBT)
    moved += _move_all(destination, verb=Verb.RELEASE, actor=actor, at=at, reason=reason)
    bells.ring_drain(destination.pk)
    return moved


def cancel_all(*, destination: Destination, actor: Actor, at: datetime, reason: str) -> int:
    """Give up whatever has not arrived at a locked destination."""
    return _move_all(destination, verb=Verb.CANCEL, actor=actor, at=at, reason=reason)


def locked(delivery_id: UUID) -> Delivery:
    """A delivery, locked after its destination: a pause in the same moment either holds it or comes later. NotFound."""
    found = Delivery.objects.filter(pk=delivery_id).values("destination_id").first()
    if found is None:
        raise NotFound(_("There is no such delivery."))
    Destination.objects.locked().get(pk=found["destination_id"])
    return Delivery.objects.select_for_update(of=("self",)).select_related("destination").get(pk=delivery_id)


def hold_or_ring(row: Delivery, *, actor: Actor, at: datetime) -> None:
    """A locked row came into the queue: where its destination is paused it is held, and what is due at once is rung for."""
    if not row.destination.is_active:
        ledger.move(
            delivery=row, verb=Verb.HOLD, actor=actor, at=at, reason="the destination is paused", next_attempt_at=None
        )
    elif row.next_attempt_at == at:
        bells.ring_delivery(row.pk)


def _note(destination: Destination, verb: DestinationVerb, *, actor: Actor, at: datetime, reason: str) -> None:
    reason = ledger.plain(reason, longest=LONGEST_REASON)
    DestinationEvent.objects.create(
        destination=destination, verb=verb, at=at, actor=actor.user, by=actor.by, reason=reason
    )


def _move_all(destination: Destination, *, verb: Verb, actor: Actor, at: datetime, reason: str) -> int:
    """Hold, release, doubt or cancel all rows of a destination at once, each with its event; there may be ten thousand."""
    all_rows = Delivery.objects.filter(destination=destination)
    # A pause leaves alone what is on its way: that comes to its end first.
    found = {
        Verb.HOLD: all_rows.filter(state__in=CLAIMABLE),
        Verb.RELEASE: all_rows.filter(state=State.PAUSED),
        Verb.LOSE_SIGHT: _doubtful(destination),
        Verb.CANCEL: all_rows.filter(state__in=TRANSITIONS[Verb.CANCEL].sources),
    }[verb]
    target = TRANSITIONS[verb].target
    rows = list(found.select_for_update(of=("self",)).order_by("pk").values_list("pk", "state", "attempts"))
    next_attempt_at = at if verb in {Verb.RELEASE, Verb.LOSE_SIGHT} else None
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        Delivery.objects.filter(pk__in=[pk for pk, _state, _attempts in part]).update(
            state=target, next_attempt_at=next_attempt_at, updated_at=at
        )
        if next_attempt_at is not None:
            # What is under an embargo comes to its turn when that ends.
            Delivery.objects.filter(pk__in=[pk for pk, _state, _attempts in part], not_before__gt=at).update(
                next_attempt_at=F("not_before")
            )
        ledger.append_all(
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


def _doubtful(destination: Destination) -> QuerySet[Delivery]:
    """The newest held row of each article of which nothing is on its way: what is asked about first."""
    held = Delivery.objects.filter(destination=destination, state=State.PAUSED)
    others = Delivery.objects.filter(destination=destination, article_id=OuterRef("article_id"))
    free = held.filter(~Exists(others.filter(state__in=IN_FLIGHT)))
    newer = others.filter(state=State.PAUSED, version__gt=OuterRef("version"))
    return free.filter(~Exists(newer))
