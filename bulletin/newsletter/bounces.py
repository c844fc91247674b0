"""Mails that come back: which one it was, and whether its address is gone for good (RFC 3464).

Nothing in such a mail is trusted but the sealed name of ours: in the address that it came to, or in the ``Message-ID``
of the mail that it quotes. Whatever is not understood is put aside and changes nothing.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from time import monotonic
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bulletin.newsletter.models import Dispatch
from bulletin.newsletter.states import TRANSITIONS, State, Verb
from bulletin.newsletter.subscriber_actions import count_bounce
from bulletin.newsletter.tokens import read_mail_name
from cms.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from submissions.mailbox.sources import Source

logger = logging.getLogger(__name__)

POLL_LIMIT = 100
POLL_SECONDS = 25
# A report is short; what is longer quotes a whole mail, and is still looked at no further than this.
MOST_BYTES = 1024 * 1024
MOST_PARTS = 20
# The parser of the standard library calls itself for each level.
MOST_NESTINGS = 20
_NESTING = re.compile(rb"(?im)^content-type:\s*(?:multipart|message)/")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# Where a server says to whom a mail was delivered; ours has its name after a plus sign.
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "to")


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a report says: which mail of ours, and whether it failed for good."""

    dispatch_id: int
    is_for_good: bool
    status: str


def read(raw: bytes) -> Bounce | None:
    """The report in a mail; None where it is none, or not about a mail of ours. Never raises, whatever comes in."""
    raw = raw[:MOST_BYTES]
    if len(_NESTING.findall(raw)) > MOST_NESTINGS:
        return None
    try:
        message = message_from_bytes(raw)
        parts = [part for _place, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
        named = _named(message, parts)
        status, words = _verdict(parts)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        logger.warning("A report can't be read: %s", type(error).__name__)
        return None
    if named is None or not status:
        return None
    return Bounce(dispatch_id=named, is_for_good=status.startswith("5."), status=clean_line(f"{status} {words}")[:300])


def collect(*, source: Source, now: datetime | None = None) -> int:
    """Reads what waits in the bounce mailbox and puts it aside; returns how many mails were met.

    A mail is put aside after what it says is committed: killed in between, it is met again, and changes nothing twice.

    Raises:
        MailboxAway: the mailbox does not answer.
    """
    now = now or timezone.now()
    deadline, met = monotonic() + POLL_SECONDS, 0
    for found in source.waiting(limit=POLL_LIMIT, now=now):
        bounce = read(found.header() if found.size > MOST_BYTES else found.read())
        if bounce is not None:
            record(bounce=bounce, now=now)
        found.settle()
        met += 1
        if monotonic() > deadline:
            break
    return met


@transaction.atomic
def record(*, bounce: Bounce, now: datetime) -> bool:
    """Marks the mail as come back and counts it against its address; False where that changed nothing.

    A passing fault (a full mailbox, a server that waits) is noted and counts for nothing.
    """
    rows = Dispatch.objects.filter(pk=bounce.dispatch_id)
    if not bounce.is_for_good:
        rows.filter(state=State.SENT).update(status=bounce.status)
        return False
    left = rows.filter(state__in=sorted(TRANSITIONS[Verb.BOUNCE].sources))
    moved = left.update(
        state=TRANSITIONS[Verb.BOUNCE].target,
        bounced_at=now,
        status=bounce.status,
        lease_owner="",
        lease_until=None,
    )
    if not moved:
        return False
    subscriber_id = rows.values_list("subscriber_id", flat=True).first()
    if subscriber_id is not None:
        count_bounce(subscriber_id=subscriber_id, now=now)
    return True


def _named(message: Message, parts: list[Message]) -> int | None:
    """Our mail: by the address that the report came to, else by the identifier of the mail that it quotes."""
    for name in _DELIVERED:
        for value in message.get_all(name, []):
            found = read_mail_name(str(value))
            if found is not None:
                return found
    for part in parts[1:]:
        kind = part.get_content_type()
        quoted = str(part.get("Message-ID", "")) if part is not message else ""
        if kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            quoted = payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""
        found = read_mail_name(quoted)
        if found is not None:
            return found
    return None


def _verdict(parts: list[Message]) -> tuple[str, str]:
    """Status and diagnosis of the recipient that failed; empty where no part is a delivery status."""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            for fields in _groups(part):
                action = str(fields.get("Action", "")).strip().lower()
                status = _STATUS.search(str(fields.get("Status", "")))
                if status and action in {"failed", "delayed"}:
                    # Delayed is not failed, whatever its number says.
                    number = status[0] if action == "failed" else f"4{status[0][1:]}"
                    return number, str(fields.get("Diagnostic-Code", ""))
    return "", ""


def _groups(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload[:50] if isinstance(each, Message))
