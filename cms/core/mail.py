"""Mail as rows: promised inside the transaction that gives the reason, sent by the worker after its commit."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.core.bell import ring_on_commit
from cms.core.models import OutgoingMail
from cms.core.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

# Minutes to wait after the n-th failed attempt; after the last one the row is marked as failed and stays.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720)
# A claimed row that was not settled in this time belonged to a worker that died. Longer than EMAIL_TIMEOUT.
CLAIM = timedelta(minutes=2)


class ResendRefused(Exception):
    """The mail was not sent again; the message says why, for the person who asked."""


def queue_mail(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    kind: str = "",
    user_id: int | None = None,
    is_private: bool = False,
    not_before: datetime | None = None,
    now: datetime | None = None,
) -> OutgoingMail:
    """Promises a mail in the caller's transaction; the same ``key`` again returns the row that exists.

    ``not_before`` holds it back until then. The bell to the worker is rung on commit; if the broker is away, or the
    mail is held back, the periodic sweep finds the row.
    """
    mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": to,
            "subject": clean_line(subject)[:250],
            "text": text,
            "html": html,
            "kind": kind,
            "user_id": user_id,
            "is_private": is_private,
            "next_attempt_at": not_before or now or timezone.now(),
        },
    )
    if created:
        ring_on_commit("cms.core.tasks.send_waiting_mail")
    return mail


@transaction.atomic
def resend(*, mail_id: int, actor_id: int, now: datetime | None = None) -> OutgoingMail:
    """Sends a settled mail once more, as a row of its own that names the old one and who asked for it.

    Raises:
        ResendRefused: the mail still waits, a copy of it does, or it was for its recipient alone.
        OutgoingMail.DoesNotExist: there is no such mail (any more).
    """
    now = now or timezone.now()
    old = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if old.is_private:
        raise ResendRefused(
            _("This mail carried a link for its recipient alone, and its words are gone. Have a new link sent.")
        )
    if old.state == OutgoingMail.State.WAITING:
        raise ResendRefused(_("This mail has not left yet. It is tried again by itself."))
    if old.resends.filter(state=OutgoingMail.State.WAITING).exists():
        raise ResendRefused(_("A copy of this mail already waits to be sent."))
    new = OutgoingMail.objects.create(
        key=f"resend:{old.pk}:{old.resends.count() + 1}:{now.timestamp():.6f}",
        kind=old.kind,
        user=old.user,
        recipient=old.user.email if old.user else old.recipient,
        subject=old.subject,
        text=old.text,
        html=old.html,
        next_attempt_at=now,
        resend_of=old,
        resent_by_id=actor_id,
    )
    logger.info("Mail %s is sent again as %s, asked for by user %s", old.pk, new.pk, actor_id)
    ring_on_commit("cms.core.tasks.send_waiting_mail")
    return new


def send_waiting(*, now: datetime | None = None, limit: int = 100) -> int:
    """Sends what is due, oldest first; returns how many left.

    Each row is claimed by a conditional update before the mail server is spoken to, and nothing is held open while
    it is, so that two workers never send the same row. What is attached comes from the rooms when a mail leaves, by the
    hook ``mail_attachments`` (mail) -> name, bytes and media type of each file; ValueError there gives the mail up.
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


def message_id(mail: OutgoingMail) -> str:
    """The ``Message-ID`` of a row, the same at every attempt.

    A worker that is killed between the server's “accepted” and our record of it leaves a row that is sent again; mail
    systems fold two copies of one id into one. It is made of the key, which is never given twice.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mail.pk}.{sha256(mail.key.encode()).hexdigest()[:24]}@{domain}>"


def _send(mail: OutgoingMail, *, now: datetime) -> int:
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.recipient])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.extra_headers["Message-ID"] = message_id(mail)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        for bring in hooks.get_hooks("mail_attachments"):
            for name, content, kind in bring(mail):
                message.attach(name, content, kind)
        message.send()
    except ValueError as error:
        # An address, a header or a file that no attempt will make valid: it must not stand in the way of the others.
        _record_failure(mail, error, over=True, now=now)
        return 0
    except (OSError, SMTPException) as error:
        _record_failure(mail, error, over=mail.attempts + 1 > len(RETRY_MINUTES), now=now)
        return 0
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=OutgoingMail.State.SENT,
        sent_at=now,
        attempts=F("attempts") + 1,
        last_error="",
        **({"text": "", "html": ""} if mail.is_private else {}),
    )
    return 1


def _record_failure(mail: OutgoingMail, error: Exception, *, over: bool, now: datetime) -> None:
    attempts = mail.attempts + 1
    OutgoingMail.objects.filter(pk=mail.pk).update(
        attempts=attempts,
        last_error=f"{type(error).__name__}: {error}"[:500],
        state=OutgoingMail.State.FAILED if over else OutgoingMail.State.WAITING,
        next_attempt_at=now + timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]),
    )
    logger.warning("Mail %s was not sent (attempt %s): %s", mail.pk, attempts, error)
