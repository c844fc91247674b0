"""The clock's side of the duty: units that owe are reminded."""

from __future__ import annotations

from celery import shared_task

from submissions.duty.sweep import send_due_reminders


@shared_task(name="submissions.duty.tasks.remind_units")
def remind_units() -> int:
    """Reminds every unit that is due; returns how many."""
    return send_due_reminders()
