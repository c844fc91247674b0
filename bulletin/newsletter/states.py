"""States of subscribers, editions and single mails, the named sets over them, and the one table of a mail's transitions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Whether somebody gets the bulletin by mail."""

    PENDING = "pending", _("Has not confirmed yet")
    ACTIVE = "active", _("Receives the bulletin")
    SUSPENDED = "suspended", _("Suspended, the address does not take mail")
    ENDED = "ended", _("Has unsubscribed")


class EditionState(models.TextChoices):
    """Where the sending of an issue stands."""

    HELD = "held", _("Held: the desk decides")
    LISTING = "listing", _("The recipients are being listed")
    SENDING = "sending", _("Being sent")
    DONE = "done", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


class State(models.TextChoices):
    """Where the mail of one edition to one subscriber stands."""

    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    RETRY_WAIT = "retry_wait", _("Waiting for another attempt")
    SENT = "sent", _("Taken by the mail server")
    UNKNOWN = "unknown", _("Outcome unknown")
    BOUNCED = "bounced", _("Came back")
    FAILED = "failed", _("Given up")
    CANCELLED = "cancelled", _("Cancelled")


CLAIMABLE = frozenset({State.WAITING, State.RETRY_WAIT})
"""A worker may take these; nothing of them has left."""
OPEN = CLAIMABLE | {State.SENDING}
"""An edition is done when none of its mails is in one of these."""
LEFT = frozenset({State.SENDING, State.SENT, State.UNKNOWN})
"""The mail may have reached somebody, so it may come back too."""
RUNNING = frozenset({EditionState.HELD, EditionState.LISTING, EditionState.SENDING})
"""An edition that can still be stopped."""


class Verb(StrEnum):
    """Everything that can happen to a mail."""

    CLAIM = "claim"
    DELIVER = "deliver"
    POSTPONE = "postpone"
    LOSE_SIGHT = "lose_sight"
    BOUNCE = "bounce"
    GIVE_UP = "give_up"
    CANCEL = "cancel"
    SEND_AGAIN = "send_again"


@dataclass(frozen=True)
class Transition:
    """From which states a verb leads where; ``by_person`` says that the engine never does it by itself."""

    sources: frozenset[State]
    target: State
    by_person: bool = False


TRANSITIONS: dict[Verb, Transition] = {
    Verb.CLAIM: Transition(CLAIMABLE, State.SENDING),
    Verb.DELIVER: Transition(frozenset({State.SENDING}), State.SENT),
    Verb.POSTPONE: Transition(frozenset({State.SENDING}), State.RETRY_WAIT),
    Verb.LOSE_SIGHT: Transition(frozenset({State.SENDING}), State.UNKNOWN),
    Verb.BOUNCE: Transition(LEFT, State.BOUNCED),
    Verb.GIVE_UP: Transition(frozenset({State.SENDING}), State.FAILED),
    Verb.CANCEL: Transition(CLAIMABLE, State.CANCELLED),
    # What may have arrived is sent a second time only because a person says so.
    Verb.SEND_AGAIN: Transition(frozenset({State.UNKNOWN, State.FAILED}), State.WAITING, by_person=True),
}
