"""Taking work from the ledger: a lease on a row, in one short transaction, the same code on both databases.

PostgreSQL skips rows that another worker has locked; SQLite has one writer at a time and ignores the clause.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from bulletin.forwarding import ledger, statements
from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import breaker
from bulletin.forwarding.statements import Question
from bulletin.forwarding.states import IN_FLIGHT, Verb

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from bulletin.forwarding.querysets import DeliveryQuerySet

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
EXPIRED_AT_ONCE = 100
ANY, MOMENT = -1, datetime(1970, 1, 2, tzinfo=UTC)
"""Marks in a question: no destination has such a number, and nothing happened then."""
CLOCK_STEP = timedelta(seconds=60)
"""Clocks of several machines differ by less than this; a larger step back is one."""


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
        destination = locked_destination(destination_id)
        if not (destination.is_active and destination.is_ours) or destination.is_pulled:
            return []
        in_flight = _OPEN.count(destination.pk, now)
        slots = breaker.take_slots(destination, in_flight=in_flight, wanted=limit, now=now)
        if slots == 0:
            return []
        rows = _due_rows(destination, slots=slots, now=now, only=only)
        if not rows:
            return []
        owner = str(uuid4())
        leased = _lease(_without_overtaken(rows, now=now), owner=owner, now=now)
        if leased:
            breaker.book(destination, sent=len(leased), owner=owner, now=now)
            statements.save(destination, breaker.BOOKED)
        for row in leased:
            row.destination = destination
        return [Claim(row, owner, now + LEASE) for row in leased]


def seconds_until_due(*, destination_id: int, now: datetime) -> float:
    """How long the throttle alone keeps rows back that are due; 0 where there are none, or something else does.

    Where others are at it, they will also take what is left.
    """
    destination = Destination.objects.sendable().filter(pk=destination_id).first()
    if destination is None:
        return 0.0
    seconds = breaker.seconds_until_slot(destination, now=now)
    if seconds == 0 or _OPEN.count(destination.pk, now):
        return 0.0
    is_due = Delivery.objects.claimable(now=now).filter(destination=destination).order_by().exists()
    return seconds if is_due else 0.0


def locked_destination(pk: int) -> Destination:
    """The destination as it is now, locked until the transaction ends. Raises ``Destination.DoesNotExist``."""
    found = _DESTINATION.ask(pk)
    if not found:
        raise Destination.DoesNotExist(pk)
    return found[0]


def _due_rows(destination: Destination, *, slots: int, now: datetime, only: UUID | None) -> list[Delivery]:
    """Due rows of articles of which nothing is on its way, locked, in the order in which they should go.

    Each says whether its article has a newer version (``has_newer``).
    """
    if only is None:
        return DUE.ask(destination.pk, now, limit=slots)
    return list(_due(destination.pk, now).filter(pk=only)[:slots])


def _due(destination_id: int, now: datetime) -> DeliveryQuerySet:
    others = Delivery.objects.filter(destination=OuterRef("destination"), article_id=OuterRef("article_id"))
    due = Delivery.objects.claimable(now=now).filter(
        ~Exists(others.filter(state__in=IN_FLIGHT)), destination=destination_id
    )
    return due.annotate(has_newer=Exists(Delivery.objects.newer())).select_for_update(skip_locked=True, of=("self",))


def _one_locked(destination_id: int) -> QuerySet[Destination]:
    return Destination.objects.locked().filter(pk=destination_id)


_DESTINATION = Question(Destination, _one_locked, ANY)
_OPEN = Question(Delivery, Delivery.objects.requests_open, ANY, MOMENT)
DUE = Question(Delivery, _due, ANY, MOMENT)
"""Of a destination at a moment: what may be claimed, locked, in the order in which it goes."""


def _without_overtaken(rows: list[Delivery], *, now: datetime) -> list[Delivery]:
    """The rows that have no newer version; the others are superseded."""
    kept = []
    for row in rows:
        if not getattr(row, "has_newer", False):
            kept.append(row)
            continue
        ledger.move(delivery=row, verb=Verb.SUPERSEDE, actor=WORKER, at=now, reason="a newer version exists")
    return kept


def _lease(rows: list[Delivery], *, owner: str, now: datetime) -> list[Delivery]:
    """The rows that could be leased: all at once, or each by itself where the constraint keeps one back."""
    if not rows:
        return []
    moves = [
        ledger.Move(
            delivery=row,
            changes={
                "attempts": row.attempts + 1,
                "asked": 0,
                "lease_until": now + LEASE,
                "lease_owner": owner,
                "first_sent_at": row.first_sent_at or now,
            },
        )
        for row in rows
    ]
    try:
        with transaction.atomic():
            ledger.move_each(moves=moves, verb=Verb.CLAIM, actor=WORKER, at=now)
    except IntegrityError:
        # Another version of an article went out in this very moment; the constraint keeps this one back.
        if len(rows) == 1:
            logger.info("Delivery %s is kept back: another version is in flight", rows[0].pk)
            return []
        fresh = Delivery.objects.filter(pk__in=[row.pk for row in rows]).order_by("priority", "next_attempt_at", "pk")
        return [leased for row in fresh for leased in _lease([row], owner=owner, now=now)]
    return rows


def claim_for_look_up(*, delivery_id: UUID, now: datetime) -> Claim | None:
    """Lease a row of unknown outcome for one question to the other site; None where it is not due or taken.

    A paused destination is not asked either: its credentials or its address are likely to be what is wrong. Breaker
    and throttle hold for questions as they do for sending.
    """
    with transaction.atomic():
        row = Delivery.objects.due_for_look_up(now=now).filter(pk=delivery_id).only("destination_id").first()
        if row is None:
            return None
        destination = locked_destination(row.destination_id)
        if not (destination.is_active and destination.is_ours):
            return None
        in_flight = _OPEN.count(destination.pk, now)
        if breaker.take_slots(destination, in_flight=in_flight, wanted=1, now=now) == 0:
            return None
        locked = Delivery.objects.due_for_look_up(now=now).select_for_update(skip_locked=True, of=("self",))
        row = locked.filter(pk=delivery_id).first()
        if row is None:
            return None
        row.lease_owner, row.lease_until, row.destination = str(uuid4()), now + LEASE, destination
        row.save(update_fields=["lease_owner", "lease_until"])
        breaker.book(destination, sent=1, owner=row.lease_owner, now=now)
        statements.save(destination, breaker.BOOKED)
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


def follow_clock(*, now: datetime, span: timedelta) -> None:
    """The clock was set back by ``span``: what was written before that keeps its distance to the present.

    Otherwise all that was due "now" would wait until the clock has come back to where it was.
    """
    ahead = Delivery.objects.filter(updated_at__gt=now + CLOCK_STEP / 2)
    with transaction.atomic():
        logger.warning("The clock was set back by %s", span)
        for field in ("next_attempt_at", "check_at", "lease_until"):
            ahead.filter(**{f"{field}__gt": now}).update(**{field: F(field) - span})
        ahead.filter(
            Q(next_attempt_at__isnull=False) | Q(check_at__isnull=False) | Q(lease_until__isnull=False)
        ).update(updated_at=now)
        Destination.objects.filter(breaker_open_until__gt=now + breaker.LONGEST_OPENING).update(
            breaker_open_until=now + breaker.FIRST_OPENING
        )
