"""The worker's side of counting."""

from __future__ import annotations

from celery import shared_task

from cms.visits import actions


@shared_task(name="cms.visits.tasks.gather")
def gather() -> int:
    """Adds waiting marks to the counts and forgets past days; returns how many were added."""
    return actions.gather()
