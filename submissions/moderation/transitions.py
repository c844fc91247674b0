"""The transition table: from which states a verb leads where, and who may use it. Everything else asks it.

The diagram of docs/moderation.md is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from submissions.articles.enums import EventVerb, State


class Actor(Enum):
    """In what part somebody acts on a submission."""

    UNIT = auto()  # a member of its unit, or who made it
    EDITOR = auto()  # editors and the desk
    DESK = auto()  # the desk and the board
    SYSTEM = auto()  # the clock, when something falls due


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of the table."""

    verb: EventVerb
    sources: frozenset[State]
    target: State
    actors: frozenset[Actor]
    needs_reason: bool = False


def _row(
    verb: EventVerb, sources: set[State], target: State, actors: set[Actor], *, reason: bool = False
) -> Transition:
    return Transition(
        verb=verb, sources=frozenset(sources), target=target, actors=frozenset(actors), needs_reason=reason
    )


S, V = State, EventVerb
TABLE: tuple[Transition, ...] = (
    _row(V.SUBMIT, {S.DRAFT, S.RETURNED}, S.SUBMITTED, {Actor.UNIT}),
    _row(V.CLAIM, {S.SUBMITTED}, S.IN_REVIEW, {Actor.EDITOR}),
    _row(V.RELEASE, {S.IN_REVIEW}, S.SUBMITTED, {Actor.EDITOR}),
    _row(V.RETURN, {S.SUBMITTED, S.IN_REVIEW, S.APPROVED, S.SCHEDULED}, S.RETURNED, {Actor.EDITOR}, reason=True),
    _row(V.APPROVE, {S.SUBMITTED, S.IN_REVIEW}, S.APPROVED, {Actor.EDITOR, Actor.DESK}),
    _row(V.REJECT, {S.SUBMITTED, S.IN_REVIEW}, S.REJECTED, {Actor.EDITOR}, reason=True),
    _row(V.REOPEN, {S.APPROVED, S.SCHEDULED}, S.IN_REVIEW, {Actor.EDITOR}),
    _row(V.SCHEDULE, {S.APPROVED, S.SCHEDULED}, S.SCHEDULED, {Actor.EDITOR}),
    _row(V.UNSCHEDULE, {S.SCHEDULED}, S.APPROVED, {Actor.EDITOR, Actor.SYSTEM}),
    _row(V.PUBLISH, {S.APPROVED, S.SCHEDULED}, S.PUBLISHED, {Actor.EDITOR, Actor.DESK, Actor.SYSTEM}),
    _row(V.CORRECT, {S.PUBLISHED}, S.CORRECTING, {Actor.EDITOR}, reason=True),
    # A correction goes live with its approval: readers have been looking at the mistake long enough.
    _row(V.APPROVE, {S.CORRECTING}, S.PUBLISHED, {Actor.EDITOR, Actor.DESK}),
    _row(V.DROP_CORRECTION, {S.CORRECTING}, S.PUBLISHED, {Actor.EDITOR}),
    _row(V.WITHDRAW, {S.PUBLISHED, S.CORRECTING}, S.WITHDRAWN, {Actor.DESK}, reason=True),
)


def find(verb: EventVerb, source: State | str) -> Transition | None:
    """The row for a verb in a state, or None where the verb is closed."""
    return next((row for row in TABLE if row.verb == verb and source in row.sources), None)


def verbs_from(source: State | str) -> tuple[EventVerb, ...]:
    """The verbs that lead out of a state, in the order of the table."""
    return tuple(row.verb for row in TABLE if source in row.sources)
