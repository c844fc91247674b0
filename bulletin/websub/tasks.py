"""The worker's side. A task may run twice or never: rows are claimed, and the clock finds what no bell announced."""

from __future__ import annotations

from celery import shared_task

from bulletin.websub import pings


@shared_task(name=pings.TASK)
def send() -> None:
    """Tells the hubs what is due."""
    pings.send_waiting()


@shared_task(name="bulletin.websub.tasks.thin")
def thin() -> None:
    """Lets go of what is old."""
    pings.thin()
