"""The change feed: the same deliveries as elsewhere, for a site that prefers to fetch them.

A delivery to such a destination waits until it is fetched: it is given the next place in the feed, offered, and counts
as received when the reader asks for what comes after it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Value
from django.db.models.functions import Coalesce

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import PULLER
from bulletin.forwarding.models import Delivery, Destination, PullChange
from bulletin.forwarding.payload import canonical
from bulletin.forwarding.states import CLAIMABLE, State, Verb

if TYPE_CHECKING:
    from datetime import datetime

MOST: Final = 200
USUAL: Final = 100
AT_ONCE: Final = 500
FIRST: Final = "0"
CURSOR: Final = re.compile(r"([1-9][0-9]{0,17})\.([0-9a-f]{12})")


class BadCursor(Exception):
    """A cursor in a form that was never given out."""


class UnknownCursor(Exception):
    """A cursor that is not of this feed, or of a state of it that a restored backup has lost: begin again."""


@dataclass(frozen=True)
class Page:
    """One page of the feed: its canonical bytes, and whether there is more behind it."""

    body: bytes
    more: bool


def position_of(destination: Destination, cursor: str) -> int:
    """The place that a cursor names; 0 for the beginning. Raises BadCursor, UnknownCursor."""
    if cursor in ("", FIRST):
        return 0
    found = CURSOR.fullmatch(cursor)
    if found is None:
        raise BadCursor
    change = PullChange.objects.filter(destination=destination, position=int(found[1])).first()
    if change is None or cursor_of(change) != cursor:
        raise UnknownCursor
    return change.position


def cursor_of(change: PullChange) -> str:
    """A place as a cursor: its number, and the end of the delivery's id, so that no other feed's cursor fits."""
    return f"{change.position}.{change.delivery_id.hex[-12:]}"


@transaction.atomic
def acknowledge(*, destination: Destination, position: int, now: datetime) -> int:
    """What stands up to a place was fetched: the reader asks for what comes after it. Returns how many were new."""
    Destination.objects.locked().get(pk=destination.pk)
    open_ones = PullChange.objects.filter(
        destination=destination, position__lte=position, acknowledged_at__isnull=True
    ).order_by("position")
    changes = list(open_ones[:AT_ONCE])
    rows = (
        Delivery.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([each.delivery_id for each in changes])
    )
    for change in changes:
        row = rows[change.delivery_id]
        # What came into the queue again after it was offered gets a new place: the reader may have seen it without text.
        if row.state in CLAIMABLE and not _is_stale(change, row):
            ledger.move(
                delivery=row,
                verb=Verb.FETCH,
                actor=PULLER,
                at=now,
                reason=cursor_of(change),
                attempts=row.attempts + 1,
                delivered_at=now,
                next_attempt_at=None,
                last_error="",
            )
    PullChange.objects.filter(pk__in=[each.pk for each in changes]).update(acknowledged_at=now)
    return len(changes)


@transaction.atomic
def offer(*, destination: Destination, now: datetime) -> int:
    """Give the next places to what is committed, due and not offered yet. Returns how many.

    The lock of the destination's row is held until the commit, so places become visible in their order and none is
    left out; rows of a transaction that is still open are not seen here and get a later place.
    """
    place = Destination.objects.locked().get(pk=destination.pk)
    if not (place.is_active and place.is_ours and place.is_pulled):
        return 0
    offered = PullChange.objects.filter(
        delivery=OuterRef("pk"), acknowledged_at__isnull=True, offered_at__gte=OuterRef("updated_at")
    )
    due = (
        Delivery.objects.claimable(now=now)
        .filter(~Exists(offered), destination=place)
        .order_by("created_at", "pk")
        .select_for_update(skip_locked=True, of=("self",))
    )
    rows = list(due[:AT_ONCE])
    if not rows:
        return 0
    PullChange.objects.filter(delivery__in=rows, acknowledged_at__isnull=True).update(acknowledged_at=now)
    last = PullChange.objects.filter(destination=place).aggregate(last=Max("position"))["last"] or 0
    PullChange.objects.bulk_create(
        PullChange(destination=place, position=last + number, delivery=row, offered_at=now)
        for number, row in enumerate(rows, start=1)
    )
    # From here on the other end may hold it: a withdrawal is offered too, and never cancelled as if nothing had left.
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        first_sent_at=Coalesce("first_sent_at", Value(now))
    )
    return len(rows)


def page(*, destination: Destination, after: int, limit: int) -> Page:
    """What stands behind a place, at most ``limit``; only the newest version of an article carries its text."""
    changes = list(
        PullChange.objects.filter(destination=destination, position__gt=after)
        .select_related("delivery")
        .annotate(has_newer=Exists(Delivery.objects.newer(of="delivery__")))
        .order_by("position")[: limit + 1]
    )
    shown, more = changes[:limit], len(changes) > limit
    cursor = cursor_of(shown[-1]) if shown else _cursor_at(destination, after)
    content = {"items": [_item(each) for each in shown], "next": cursor, "more": more, "version": 1}
    return Page(body=canonical(content), more=more)


def _is_stale(change: PullChange, row: Delivery) -> bool:
    return change.offered_at < row.updated_at


def _cursor_at(destination: Destination, position: int) -> str:
    change = PullChange.objects.filter(destination=destination, position=position).first()
    return cursor_of(change) if change else FIRST


def _item(change: PullChange) -> dict[str, Any]:
    row = change.delivery
    is_over = bool(getattr(change, "has_newer", False)) or row.state in {State.SUPERSEDED, State.CANCELLED}
    return {
        "cursor": cursor_of(change),
        "delivery_id": str(row.pk),
        "article_id": str(row.article_id),
        "version": row.version,
        "action": row.action,
        "superseded": is_over,
        # What was replaced or withdrawn is named without its text.
        "message": None if is_over else json.loads(bytes(row.body)),
    }
