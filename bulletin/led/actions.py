"""The verbs of messages: keyword-only, atomic, raising one of `bulletin.led.errors`.

``version`` is the one that the person had on the screen: what was changed since is neither overwritten nor approved.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.led.enums import HEADLINE, SECOND_LINE, MessageKind, MessageState, MessageVerb, ScreenState, Verb
from bulletin.led.errors import LedChanged, LedNotAllowed, LedRefused
from bulletin.led.models import LedEvent, LedMessage, LedScreen
from bulletin.led.permissions import may_write
from bulletin.led.transitions import MESSAGES
from cms.accounts.roles import has_role
from cms.core import rules
from cms.core.periods import local_day
from cms.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cms.accounts.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a message says, when and where; without ``screens`` it is for all. Both moments are aware."""

    headline: str
    second_line: str = ""
    kind: str = MessageKind.NOTICE
    valid_from: datetime
    valid_until: datetime
    screens: Sequence[int] = ()


@transaction.atomic
def write_message(*, actor: User, words: Words, now: datetime | None = None) -> LedMessage:
    """Writes a message; it waits for somebody else's eyes."""
    if not may_write(actor):
        raise LedNotAllowed(_("Your role does not include this."))
    now = now or timezone.now()
    message = LedMessage(written_by=actor, changed_by=actor, created_at=now, changed_at=now)
    screens = _write(message, words, now)
    message.save()
    message.screens.set(screens)
    _note(message, actor, Verb.WRITE, now, detail=message.headline)
    return message


@transaction.atomic
def change_message(
    *, message_id: int, actor: User, words: Words, version: int, now: datetime | None = None
) -> LedMessage:
    """Changes a message; also one that was approved, which then leaves the screens and waits again."""
    now = now or timezone.now()
    message = _enter(message_id, actor, MessageVerb.CHANGE, version)
    screens = _write(message, words, now)
    message.approved_by, message.changed_by, message.reason = None, actor, ""
    _leave(message, MessageVerb.CHANGE, now)
    message.screens.set(screens)
    _note(message, actor, Verb.CHANGE, now, detail=message.headline)
    return message


@transaction.atomic
def approve_message(*, message_id: int, actor: User, version: int, now: datetime | None = None) -> LedMessage:
    """Lets a message onto the screens, as it was read: by somebody who neither wrote nor last changed it."""
    now = now or timezone.now()
    message = _enter(message_id, actor, MessageVerb.APPROVE, version)
    if message.valid_until <= now:
        raise LedRefused(_("The time of this message is over. Change its times first."))
    message.approved_by = actor
    _leave(message, MessageVerb.APPROVE, now)
    _note(message, actor, Verb.APPROVE, now, detail=message.headline)
    return message


@transaction.atomic
def return_message(
    *, message_id: int, actor: User, version: int, reason: str, now: datetime | None = None
) -> LedMessage:
    """Gives a message back to be changed, and says why."""
    now = now or timezone.now()
    message = _enter(message_id, actor, MessageVerb.RETURN, version)
    message.reason = _reason(reason, needed=MESSAGES[MessageVerb.RETURN].needs_reason)
    _leave(message, MessageVerb.RETURN, now)
    _note(message, actor, Verb.RETURN, now, detail=message.reason)
    return message


@transaction.atomic
def withdraw_message(
    *, message_id: int, actor: User, version: int, reason: str = "", now: datetime | None = None
) -> LedMessage:
    """Takes a message off the screens for good; the row stays."""
    now = now or timezone.now()
    message = _enter(message_id, actor, MessageVerb.WITHDRAW, version)
    message.reason = _reason(reason, needed=False)
    _leave(message, MessageVerb.WITHDRAW, now)
    _note(message, actor, Verb.WITHDRAW, now, detail=message.reason)
    return message


def _enter(message_id: int, actor: User, verb: MessageVerb, version: int) -> LedMessage:
    row = MESSAGES[verb]
    if not has_role(actor, *row.roles):
        raise LedNotAllowed(_("Your role does not include this."))
    message = LedMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.version != version or message.state not in row.sources:
        raise LedChanged(
            _("Somebody changed this message after you opened it. Look at it again; nothing was changed.")
        )
    if row.forbids_writer and message.is_written_by(actor):
        raise LedNotAllowed(_("You wrote this message or changed it last. Somebody else has to approve it."))
    return message


def _leave(message: LedMessage, verb: MessageVerb, now: datetime) -> None:
    target = MESSAGES[verb].target
    message.state = target or message.state
    message.changed_at = now
    message.version += 1
    message.save()
    logger.info("Message %s on screens: %s", message.pk, verb)


def _write(message: LedMessage, words: Words, now: datetime) -> list[LedScreen]:
    headline, second_line = clean_line(words.headline), clean_line(words.second_line)
    if not headline:
        raise LedRefused(_("Write a headline."))
    if len(headline) > HEADLINE or len(second_line) > SECOND_LINE:
        raise LedRefused(
            _("At most %(headline)s characters in the headline and %(second)s in the second line: more nobody reads.")
            % {"headline": HEADLINE, "second": SECOND_LINE}
        )
    if words.kind not in MessageKind.values:
        raise LedRefused(_("Choose a kind."))
    if words.valid_from >= words.valid_until:
        raise LedRefused(_("The message has to end after it begins."))
    if words.valid_until <= now:
        raise LedRefused(_("The end of this message is past already."))
    days = rules.number("led.longest_days", on=local_day(now))
    if words.valid_until - words.valid_from > timedelta(days=days):
        raise LedRefused(_("A message stands for at most %(days)s days.") % {"days": days})
    wanted = set(words.screens)
    screens = list(LedScreen.objects.filter(pk__in=wanted).exclude(state=ScreenState.RETIRED))
    if len(screens) != len(wanted):
        raise LedRefused(_("One of the screens is not there any more. Choose again."))
    message.headline, message.second_line, message.kind = headline, second_line, words.kind
    message.valid_from, message.valid_until = words.valid_from, words.valid_until
    message.everywhere, message.state = not screens, MessageState.WAITING
    return screens


def _reason(text: str, *, needed: bool) -> str:
    reason = clean_line(text)[:300]
    if needed and not reason:
        raise LedRefused(_("Say why."))
    return reason


def _note(message: LedMessage, actor: User, verb: Verb, now: datetime, *, detail: str) -> None:
    LedEvent.objects.create(at=now, actor=actor, verb=verb, message=message, detail=detail)
