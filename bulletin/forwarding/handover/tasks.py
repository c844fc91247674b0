"""The worker's side of the tasks by hand. Arguments are ids; twice or never does no harm."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from bulletin.forwarding.handover import bells
from bulletin.forwarding.handover.looking import Looker
from bulletin.forwarding.handover.reminding import remind


@shared_task(name=bells.LOOK)
def look(task_id: int) -> None:
    """Look for what one person said."""
    Looker().look(task_id=task_id)


@shared_task(name=bells.SWEEP)
def sweep() -> None:
    """Ring for looks that are due, and remind of what is late."""
    for task_id in Looker().due():
        bells.ring_look(task_id)
    remind(now=timezone.now())
