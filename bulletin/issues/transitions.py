"""The transition table of issues: the desk composes, the board approves, the clock or the desk publishes.

What “partially published” means stands in docs/issues.md: readers have the issue, and at least one of its pieces not.
"""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.issues.enums import OUT, IssueState, IssueVerb
from cms.accounts.roles import Role


@dataclass(frozen=True, kw_only=True)
class IssueTransition:
    """One row of the table.

    ``by_clock`` says that a due time, or what happens to an article or photo of the issue, may do it without a person.
    Where ``or_partial`` is set, the issue is partially published afterwards while a piece of it is not readable.
    """

    verb: IssueVerb
    sources: frozenset[IssueState]
    target: IssueState
    roles: frozenset[Role]
    needs_reason: bool = False
    by_clock: bool = False
    or_partial: bool = False


S, V = IssueState, IssueVerb
DESK, BOARD = frozenset({Role.DESK}), frozenset({Role.BOARD})
TABLE: tuple[IssueTransition, ...] = (
    IssueTransition(verb=V.COMPOSE, sources=frozenset({S.DRAFT}), target=S.DRAFT, roles=DESK),
    IssueTransition(verb=V.SUBMIT, sources=frozenset({S.DRAFT}), target=S.IN_REVIEW, roles=DESK),
    IssueTransition(verb=V.RETURN, sources=frozenset({S.IN_REVIEW}), target=S.DRAFT, roles=BOARD, needs_reason=True),
    IssueTransition(verb=V.APPROVE, sources=frozenset({S.IN_REVIEW}), target=S.APPROVED, roles=BOARD),
    IssueTransition(
        verb=V.REOPEN,
        sources=frozenset({S.IN_REVIEW, S.APPROVED, S.SCHEDULED}),
        target=S.DRAFT,
        roles=DESK | BOARD,
        by_clock=True,
    ),
    IssueTransition(
        verb=V.SCHEDULE, sources=frozenset({S.APPROVED, S.SCHEDULED}), target=S.SCHEDULED, roles=DESK | BOARD
    ),
    IssueTransition(
        verb=V.UNSCHEDULE, sources=frozenset({S.SCHEDULED}), target=S.APPROVED, roles=DESK | BOARD, by_clock=True
    ),
    IssueTransition(
        verb=V.PUBLISH,
        sources=frozenset({S.APPROVED, S.SCHEDULED}),
        target=S.PUBLISHED,
        roles=DESK | BOARD,
        by_clock=True,
    ),
    # A person names what follows later, and why; the clock never leaves anything out.
    IssueTransition(
        verb=V.PUBLISH_PART,
        sources=frozenset({S.APPROVED, S.SCHEDULED}),
        target=S.PARTIAL,
        roles=DESK | BOARD,
        needs_reason=True,
    ),
    IssueTransition(
        verb=V.COMPLETE, sources=frozenset({S.PARTIAL}), target=S.PUBLISHED, roles=DESK | BOARD, or_partial=True
    ),
    IssueTransition(
        verb=V.LET_GO,
        sources=frozenset({S.PARTIAL}),
        target=S.PUBLISHED,
        roles=DESK | BOARD,
        needs_reason=True,
        or_partial=True,
    ),
    *(
        IssueTransition(verb=verb, sources=OUT, target=S.PUBLISHED, roles=frozenset(), by_clock=True, or_partial=True)
        for verb in (V.FOLLOW, V.CORRECT, V.LOSE, V.COVER)
    ),
    IssueTransition(verb=V.WITHDRAW, sources=OUT, target=S.WITHDRAWN, roles=DESK | BOARD, needs_reason=True),
)


def find(verb: IssueVerb, source: IssueState | str) -> IssueTransition | None:
    """The row for a verb in a state, or None where the verb is closed."""
    return next((row for row in TABLE if row.verb == verb and source in row.sources), None)


def verbs_from(source: IssueState | str) -> tuple[IssueVerb, ...]:
    """The verbs that lead out of a state, in the order of the table."""
    return tuple(row.verb for row in TABLE if source in row.sources)
