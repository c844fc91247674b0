"""What is wrong with forwarding at a moment. Nothing is changed here; each question is one query, whatever waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import Case, Count, DateTimeField, F, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from bulletin.forwarding.alarms import pulse
from bulletin.forwarding.alarms.models import Cause, Pulse
from bulletin.forwarding.ledger import ENQUEUE
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.states import Action, DestinationState, State, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

UNKNOWN_FOR: Final = timedelta(minutes=10)
TAKEDOWN_WITHIN: Final = timedelta(minutes=30)
PAUSED_BY_HAND: Final = timedelta(hours=2)
"""Whoever pauses a destination knows it; the others are told when it is still paused after so long."""
TAKEDOWNS_NAMED: Final = 200

WAIT_BEGINS: Final = (ENQUEUE, Verb.CLEAR, Verb.REDELIVER, Verb.MISS)
"""A row waits since one of these; attempts in between do not start its wait anew."""
GOES_BY_ITSELF: Final = (State.WAITING, State.RETRY_WAIT, State.SENDING)
NOT_TAKEN_DOWN: Final = tuple(sorted(set(State) - {State.CONFIRMED, State.CANCELLED, State.SUPERSEDED}))
SWEEP_SUBJECT: Final = "sweep"
LEDGER_SUBJECT: Final = "ledger"


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A cause that is there now, as the fields of its alarm."""

    cause: Cause
    subject: str
    since: datetime
    destination_id: int | None = None
    delivery_id: Any = None
    number: int = 1
    detail: str = ""
    patience: timedelta = timedelta()


def findings(*, now: datetime) -> list[Sighting]:
    """Everything that is wrong now, but for what only the reconciliation can find.

    A destination of another installation is none of our business: a restored copy raises nothing.
    """
    ours = list(
        Destination.objects.in_use()
        .filter(instance_role=settings.FORWARDING_ROLE)
        .exclude(instance_role="")
        .defer("secrets_sealed")
        .order_by("pk")
    )
    if not ours:
        return []
    active = [each for each in ours if each.is_active]
    keys = [each.pk for each in ours]
    return [
        *(_paused(each) for each in ours if each.state == DestinationState.PAUSED),
        *_unknown(keys, now=now),
        *_takedowns(keys, now=now),
        *_queues(active, now=now),
        *_silence(now=now),
    ]


def wait_since() -> Case:
    """Since when a row waits: its last entry into the queue, or the later moment for which it was planned."""
    began = DeliveryEvent.objects.filter(delivery=OuterRef("pk"), verb__in=WAIT_BEGINS).order_by("-pk")
    entered = Coalesce(Subquery(began.values("at")[:1]), F("created_at"))
    planned = When(state=State.WAITING, next_attempt_at__gt=entered, then=F("next_attempt_at"))
    return Case(planned, default=entered, output_field=DateTimeField())


def paused_subject(destination: Destination) -> str:
    """Each pause is a cause of its own, told of anew."""
    return f"{destination.pk}:{destination.state_since.isoformat()}"


def _paused(destination: Destination) -> Sighting:
    return Sighting(
        cause=Cause.PAUSED,
        subject=paused_subject(destination),
        destination_id=destination.pk,
        since=destination.state_since,
        detail=destination.state_reason,
        patience=PAUSED_BY_HAND,
    )


def _unknown(keys: list[int], *, now: datetime) -> Iterable[Sighting]:
    """For each destination, what has been of unknown outcome for too long: the oldest, and how many."""
    lost = DeliveryEvent.objects.filter(delivery=OuterRef("pk"), verb=Verb.LOSE_SIGHT).order_by("-pk")
    rows = (
        Delivery.objects.filter(destination_id__in=keys, state=State.UNKNOWN)
        .annotate(lost_at=Coalesce(Subquery(lost.values("at")[:1]), F("updated_at")))
        .filter(lost_at__lte=now - UNKNOWN_FOR)
        .order_by("lost_at", "pk")
        .values_list("destination_id", "pk", "title", "lost_at")
    )
    found: dict[int, list[tuple[Any, str, datetime]]] = {}
    for destination_id, pk, title, lost_at in rows:
        found.setdefault(destination_id, []).append((pk, title, lost_at))
    for destination_id, lines in found.items():
        pk, title, lost_at = lines[0]
        yield Sighting(
            cause=Cause.UNKNOWN,
            subject=str(destination_id),
            destination_id=destination_id,
            delivery_id=pk,
            since=lost_at,
            number=len(lines),
            detail=title,
        )


def takedowns_under_way() -> QuerySet[Delivery]:
    """Takedowns that nobody has seen carried out yet."""
    return Delivery.objects.filter(state__in=NOT_TAKEN_DOWN, action=Action.RETRACTED)


def _takedowns(keys: list[int], *, now: datetime) -> Iterable[Sighting]:
    rows = (
        takedowns_under_way()
        .filter(destination_id__in=keys, created_at__lte=now - TAKEDOWN_WITHIN)
        .order_by("created_at", "pk")
        .values_list("pk", "destination_id", "title", "created_at")[:TAKEDOWNS_NAMED]
    )
    for pk, destination_id, title, created_at in rows:
        yield Sighting(
            cause=Cause.TAKEDOWN,
            subject=str(pk),
            destination_id=destination_id,
            delivery_id=pk,
            since=created_at,
            detail=title,
        )


def _queues(active: list[Destination], *, now: datetime) -> Iterable[Sighting]:
    """Waits that are too long, and queues that are. Takedowns have an alarm of their own."""
    rows = (
        Delivery.objects.filter(
            ~Q(state=State.WAITING, next_attempt_at__gt=now), destination__in=active, state__in=GOES_BY_ITSELF
        )
        .exclude(action=Action.RETRACTED)
        .annotate(wait_since=wait_since())
        .order_by()
        .values("destination_id")
        .annotate(number=Count("pk"), oldest=Min("wait_since"))
    )
    queues = {row["destination_id"]: row for row in rows}
    for destination in active:
        queue = queues.get(destination.pk)
        if queue is None:
            continue
        common: dict[str, Any] = {
            "subject": str(destination.pk),
            "destination_id": destination.pk,
            "since": queue["oldest"],
            "number": queue["number"],
        }
        if queue["oldest"] <= now - timedelta(minutes=destination.oldest_limit_minutes):
            yield Sighting(cause=Cause.LATE, **common)
        if queue["number"] > destination.backlog_limit:
            yield Sighting(cause=Cause.BACKLOG, **common)


def _silence(*, now: datetime) -> Iterable[Sighting]:
    watcher = Pulse.objects.filter(pk=pulse.WATCH).first()
    since = pulse.silent_since(now=now, watched_since=watcher.steady_since if watcher else now)
    if since is not None:
        yield silence(since)


def silence(since: datetime) -> Sighting:
    """The sweep has not run since then."""
    return Sighting(cause=Cause.SILENT, subject=SWEEP_SUBJECT, since=since)
