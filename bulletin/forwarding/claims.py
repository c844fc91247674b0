"""Taking work from the ledger: a lease on a row, in one short transaction, the same code on both databases.

PostgreSQL skips rows that another worker has locked; SQLite has one writer at a time and ignores the clause.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from bulletin.forwarding import breaker, ledger
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.states import IN_FLIGHT, State, Verb

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
EXPIRED_AT_ONCE = 100


@dataclass(frozen=True)
class Claim:
    """A leased row. Only who holds ``owner`` may record a result, and only until somebody else took over."""

    delivery: Delivery
    owner: str
    until: datetime


def claim_for_sending(*, destination_id: int, limit: int, now: datetime, only: UUID | None = None) -> list[Claim]:
    """Lease up to ``limit`` due rows of a destination, takedowns first; with ``only``, that row or none.

    Nothing is leased where the destination is paused, belongs to another installation, or its breaker or throttle
    lets nothing through. A row whose newer version is known is superseded on the way.
    """
    with transaction.atomic():
        destination = Destination.objects.select_for_update(no_key=True).get(pk=destination_id)
        if not (destination.is_active and destination.is_ours) or destination.is_pulled:
            return []
        sending = Delivery.objects.filter(destination=destination, state=State.SENDING, lease_until__gte=now).count()
        slots = breaker.take_slots(destination, in_flight=sending, wanted=limit, now=now)
        if slots == 0:
            return []
        others = Delivery.objects.filter(destination=OuterRef("destination"), article_id=OuterRef("article_id"))
        due = Delivery.objects.claimable(now=now).filter(
            ~Exists(others.filter(state__in=IN_FLIGHT)), destination=destination
        )
        if only is not None:
            due = due.filter(pk=only)
        rows = due.annotate(
            has_newer=Exists(others.filter(version__gt=OuterRef("version")).exclude(state=State.CANCELLED))
        ).select_for_update(skip_locked=True, of=("self",))[:slots]
        claims = [claim for row in rows if (claim := _lease(row, now=now)) is not None]
        if claims:
            breaker.book(destination, sent=len(claims), now=now)
            destination.save(update_fields=["next_send_at", "breaker_open_until"])
        return claims


def _lease(row: Delivery, *, now: datetime) -> Claim | None:
    if getattr(row, "has_newer", False):
        ledger.move(
            delivery=row,
            verb=Verb.SUPERSEDE,
            actor=WORKER,
            at=now,
            reason="a newer version exists",
            next_attempt_at=None,
        )
        return None
    owner = str(uuid4())
    try:
        with transaction.atomic():
            ledger.move(
                delivery=row,
                verb=Verb.CLAIM,
                actor=WORKER,
                at=now,
                attempts=row.attempts + 1,
                asked=0,
                lease_until=now + LEASE,
                lease_owner=owner,
                first_sent_at=row.first_sent_at or now,
                next_attempt_at=None,
            )
    except IntegrityError:
        # Another version of the article went out in this very moment; the constraint keeps this one back.
        logger.info("Delivery %s is kept back: another version is in flight", row.pk)
        return None
    return Claim(row, owner, now + LEASE)


def claim_for_look_up(*, delivery_id: UUID, now: datetime) -> Claim | None:
    """Lease a row of unknown outcome for one question to the other site; None where it is not due or taken.

    A paused destination is not asked either: its credentials or its address are likely to be what is wrong.
    """
    with transaction.atomic():
        row = (
            Delivery.objects.due_for_look_up(now=now)
            .filter(pk=delivery_id, destination__in=Destination.objects.sendable())
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None:
            return None
        row.lease_owner, row.lease_until = str(uuid4()), now + LEASE
        row.save(update_fields=["lease_owner", "lease_until"])
        return Claim(row, row.lease_owner, now + LEASE)


def expire_leases(*, now: datetime) -> Collection[UUID]:
    """Rows whose worker died or stalled: whether the body left is unknown, so the other site is asked first."""
    with transaction.atomic():
        rows = list(
            Delivery.objects.expired(now=now)
            .order_by("pk")
            .select_for_update(skip_locked=True, of=("self",))[:EXPIRED_AT_ONCE]
        )
        for row in rows:
            ledger.move(
                delivery=row,
                verb=Verb.LOSE_SIGHT,
                actor=WORKER,
                at=now,
                reason="the worker did not report back in time",
                next_attempt_at=now,
            )
        return [row.pk for row in rows]
