"""A delivery's history as lines: the event, its icon, and its reason in words where the event alone does not say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.forwarding.desk import lists
from bulletin.forwarding.desk.wording import KNOWN, in_words
from bulletin.forwarding.states import State, Verb

if TYPE_CHECKING:
    from bulletin.forwarding.models import DeliveryEvent

# The system's reasons for these repeat what the line says.
SELF_EXPLAINING = frozenset({Verb.SUPERSEDE, Verb.CANCEL})


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a delivery's history: the event, and its reason in words where the event alone does not say it."""

    event: DeliveryEvent

    @property
    def reason(self) -> str:
        """The reason; empty where it is the other site's answer, which stands below the line, or says nothing new."""
        event = self.event
        if event.reason == event.answer:
            return ""
        by_itself = event.actor_id is None and event.reason not in KNOWN
        if by_itself and (
            event.verb in SELF_EXPLAINING or (event.verb == Verb.POSTPONE and event.from_state == State.UNKNOWN)
        ):
            return ""
        return in_words(event.reason)

    @property
    def icon(self) -> str:
        """The icon of the state that it led to; what a person did has a person's."""
        return "user" if self.event.actor_id else lists.STATE_ICONS[State(self.event.to_state)]
