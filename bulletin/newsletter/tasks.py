"""The worker's side of the bulletin by mail. The rows are the queue."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings

from bulletin.newsletter import actions, sender, subscriber_actions
from bulletin.newsletter.bounces import collect
from submissions.mailbox.sources import MailboxAway, source_of

logger = logging.getLogger(__name__)


@shared_task(name=actions.TASK)
def send() -> int:
    """Sends what is due, at the pace of the rule; returns how many mails left."""
    return sender.send_due()


@shared_task(name="bulletin.newsletter.tasks.poll_bounces")
def poll_bounces() -> int:
    """Reads what came back; returns how many mails were met. Without a bounce mailbox nothing is asked."""
    if not settings.BOUNCES_URL:
        return 0
    try:
        return collect(source=source_of(settings.BOUNCES_URL))
    except MailboxAway as error:
        logger.warning("The bounce mailbox does not answer: %s", error)
        return 0


@shared_task(name="bulletin.newsletter.tasks.forget")
def forget() -> int:
    """Deletes who has ended, after the days of the rule; returns how many."""
    return subscriber_actions.forget()
