"""The worker's side. Arguments are ids; a task may run twice or never, the ledger's leases make both harmless."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from bulletin.forwarding import outbox
from bulletin.forwarding.alarms import pulse, raising
from bulletin.forwarding.destinations import probing
from bulletin.forwarding.handover import tasks as by_hand
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.proof.drift import Watch, close_overtaken
from bulletin.forwarding.sending import bells
from bulletin.forwarding.sending.engine import PARALLEL, Engine

# Celery looks for tasks in this module alone; those of the room beside it are found through it.
__all__ = ["by_hand", "check", "confirm_sweep", "deliver", "drain", "look_up", "reconcile", "sweep"]

DRAIN_SECONDS = 8
"""No exchange begins later than this in a task; with the exchange's own 30 s it ends within the task's time limit."""


@shared_task(name=bells.DELIVER)
def deliver(delivery_id: str) -> None:
    """Attempt one delivery."""
    Engine().deliver(delivery_id=UUID(delivery_id))


@shared_task(name=bells.DRAIN)
def drain(destination_id: int) -> None:
    """Attempt what is due at a destination; rings again where time runs out."""
    if Engine(parallel=PARALLEL).drain(destination_id=destination_id, seconds=DRAIN_SECONDS):
        bells.ring_drain(destination_id)


@shared_task(name=bells.LOOK_UP)
def look_up(delivery_id: str) -> None:
    """Ask the other site about one delivery of unknown outcome."""
    Engine().look_up(delivery_id=UUID(delivery_id))


@shared_task(name=bells.CHECK)
def check(delivery_id: str) -> None:
    """Look for one delivery on its public page."""
    Checker().check(delivery_id=UUID(delivery_id))


@shared_task(name="bulletin.forwarding.tasks.sweep")
def sweep() -> None:
    """The guarantee behind every bell: take back lost leases and ring for whatever is due."""
    pulse.beat(pulse.SWEEP, now=timezone.now())
    work = Engine().sweep()
    for destination_id in work.destinations:
        bells.ring_drain(destination_id)
    for delivery_id in work.unknown:
        bells.ring_look_up(delivery_id)


@shared_task(name="bulletin.forwarding.tasks.confirm_sweep")
def confirm_sweep() -> None:
    """Look again for whatever was delivered and is not confirmed, takedowns included."""
    for delivery_id in Checker().due():
        bells.ring_check(delivery_id)


@shared_task(name="bulletin.forwarding.tasks.reconcile")
def reconcile() -> None:
    """Report and repair published versions without their row."""
    now = timezone.now()
    raising.reconciled(found=outbox.reconcile(now=now), now=now)


@shared_task(name="bulletin.forwarding.tasks.check_drift")
def check_drift() -> None:
    """In the night: look whether what was confirmed is still there, as far as time and throttle let it."""
    night = Watch()
    if night.is_night():
        close_overtaken(now=timezone.now())
        night.run()


@shared_task(name="bulletin.forwarding.tasks.watch")
def watch() -> None:
    """Raise, tell and end alarms; ring again for tests whose bell was lost."""
    raising.watch()
    for event_id in probing.unanswered(now=timezone.now()):
        bells.ring_probe(event_id)


@shared_task(name=bells.PROBE)
def probe(event_id: int) -> None:
    """Put the harmless question that somebody asked for at the desk."""
    probing.carry_out(event_id=event_id)
