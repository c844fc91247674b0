"""Who acts on the ledger: a person, or a named part of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.forwarding.states import Who

if TYPE_CHECKING:
    from cms.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """``user`` for a person; otherwise ``by`` names the part of the system. ``who`` decides which verbs are open."""

    user: User | None
    by: str
    who: Who

    @classmethod
    def person(cls, user: User) -> Actor:
        """A signed-in person; whether they may act is asked by the action."""
        return cls(user=user, by="", who=Who.OPERATOR)

    @classmethod
    def witness(cls, user: User) -> Actor:
        """A named person whose word on what another site shows goes into the ledger."""
        return cls(user=user, by="", who=Who.WITNESS)


OUTBOX = Actor(user=None, by="outbox", who=Who.ENGINE)
WORKER = Actor(user=None, by="worker", who=Who.ENGINE)
RECEIPT = Actor(user=None, by="receipt", who=Who.ENGINE)
"""Another site, by a message that it signed."""
PULLER = Actor(user=None, by="change feed", who=Who.ENGINE)
"""A site that fetches by itself."""
COMMAND_LINE = Actor(user=None, by="command line", who=Who.OPERATOR)
"""Whoever has a shell on the server administers it already; a reason is asked for all the same."""
