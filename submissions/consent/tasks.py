"""The clock's side of the consents: files of withdrawn photos."""

from __future__ import annotations

from celery import shared_task

from submissions.consent import removal


@shared_task(name="submissions.consent.tasks.sweep")
def sweep() -> int:
    """Takes public files away where that is still to be done, and erases what was kept long enough."""
    return removal.sweep()
