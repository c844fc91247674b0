"""The verbs of subscribers: ask, confirm, end, suspend, forget.

Asking never tells whether an address is known: whoever asks gets the same answer, and every address gets a mail, be it to
confirm or to say that there is nothing to do. ``now`` is the moment of the act (aware).
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.newsletter import tokens
from bulletin.newsletter.errors import LinkClosed, NotAllowed, TooMany
from bulletin.newsletter.models import Dispatch, Subscriber
from bulletin.newsletter.permissions import may_manage
from bulletin.newsletter.states import CLAIMABLE, Standing, State
from cms.accounts.letterhead import letterhead
from cms.core import rules
from cms.core.mail import queue_mail
from cms.core.models import OutgoingMail

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

logger = logging.getLogger(__name__)

MAIL_KEY = "newsletter:"
BOUNCE_SPAN = timedelta(days=180)
BATCH = 500


def normalised(email: str) -> str:
    """An address as it is kept: without spaces around it, in small letters."""
    return email.strip().lower()


def ask(*, email: str, now: datetime | None = None) -> None:
    """Somebody asks for the bulletin for an address: a mail goes there, and what happens next happens there.

    Raises:
        TooMany: the whole house was asked more often in this hour than the rule allows.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    asked = Subscriber.objects.filter(asked_at__gt=now - timedelta(hours=1), asked_at__lte=now).count()
    if asked >= rules.number("newsletter.asks_an_hour", on=today):
        logging.getLogger("cms.security").warning("The bulletin was asked for %s times in an hour", asked)
        raise TooMany(_("Too many people are asking at the moment. Please try again in an hour."))
    try:
        with transaction.atomic():
            _ask(normalised(email), now=now)
    except IntegrityError:
        # The same address at the same moment; its mail is on its way.
        logger.info("An address was asked for twice at once")


def confirm(*, token: str, now: datetime | None = None) -> Subscriber:
    """The reader's own yes; works once.

    Raises:
        LinkClosed: used, expired, or none of ours.
    """
    now = now or timezone.now()
    row = pending(token=token, now=now)
    same = Subscriber.objects.filter(pk=row.pk, standing=Standing.PENDING, nonce=row.nonce)
    if not same.update(standing=Standing.ACTIVE, nonce=None, confirmed_at=now, ended_at=None):
        raise LinkClosed(_("This link was already used or has expired."))
    logger.info("Subscriber %s confirmed", row.pk)
    row.refresh_from_db()
    return row


def pending(*, token: str, now: datetime | None = None) -> Subscriber:
    """Whom a link of a confirmation is for, without changing anything. Raises `LinkClosed`."""
    today = timezone.localdate(now)
    found = tokens.read_confirmation(token, hours=rules.number("newsletter.confirm_hours", on=today))
    row = None
    if found is not None:
        row = Subscriber.objects.filter(pk=found[0], nonce=found[1], standing=Standing.PENDING).first()
    if row is None:
        raise LinkClosed(_("This link was already used or has expired."))
    return row


def end(*, key: UUID, now: datetime | None = None) -> bool:
    """Somebody does not want the bulletin any more; what still waits for them is cancelled. False where it had ended."""
    return _end(Subscriber.objects.filter(key=key).values_list("pk", flat=True).first(), now=now or timezone.now())


def end_for(*, subscriber_id: int, actor: User, now: datetime | None = None) -> bool:
    """The same, entered at the desk for somebody who asked by other means.

    Raises:
        NotAllowed: neither the desk nor the administrator.
    """
    if not may_manage(actor):
        raise NotAllowed(_("Your role does not include this."))
    return _end(subscriber_id, now=now or timezone.now())


