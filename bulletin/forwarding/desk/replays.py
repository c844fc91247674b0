"""Replays: which current versions a replay would send, counted first, and sending them, a known number at a time."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bulletin.forwarding.destinations import changes as destination_changes
from bulletin.forwarding.destinations.models import DestinationVerb
from bulletin.forwarding.errors import BadValue, WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.permissions import require_operator
from bulletin.forwarding.states import ARRIVED, STUCK, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from bulletin.forwarding.actors import Actor

logger = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""So many are put into the queue by one press of the button; what is left is counted again afterwards."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is to be replayed: since when, only what failed or everything, at one destination or all."""

    since: datetime
    failed_only: bool
    destination_id: int | None = None


def replayable(scope: Scope) -> QuerySet[Delivery]:
    """The current versions that a replay would send, oldest first; nothing is changed.

    Current is the newest version of an article at a destination. What a person cancelled and what is on its way already
    is left alone; a retired destination has nothing to replay.
    """
    rows = Delivery.objects.filter(destination__in=Destination.objects.in_use())
    if scope.destination_id is not None:
        rows = rows.filter(destination_id=scope.destination_id)
    same = Delivery.objects.filter(destination=OuterRef("destination"), article_id=OuterRef("article_id"))
    touched = (
        same.filter(state__in=STUCK, updated_at__gte=scope.since)
        if scope.failed_only
        else same.filter(created_at__gte=scope.since)
    )
    wanted = (STUCK if scope.failed_only else ARRIVED | STUCK) | {State.RETRY_WAIT}
    # A newer version cannot be older than the one that was touched: this lets an index answer.
    begun = Q() if scope.failed_only else Q(created_at__gte=scope.since)
    return (
        rows.filter(begun, Exists(touched), ~Exists(same.filter(version__gt=OuterRef("version"))), state__in=wanted)
        .select_related("destination")
        .defer("body", "destination__secrets_sealed")
        .order_by("created_at", "pk")
    )


def replay(
    *,
    scope: Scope,
    expected: int,
    reason: str,
    actor: Actor,
    send_again: Callable[..., list[Delivery]],
    now: datetime | None = None,
) -> list[Delivery]:
    """Put what was counted into the queue again, at most `AT_ONCE`, and note it in the history of each destination.

    ``expected`` is the number that the person saw. WrongState where it is another one now: they count again. BadValue
    without a reason. ``send_again`` sends rows again, each in its own transaction (`actions.redeliver_all`).
    """
    require_operator(actor)
    text = reason.strip()
    if not text:
        raise BadValue(_("Please give a reason."))
    found = replayable(scope)
    number = found.count()
    if number != expected:
        raise WrongState(
            ngettext(
                "Meanwhile it is %(number)d article. Nothing was sent; look at the list again.",
                "Meanwhile it is %(number)d articles. Nothing was sent; look at the list again.",
                number,
            )
            % {"number": number}
        )
    at = now or timezone.now()
    done = send_again(rows=list(found[:AT_ONCE]), reason=text, actor=actor, now=now)
    note_replay(rows=done, reason=text, actor=actor, at=at)
    return done


@transaction.atomic
def note_replay(*, rows: Iterable[Delivery], reason: str, actor: Actor, at: datetime) -> None:
    """The audit line of a replay in the history of each destination: who, why, how many."""
    for destination_id, number in sorted(Counter(row.destination_id for row in rows).items()):
        destination_changes.note(
            destination=Destination.objects.get(pk=destination_id),
            verb=DestinationVerb.REPLAY,
            actor=actor,
            at=at,
            reason=reason,
            detail=str(number),
        )
        logger.info("%s deliveries of destination %s were put into the queue again", number, destination_id)
