"""The worker's side of the core: sending the mail that waits."""

from __future__ import annotations

from celery import shared_task

from cms.core import mail


@shared_task(name="cms.core.tasks.send_waiting_mail")
def send_waiting_mail() -> int:
    """Sends what is due; returns how many mails left."""
    return mail.send_waiting()
