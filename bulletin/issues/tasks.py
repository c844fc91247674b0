"""The clock's side of the issues."""

from __future__ import annotations

from celery import shared_task

from bulletin.issues.actions import publish_due_issues


@shared_task(name="bulletin.issues.tasks.publish_due")
def publish_due() -> int:
    """Publishes every issue whose time has come; returns how many."""
    return publish_due_issues()
