"""The worker's side of the screens."""

from __future__ import annotations

from celery import shared_task

from bulletin.led.silence import tell_of_silence


@shared_task(name="bulletin.led.tasks.watch")
def watch() -> int:
    """Tells the desk of screens that have gone silent; returns how many."""
    return tell_of_silence()
