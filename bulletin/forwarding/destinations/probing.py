"""Sending a test from the screen: a person asks, the worker puts the question, both stand in the destination's history."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding.actors import WORKER
from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.destinations import changes as destination_changes
from bulletin.forwarding.destinations import probes
from bulletin.forwarding.destinations.models import DestinationEvent, DestinationVerb
from bulletin.forwarding.errors import WrongState
from bulletin.forwarding.permissions import require_operator
from bulletin.forwarding.sending import bells

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from bulletin.forwarding.actors import Actor
    from bulletin.forwarding.adapters import Backend

logger = logging.getLogger(__name__)

PATIENCE: Final = timedelta(minutes=1)
"""A test that nobody has answered for so long may be asked for again."""
FORGOTTEN: Final = timedelta(hours=1)
"""An older one is not caught up with: whoever asked has gone home."""


@transaction.atomic
def ask_for_test(*, destination_id: int, actor: Actor, now: datetime | None = None) -> DestinationEvent:
    """Have a destination asked a harmless question by the worker. Raises NotAllowed, NotFound, WrongState."""
    require_operator(actor)
    now = now or timezone.now()
    destination = destination_changes.locked(destination_id)
    if destination.is_retired:
        raise WrongState(_("This destination is retired."))
    if not destination.is_ours:
        raise WrongState(_("Another installation sends to this destination, so this one does not call it."))
    if _unanswered().filter(destination=destination, at__gt=now - PATIENCE).exists():
        raise WrongState(_("A test is under way already. Its result appears here in a moment."))
    event = destination_changes.note(destination=destination, verb=DestinationVerb.TEST, actor=actor, at=now)
    bells.ring_probe(event.pk)
    return event


def carry_out(*, event_id: int, backend: Backend = adapter_for, now: datetime | None = None) -> bool:
    """Put the question that a test asks for and note what came of it. False where that is done already."""
    event = _unanswered().select_related("destination").filter(pk=event_id).first()
    if event is None:
        return False
    outcome = probes.probe(destination=event.destination, backend=backend)
    try:
        with transaction.atomic():
            destination_changes.note(
                destination=event.destination,
                verb=DestinationVerb.TESTED,
                actor=WORKER,
                at=now or timezone.now(),
                detail=outcome.message,
                reason=f"{outcome.milliseconds} ms",
                ok=outcome.ok,
                answers=event,
            )
    except IntegrityError:
        # Another worker was told of it too and was quicker.
        return False
    logger.info("Destination %s was tested: %s", event.destination_id, "ok" if outcome.ok else "not ok")
    return True


def unanswered(*, now: datetime) -> list[int]:
    """Tests whose bell nobody heard."""
    late = _unanswered().filter(at__lte=now - timedelta(seconds=20), at__gt=now - FORGOTTEN)
    return list(late.values_list("pk", flat=True)[:20])


def latest_tests(destination_ids: list[int]) -> dict[int, DestinationEvent]:
    """The last test of each destination, with its answer where there is one."""
    rows = (
        DestinationEvent.objects.filter(destination_id__in=destination_ids, verb=DestinationVerb.TEST)
        .select_related("answer", "actor")
        .order_by("pk")
    )
    return {row.destination_id: row for row in rows.filter(at__gt=timezone.now() - timedelta(days=1))}


def _unanswered() -> QuerySet[DestinationEvent]:
    return DestinationEvent.objects.filter(verb=DestinationVerb.TEST, answer__isnull=True)