@transaction.atomic
def count_bounce(*, subscriber_id: int, now: datetime) -> bool:
    """Suspends an address that has come back for good as often as the rule allows; True where it did."""
    # Two that come back at the same moment count one after the other.
    if not Subscriber.objects.select_for_update(of=("self",)).filter(pk=subscriber_id).exists():
        return False
    limit = rules.number("newsletter.hard_bounces", on=timezone.localdate(now))
    bounced = Dispatch.objects.filter(
        subscriber_id=subscriber_id, state=State.BOUNCED, bounced_at__gt=now - BOUNCE_SPAN
    ).count()
    if bounced < limit:
        return False
    active = Subscriber.objects.filter(pk=subscriber_id, standing=Standing.ACTIVE)
    if not active.update(standing=Standing.SUSPENDED, ended_at=now):
        return False
    _cancel_waiting(subscriber_id)
    logger.info("Subscriber %s is suspended after %s bounces", subscriber_id, bounced)
    return True


def forget(*, now: datetime | None = None) -> int:
    """Deletes who has ended so many days ago, and who never confirmed in so many; returns how many. Their mails too."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    before = now - timedelta(days=rules.number("newsletter.forget_days", on=today))
    stale = now - timedelta(hours=2 * rules.number("newsletter.confirm_hours", on=today))
    old = Subscriber.objects.filter(ended_at__lt=before) | Subscriber.objects.filter(
        standing=Standing.PENDING, asked_at__lt=stale
    )
    gone = 0
    while batch := list(old.order_by("pk")[:BATCH]):
        with transaction.atomic():
            OutgoingMail.objects.filter(key__startswith=MAIL_KEY, recipient__in=[row.email for row in batch]).delete()
            old.filter(pk__in=[row.pk for row in batch]).delete()
        gone += len(batch)
    return gone


def _ask(email: str, *, now: datetime) -> None:
    today = timezone.localdate(now)
    row = Subscriber.objects.select_for_update(of=("self",)).filter(email=email).first()
    if row is None:
        row = Subscriber(email=email, nonce=uuid4())
    elif row.standing in {Standing.ENDED, Standing.SUSPENDED}:
        row.standing, row.nonce, row.ended_at, row.confirmed_at = Standing.PENDING, uuid4(), None, None
    count = row.asked_count if row.asked_on == today else 0
    if count >= rules.number("newsletter.asks_a_day", on=today):
        return
    row.asked_at, row.asked_on, row.asked_count = now, today, count + 1
    row.save()
    if row.standing == Standing.ACTIVE:
        _mail(row, "already", _("You already receive the bulletin"), address=unsubscribe_url(row.key), now=now)
    else:
        token = tokens.confirmation(subscriber_id=row.pk, nonce=row.nonce or uuid4())
        address = settings.WAGTAILADMIN_BASE_URL + reverse("newsletter:confirm", args=[token])
        _mail(row, "confirm", _("Please confirm: the bulletin by mail"), address=address, now=now)


def unsubscribe_url(key: UUID) -> str:
    """The complete address at which somebody ends."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("newsletter:end", args=[key])


def _mail(row: Subscriber, template: str, subject: str, *, address: str, now: datetime) -> None:
    context = {"address": address, "letterhead": letterhead(), "site": settings.WAGTAILADMIN_BASE_URL}
    queue_mail(
        key=f"{MAIL_KEY}{template}:{row.pk}:{now.timestamp():.6f}",
        to=row.email,
        subject=subject,
        text=render_to_string(f"newsletter/mail/{template}.txt", context),
        # The link is for the recipient alone: its words are deleted once the mail has left.
        is_private=True,
        now=now,
    )


@transaction.atomic
def _end(subscriber_id: int | None, *, now: datetime) -> bool:
    if subscriber_id is None:
        return False
    wanted = Subscriber.objects.filter(pk=subscriber_id).exclude(standing=Standing.ENDED)
    if not wanted.update(standing=Standing.ENDED, ended_at=now, nonce=None):
        return False
    _cancel_waiting(subscriber_id)
    logger.info("Subscriber %s has ended", subscriber_id)
    return True


def _cancel_waiting(subscriber_id: int) -> None:
    waiting = Dispatch.objects.filter(subscriber_id=subscriber_id, state__in=CLAIMABLE)
    waiting.update(state=State.CANCELLED, next_attempt_at=None)
