"""The worker's side of the mailbox: asking it for mail, and finishing what came in."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings

from submissions.mailbox import actions
from submissions.mailbox.sources import MailboxAway, source_of

logger = logging.getLogger(__name__)


@shared_task(name="submissions.mailbox.tasks.poll")
def poll() -> int:
    """Collects what waits and goes through it; returns how many mails were met. Without a mailbox nothing is asked."""
    if not settings.MAILBOX_URL:
        return 0
    met = 0
    try:
        met = actions.collect(source=source_of(settings.MAILBOX_URL))
    except MailboxAway as error:
        logger.warning("The mailbox does not answer: %s", error)
    actions.sweep()
    return met


@shared_task(name="submissions.mailbox.tasks.sweep")
def sweep() -> int:
    """Finishes what came in: files that are read by now, and mails whose worker died; returns how many moved."""
    return actions.sweep()
