"""The two tables: what leads a message and a screen from where to where, and who may do it.

A message is public text, so nobody approves what they wrote or last changed (`forbids_writer`), whatever their role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from bulletin.led.enums import MessageState, MessageVerb, ScreenState, ScreenVerb
from cms.accounts.roles import Role

State = TypeVar("State", MessageState, ScreenState)


@dataclass(frozen=True, kw_only=True)
class Transition(Generic[State]):
    """One row of a table; without a target the state stays."""

    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    needs_reason: bool = False
    forbids_writer: bool = False


M, S = MessageState, ScreenState
WRITERS = frozenset({Role.DESK, Role.ADMINISTRATOR})
APPROVERS = frozenset({Role.DESK, Role.BOARD})
CLEARERS = WRITERS | {Role.BOARD}

MESSAGES: dict[MessageVerb, Transition[MessageState]] = {
    # What was approved is not what is written now: it leaves the screens until somebody else has read it.
    MessageVerb.CHANGE: Transition(
        sources=frozenset({M.WAITING, M.RETURNED, M.APPROVED}), target=M.WAITING, roles=WRITERS
    ),
    MessageVerb.APPROVE: Transition(
        sources=frozenset({M.WAITING}), target=M.APPROVED, roles=APPROVERS, forbids_writer=True
    ),
    MessageVerb.RETURN: Transition(
        sources=frozenset({M.WAITING}), target=M.RETURNED, roles=APPROVERS, needs_reason=True
    ),
    MessageVerb.WITHDRAW: Transition(
        sources=frozenset({M.WAITING, M.RETURNED, M.APPROVED}), target=M.WITHDRAWN, roles=CLEARERS
    ),
}
STANDING = frozenset({S.SHOWING, S.CLEARED})
SCREENS: dict[ScreenVerb, Transition[ScreenState]] = {
    ScreenVerb.DESCRIBE: Transition(sources=STANDING, target=None, roles=WRITERS),
    ScreenVerb.CLEAR: Transition(sources=frozenset({S.SHOWING}), target=S.CLEARED, roles=CLEARERS),
    ScreenVerb.RELEASE: Transition(sources=frozenset({S.CLEARED}), target=S.SHOWING, roles=CLEARERS),
    ScreenVerb.NEW_KEY: Transition(sources=STANDING, target=None, roles=WRITERS),
    ScreenVerb.RETIRE: Transition(sources=STANDING, target=S.RETIRED, roles=WRITERS),
}
