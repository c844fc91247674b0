"""Sending what is due: list, claim, hand over, record. No mail server is spoken to inside a transaction.

Nothing here waits: the pace comes from a bucket that fills with time, and the clock of the worker comes round again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from bulletin.newsletter import actions, claims, tokens
from bulletin.newsletter.carriers import NotLeft, OutcomeUnknown, Refused, carrier
from bulletin.newsletter.letter import letter_of, list_id
from bulletin.newsletter.models import Dispatch, Edition
from bulletin.newsletter.states import CLAIMABLE, EditionState, Standing, State, Verb
from bulletin.newsletter.subscriber_actions import count_bounce, unsubscribe_url
from cms.accounts.letterhead import letterhead
from cms.core import rules
from cms.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bulletin.newsletter.carriers import Carrier
    from bulletin.newsletter.claims import Claim
    from bulletin.newsletter.letter import Letter

logger = logging.getLogger(__name__)

# Minutes to wait after the n-th failed attempt; after the last one the mail is given up.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720)
# So many mails are drawn for at once; the letter is drawn anew for each batch.
BATCH = 50
SECONDS = 8


def send_due(*, now: Callable[[], datetime] = timezone.now, seconds: float = SECONDS) -> int:
    """Sends what is due of all editions, the oldest first, for so many seconds; returns how many mails left."""
    deadline = monotonic() + seconds
    claims.expire_leases(now=now())
    sent = 0
    ours = Edition.objects.filter(instance_role=settings.FORWARDING_ROLE).exclude(instance_role="")
    running = ours.filter(state__in=[EditionState.LISTING, EditionState.SENDING]).order_by("created_at", "pk")
    for edition_id in running.values_list("pk", flat=True):
        while monotonic() < deadline and actions.list_recipients(edition_id=edition_id, now=now()):
            pass
        sent += _send_edition(edition_id, now=now, deadline=deadline)
        if monotonic() >= deadline:
            break
        actions.finish(edition_id=edition_id, now=now())
    return sent


def _send_edition(edition_id: int, *, now: Callable[[], datetime], deadline: float) -> int:
    sent = 0
    while monotonic() < deadline:
        edition = Edition.objects.select_related("issue__page").get(pk=edition_id)
        if edition.state != EditionState.SENDING or not edition.issue.page.live:
            return sent
        rows = claims.due(edition=edition, limit=BATCH, now=now())
        pace = rules.number("newsletter.mails_a_minute", on=timezone.localdate(now()))
        granted = claims.draw(wanted=len(rows), mails_a_minute=pace, now=now()) if rows else 0
        if not granted:
            return sent
        letter = letter_of(edition.issue)
        if letter.is_empty:
            # Every article was taken back; there is nothing to say.
            actions.withdraw(issue=edition.issue, now=now())
            return sent
        try:
            with carrier() as line:
                left = _Batch(edition=edition, letter=letter, line=line, now=now).send(rows[:granted], deadline)
        except NotLeft as error:
            claims.give_back(tokens=granted)
            logger.warning("The mail server can't be reached: %s", error)
            return sent
        claims.give_back(tokens=granted - left.tried)
        sent += left.sent
        if left.is_over:
            return sent
    return sent


class _Left:
    """What became of a batch. ``is_over``: nothing more should be tried in this run."""

    def __init__(self) -> None:
        self.tried = self.sent = 0
        self.is_over = False


class _Batch:
    """The mails of one letter over one connection."""

    def __init__(self, *, edition: Edition, letter: Letter, line: Carrier, now: Callable[[], datetime]) -> None:
        self.edition, self.letter, self.line, self.now = edition, letter, line, now
        self.owner = str(uuid4())
        self.head = letterhead()

    def send(self, rows: list[Dispatch], deadline: float) -> _Left:
        left = _Left()
        for row in rows:
            if monotonic() >= deadline or left.is_over:
                break
            if row.subscriber is None or row.subscriber.standing != Standing.ACTIVE:
                _cancel(row)
                continue
            claim = claims.claim(row=row, edition=self.edition, owner=self.owner, now=self.now())
            if claim is None:
                # Another worker was faster, or what the letter shows is not public any more: look again.
                continue
            left.tried += 1
            left.sent += self._hand_over(row, claim, left)
        return left

    def _hand_over(self, row: Dispatch, claim: Claim, left: _Left) -> int:
        recipient = row.subscriber.email if row.subscriber else ""
        try:
            message = self._message(row, recipient)
            answer = self.line.send(message, sender=tokens.envelope_sender(row.pk), recipient=recipient)
        except OutcomeUnknown as error:
            claims.settle(claim=claim, verb=Verb.LOSE_SIGHT, status=str(error))
            return 0
        except NotLeft as error:
            self._postpone(claim, str(error))
            left.is_over = True
            return 0
        except Refused as refusal:
            self._refused(row, claim, refusal, left)
            return 0
        except ValueError as error:
            # An address or a header that no attempt will make valid: it must not stand in the way of the others.
            claims.settle(claim=claim, verb=Verb.GIVE_UP, status=f"{type(error).__name__}: {error}"[:300])
            return 0
        return int(claims.settle(claim=claim, verb=Verb.DELIVER, sent_at=self.now(), status=answer))

    def _refused(self, row: Dispatch, claim: Claim, refusal: Refused, left: _Left) -> None:
        if refusal.stage == "sender":
            # Nothing is wrong with this reader: every mail would be refused.
            logger.error("The mail server does not accept our sender address: %s", refusal)
            self._postpone(claim, str(refusal))
            left.is_over = True
        elif not refusal.is_for_good:
            self._postpone(claim, str(refusal))
        elif refusal.stage == "recipient":
            now = self.now()
            if claims.settle(claim=claim, verb=Verb.BOUNCE, bounced_at=now, status=str(refusal)):
                count_bounce(subscriber_id=row.subscriber_id or 0, now=now)
        else:
            claims.settle(claim=claim, verb=Verb.GIVE_UP, status=str(refusal))

    def _postpone(self, claim: Claim, words: str) -> None:
        if claim.attempts > len(RETRY_MINUTES):
            claims.settle(claim=claim, verb=Verb.GIVE_UP, status=words)
            return
        later = self.now() + timedelta(minutes=RETRY_MINUTES[claim.attempts - 1])
        claims.settle(claim=claim, verb=Verb.POSTPONE, next_attempt_at=later, status=words)

    def _message(self, row: Dispatch, recipient: str) -> EmailMultiAlternatives:
        link = unsubscribe_url(row.subscriber.key) if row.subscriber else ""
        message = EmailMultiAlternatives(
            subject=self.letter.subject,
            body=self.letter.text_for(link),
            from_email=f"{_name(self.head.name)} <{settings.DEFAULT_FROM_EMAIL}>",
            to=[recipient],
            headers={
                "Message-ID": tokens.message_id(row.pk),
                "List-Id": list_id(),
                # RFC 8058: the mail program's own button, which asks nobody anything.
                "List-Unsubscribe": f"<{link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "Precedence": "bulk",
            },
        )
        message.attach_alternative(self.letter.html_for(link), "text/html")
        return message


def _name(name: str) -> str:
    """A display name that stands in quotes."""
    return '"' + clean_line(name).replace("\\", " ").replace('"', " ") + '"'


def _cancel(row: Dispatch) -> None:
    waiting = Dispatch.objects.filter(pk=row.pk, state__in=sorted(CLAIMABLE))
    waiting.update(state=State.CANCELLED, next_attempt_at=None)
