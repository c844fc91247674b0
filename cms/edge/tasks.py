"""The worker's side of the edge. The clock calls these too, so a lost bell costs some seconds."""

from __future__ import annotations

from celery import shared_task

from cms.edge import actions


@shared_task(name="cms.edge.tasks.purge")
def purge() -> int:
    """Forgets what is due; returns how many addresses."""
    return actions.purge_due()


@shared_task(name="cms.edge.tasks.thin")
def thin() -> int:
    """Deletes old rows; returns how many."""
    return actions.thin()
