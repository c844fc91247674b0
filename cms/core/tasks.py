"""The worker's side of the core: sending the mail that waits, and letting go of what is old."""

from __future__ import annotations

from celery import shared_task

from cms.core import mail, mail_keeping


@shared_task(name="cms.core.tasks.send_waiting_mail")
def send_waiting_mail() -> int:
    """Sends what is due; returns how many mails left."""
    return mail.send_waiting()


@shared_task(name="cms.core.tasks.thin_mail")
def thin_mail() -> int:
    """Deletes mails past their time; returns how many."""
    return mail_keeping.thin()
