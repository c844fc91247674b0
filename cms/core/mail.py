"""Mail as rows: promised inside the transaction that gives the reason, sent by the worker after its commit."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from cms.core.bell import ring_on_commit
from cms.core.models import OutgoingMail
from cms.core.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

# Minutes to wait after the n-th failed attempt; after the last one the row is marked as failed and stays.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720)
# A claimed row that was not settled in this time belonged to a worker that died.
CLAIM = timedelta(minutes=2)


def queue_mail(
    *, key: str, to: str, subject: str, text: str, html: str = "", now: datetime | None = None
) -> OutgoingMail:
    """Promises a mail in the caller's transaction; the same ``key`` again returns the row that exists.

    The bell to the worker is rung on commit; if the broker is away, the periodic sweep finds the row.
    """
    mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": to,
            "subject": clean_line(subject)[:250],
            "text": text,
            "html": html,
            "next_attempt_at": now or timezone.now(),
        },
    )
    if created:
        ring_on_commit("cms.core.tasks.send_waiting_mail")
    return mail


def send_waiting(*, now: datetime | None = None, limit: int = 100) -> int:
    """Sends what is due, oldest first; returns how many left.

    Each row is claimed by a conditional update before the mail server is spoken to, and nothing is held open while
    it is, so that two workers never send the same row.
    """
    now = now or timezone.now()
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, next_attempt_at__lte=now)
    sent = 0
    for mail in due.order_by("next_attempt_at", "pk")[:limit]:
        claimed = OutgoingMail.objects.filter(
            pk=mail.pk, state=OutgoingMail.State.WAITING, next_attempt_at=mail.next_attempt_at
        ).update(next_attempt_at=now + CLAIM)
        if claimed:
            sent += _send(mail, now=now)
    return sent


def _send(mail: OutgoingMail, *, now: datetime) -> int:
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.recipient])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except (OSError, SMTPException) as error:
        attempts = mail.attempts + 1
        over = attempts > len(RETRY_MINUTES)
        OutgoingMail.objects.filter(pk=mail.pk).update(
            attempts=attempts,
            last_error=str(error)[:500],
            state=OutgoingMail.State.FAILED if over else OutgoingMail.State.WAITING,
            next_attempt_at=now + timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]),
        )
        logger.warning("Mail %s was not sent (attempt %s): %s", mail.pk, attempts, error)
        return 0
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=OutgoingMail.State.SENT, sent_at=now, attempts=mail.attempts + 1, last_error=""
    )
    return 1
