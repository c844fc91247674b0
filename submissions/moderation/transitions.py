"""The transition table: from which states a verb leads where, and who may use it. Everything else asks it.

The diagram of docs/moderation.md is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from submissions.articles.enums import EventVerb, State


class Actor(Enum):
    """In what part somebody acts on a submission."""

    UNIT = auto()  # a member of its unit, or who made it and still sees it
    HEAD = auto()  # the head of its unit
    EDITOR = auto()  # editors and the desk
    DESK = auto()  # the desk and the board
    SYSTEM = auto()  # the clock, when something falls due


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of the table. A row whose target is its source changes who holds or what is asked, not where it stands."""

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


S, V, A = State, EventVerb, Actor
TABLE: tuple[Transition, ...] = (
    # The unit. Where its head releases, writers propose and the head submits.
    _row(V.PROPOSE, {S.DRAFT, S.RETURNED}, S.TO_RELEASE, {A.UNIT}),
    _row(V.SUBMIT, {S.DRAFT, S.RETURNED}, S.SUBMITTED, {A.UNIT}),
    _row(V.SUBMIT, {S.TO_RELEASE}, S.SUBMITTED, {A.HEAD}),
    _row(V.SEND_BACK, {S.TO_RELEASE}, S.RETURNED, {A.HEAD}, reason=True),
    # Who holds it.
    _row(V.CLAIM, {S.SUBMITTED}, S.IN_REVIEW, {A.EDITOR}),
    _row(V.RELEASE, {S.IN_REVIEW}, S.SUBMITTED, {A.EDITOR}),
    _row(V.TAKE_OVER, {S.IN_REVIEW}, S.IN_REVIEW, {A.EDITOR}),
    _row(V.ASSIGN, {S.SUBMITTED, S.IN_REVIEW}, S.IN_REVIEW, {A.DESK}),
    # How many must approve it.
    _row(V.ASK_SECOND, {S.SUBMITTED}, S.SUBMITTED, {A.EDITOR, A.DESK}, reason=True),
    _row(V.ASK_SECOND, {S.IN_REVIEW}, S.IN_REVIEW, {A.EDITOR, A.DESK}, reason=True),
    _row(V.WAIVE_SECOND, {S.SUBMITTED}, S.SUBMITTED, {A.DESK}, reason=True),
    _row(V.WAIVE_SECOND, {S.IN_REVIEW}, S.IN_REVIEW, {A.DESK}, reason=True),
    _row(V.ASK_BOARD, {S.SUBMITTED}, S.SUBMITTED, {A.EDITOR}),
    _row(V.ASK_BOARD, {S.IN_REVIEW}, S.IN_REVIEW, {A.EDITOR}),
    _row(V.ASK_BOARD, {S.SECOND_REVIEW}, S.SECOND_REVIEW, {A.EDITOR}),
    # Decisions.
    _row(
        V.RETURN,
        {S.SUBMITTED, S.IN_REVIEW, S.SECOND_REVIEW, S.APPROVED, S.SCHEDULED},
        S.RETURNED,
        {A.EDITOR},
        reason=True,
    ),
    _row(V.ENDORSE, {S.SUBMITTED, S.IN_REVIEW}, S.SECOND_REVIEW, {A.EDITOR, A.DESK}),
    _row(V.APPROVE, {S.SUBMITTED, S.IN_REVIEW, S.SECOND_REVIEW}, S.APPROVED, {A.EDITOR, A.DESK}),
    _row(V.RECONSIDER, {S.SECOND_REVIEW}, S.IN_REVIEW, {A.EDITOR}),
    _row(V.REJECT, {S.SUBMITTED, S.IN_REVIEW, S.SECOND_REVIEW}, S.REJECTED, {A.EDITOR}, reason=True),
    _row(V.REOPEN, {S.APPROVED, S.SCHEDULED}, S.IN_REVIEW, {A.EDITOR}),
    # Publication.
    _row(V.SCHEDULE, {S.APPROVED, S.SCHEDULED}, S.SCHEDULED, {A.EDITOR}),
    _row(V.UNSCHEDULE, {S.SCHEDULED}, S.APPROVED, {A.EDITOR, A.SYSTEM}),
    _row(V.PUBLISH, {S.APPROVED, S.SCHEDULED}, S.PUBLISHED, {A.EDITOR, A.DESK, A.SYSTEM}),
    _row(V.CORRECT, {S.PUBLISHED}, S.CORRECTING, {A.EDITOR}, reason=True),
    # A correction goes live with its approval: readers have been looking at the mistake long enough.
    _row(V.APPROVE, {S.CORRECTING}, S.PUBLISHED, {A.EDITOR, A.DESK}),
    _row(V.DROP_CORRECTION, {S.CORRECTING}, S.PUBLISHED, {A.EDITOR}),
    _row(V.WITHDRAW, {S.PUBLISHED, S.CORRECTING}, S.WITHDRAWN, {A.DESK}, reason=True),
)


def find(verb: EventVerb, source: State | str) -> Transition | None:
    """The row for a verb in a state, or None where the verb is closed."""
    return next((row for row in TABLE if row.verb == verb and source in row.sources), None)


def verbs_from(source: State | str) -> tuple[EventVerb, ...]:
    """The verbs that lead out of a state, in the order of the table."""
    return tuple(row.verb for row in TABLE if source in row.sources)
