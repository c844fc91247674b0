"""States of a delivery, the named sets over them, and the one table of transitions.

The contract is the delivery contract of the design (forwarding): ``waiting -> sending -> delivered -> confirmed``,
and beside it the states in which something is not as it should be.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where one version of one article stands at one destination."""

    HELD = "held", _("Waiting for its release")
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    RETRY_WAIT = "retry_wait", _("Waiting for another attempt")
    UNKNOWN = "unknown", _("Outcome unknown")
    DELIVERED = "delivered", _("Received by the other site")
    CONFIRMED = "confirmed", _("Seen on the other site")
    REJECTED = "rejected", _("Rejected by the other site")
    PAUSED = "paused", _("Held while the destination is paused")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Given up")


class Action(models.TextChoices):
    """What a version does at the other end; the values are those of a story version."""

    PUBLISHED = "published", _("Publication")
    UPDATED = "updated", _("Correction")
    RETRACTED = "retracted", _("Takedown")


class DestinationState(models.TextChoices):
    """Whether a destination is sent to."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")


CLAIMABLE = frozenset({State.WAITING, State.RETRY_WAIT})
"""A worker may take these."""
IN_FLIGHT = frozenset({State.SENDING, State.UNKNOWN})
"""At most one of these for each destination and article: its bytes may be on their way."""
NOT_LEFT = CLAIMABLE | {State.PAUSED}
"""Nothing is on its way, so a newer version replaces these."""
TIMED = CLAIMABLE | {State.UNKNOWN}
"""Only these have a time at which somebody takes them up again."""
REPLACEABLE = NOT_LEFT | {State.HELD}
"""As ``NOT_LEFT``, with what a person has not let go yet."""
OPEN = REPLACEABLE | IN_FLIGHT
ARRIVED = frozenset({State.DELIVERED, State.CONFIRMED})
STUCK = frozenset({State.REJECTED, State.FAILED})
"""Nothing moves these but a person."""


class Verb(StrEnum):
    """Everything that can happen to a delivery."""

    CLAIM = "claim"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    POSTPONE = "postpone"
    LOSE_SIGHT = "lose_sight"
    REJECT = "reject"
    GIVE_UP = "give_up"
    HOLD = "hold"
    RELEASE = "release"
    SUPERSEDE = "supersede"
    CANCEL = "cancel"
    REDELIVER = "redeliver"
    MISS = "miss"
    ASK = "ask"
    CLEAR = "clear"
    DECLINE = "decline"
    FETCH = "fetch"
    VOUCH = "vouch"
    REFUSE = "refuse"
    NOTE = "note"
    STATE = "state"
    ATTEST = "attest"


class Who(StrEnum):
    """Who may use a verb: the engine by itself, a person with the right to operate forwarding, or the one whose word
    stands for what no program can see."""

    ENGINE = "engine"
    OPERATOR = "operator"
    WITNESS = "witness"


@dataclass(frozen=True)
class Transition:
    """From which states a verb leads where, and for whom."""

    sources: frozenset[State]
    target: State
    who: frozenset[Who]


_ENGINE = frozenset({Who.ENGINE})
_OPERATOR = frozenset({Who.OPERATOR})
_BOTH = _ENGINE | _OPERATOR
_WITNESS = frozenset({Who.WITNESS})

TRANSITIONS: dict[Verb, Transition] = {
    Verb.CLAIM: Transition(CLAIMABLE, State.SENDING, _ENGINE),
    Verb.DELIVER: Transition(IN_FLIGHT, State.DELIVERED, _ENGINE),
    Verb.CONFIRM: Transition(ARRIVED - {State.CONFIRMED}, State.CONFIRMED, _ENGINE),
    Verb.POSTPONE: Transition(IN_FLIGHT, State.RETRY_WAIT, _ENGINE),
    # What was held back may have been sent, where our own history was lost: it is asked about when it is released.
    Verb.LOSE_SIGHT: Transition(frozenset({State.SENDING, State.PAUSED}), State.UNKNOWN, _BOTH),
    Verb.REJECT: Transition(frozenset({State.SENDING}), State.REJECTED, _ENGINE),
    Verb.GIVE_UP: Transition(IN_FLIGHT | {State.DELIVERED}, State.FAILED, _ENGINE),
    Verb.HOLD: Transition(CLAIMABLE | IN_FLIGHT, State.PAUSED, _BOTH),
    Verb.RELEASE: Transition(frozenset({State.PAUSED}), State.WAITING, _OPERATOR),
    Verb.SUPERSEDE: Transition(REPLACEABLE | IN_FLIGHT | STUCK, State.SUPERSEDED, _ENGINE),
    # A takedown cancels what never left, by itself; a person may cancel also what is stuck.
    Verb.CANCEL: Transition(REPLACEABLE | STUCK | {State.UNKNOWN}, State.CANCELLED, _BOTH),
    Verb.REDELIVER: Transition(ARRIVED | STUCK | {State.CANCELLED, State.RETRY_WAIT}, State.WAITING, _OPERATOR),
    # The other site turns out not to hold what it had taken (a sign-in page with status 200, a restored backup).
    Verb.MISS: Transition(frozenset({State.DELIVERED}), State.RETRY_WAIT, _ENGINE),
    # A person does not want to wait for the next question about an unknown outcome.
    Verb.ASK: Transition(frozenset({State.UNKNOWN}), State.UNKNOWN, _OPERATOR),
    # The officer lets it go to a destination that asks for a decision, or decides that it does not go there.
    Verb.CLEAR: Transition(frozenset({State.HELD}), State.WAITING, _OPERATOR),
    Verb.DECLINE: Transition(frozenset({State.HELD}), State.CANCELLED, _OPERATOR),
    # A site that fetches by itself has asked for what comes after it.
    Verb.FETCH: Transition(CLAIMABLE, State.DELIVERED, _ENGINE),
    # A signed receipt is proof, whatever we knew of the outcome; and so is a signed refusal, which comes late where
    # people look at what arrives.
    Verb.VOUCH: Transition(CLAIMABLE | IN_FLIGHT | {State.DELIVERED, State.PAUSED} | STUCK, State.CONFIRMED, _ENGINE),
    Verb.REFUSE: Transition(CLAIMABLE | IN_FLIGHT | {State.DELIVERED, State.PAUSED}, State.REJECTED, _ENGINE),
    # A named person says where the article stands, or that it is gone; our own look follows and may confirm it.
    Verb.STATE: Transition(frozenset({State.DELIVERED}), State.DELIVERED, _WITNESS),
    # Our look could not be had, and the person's word counts in its place.
    Verb.ATTEST: Transition(frozenset({State.DELIVERED}), State.CONFIRMED, _WITNESS),
}
"""``NOTE`` is no way: it is the verb of events that change no state."""


def open_verbs(state: State, *, who: Who) -> frozenset[Verb]:
    """The verbs that ``who`` may use on a delivery in ``state``."""
    return frozenset(verb for verb, way in TRANSITIONS.items() if state in way.sources and who in way.who)
