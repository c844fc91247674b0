"""The clock's side of moderation: what is due goes live, item by item."""

from __future__ import annotations

from celery import shared_task

from submissions.moderation.due import publish_due_articles
from submissions.moderation.escalation import escalate_overdue


@shared_task(name="submissions.moderation.tasks.publish_due")
def publish_due() -> int:
    """Publishes every article whose time has come; returns how many."""
    return publish_due_articles()


@shared_task(name="submissions.moderation.tasks.escalate")
def escalate() -> int:
    """Tells the desk and the board of what waits beyond its time; returns how often somebody was told."""
    return escalate_overdue()
