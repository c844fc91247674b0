"""Who may do what with an article: what the house promises, in one table.

It is written down from the promises (docs/moderation.md) and not from the code, so that the two can be held against each
other, cell by cell: who looks × where the article stands × what they want to do. What no row opens is closed.
docs/permissions.md is this table for reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from submissions.articles.enums import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

S = State

# --- Who looks --------------------------------------------------------------------------------------------------------
WRITER, HEAD, EDITOR, DESK, BOARD = "writer", "head", "editor", "desk editor", "board"
OFFICER, ADMINISTRATOR, NOBODY, INACTIVE = "officer", "administrator", "no role", "closed account"
# Wrote it and belongs to its unit; began it and has left the unit since; belongs to its unit; to another; to none.
AUTHOR, LEFT, UNIT, OTHER, NONE = "author", "former author", "of its unit", "of another unit", "of no unit"
HOUSE = (EDITOR, DESK, BOARD, OFFICER, ADMINISTRATOR)
ROLES = (WRITER, HEAD, *HOUSE, NOBODY, INACTIVE)
RELATIONS: dict[str, tuple[str, ...]] = {
    WRITER: (AUTHOR, LEFT, UNIT, OTHER),
    HEAD: (AUTHOR, LEFT, UNIT, OTHER),
    **dict.fromkeys(HOUSE, (AUTHOR, LEFT, UNIT, OTHER, NONE)),
    NOBODY: (LEFT, NONE),
    INACTIVE: (AUTHOR, UNIT, NONE),
}


@dataclass(frozen=True)
class Standing:
    """A role, and what the person has to do with the article."""

    role: str
    relation: str

    def __str__(self) -> str:
        return f"{self.role}, {self.relation}"

    @property
    def began(self) -> bool:
        """Whether they wrote it."""
        return self.relation in {AUTHOR, LEFT}


STANDINGS = tuple(Standing(role, relation) for role in ROLES for relation in RELATIONS[role])

# --- Where the article stands -----------------------------------------------------------------------------------------
HOLDS, ENDORSED, EDITED, HANDED_IN = "holds it", "approved it first", "edited it last", "handed it in"
RELEASES, TWO = "the head releases", "two reviewers"
ONCE_IN, NEVER_IN = "handed in before", "never handed in"
# In these states the editors have had it at some time; a published one was read by everybody once.
_IN = frozenset(set(S) - {S.DRAFT, S.TO_RELEASE})
_PUBLISHED = frozenset({S.PUBLISHED, S.CORRECTING, S.WITHDRAWN})


@dataclass(frozen=True)
class Case:
    """A state, and what else is so: of the article, or done by the very person who looks."""

    state: S
    also: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return ", ".join([self.state.name.lower().replace("_", " "), *sorted(self.also)])

    @property
    def was_in(self) -> bool:
        """Whether it was ever handed in to the editors."""
        return ONCE_IN in self.also or (self.state in _IN and NEVER_IN not in self.also)

    @property
    def was_public(self) -> bool:
        """Whether it was ever published."""
        return self.state in _PUBLISHED


def _case(state: S, *also: str) -> Case:
    return Case(state, frozenset(also))


CASES = (
    _case(S.DRAFT),
    _case(S.DRAFT, RELEASES),
    _case(S.TO_RELEASE, RELEASES),
    _case(S.TO_RELEASE, RELEASES, ONCE_IN),
    _case(S.SUBMITTED),
    _case(S.SUBMITTED, EDITED),
    _case(S.SUBMITTED, HANDED_IN),
    _case(S.SUBMITTED, TWO),
    _case(S.SUBMITTED, TWO, EDITED),
    _case(S.IN_REVIEW),
    _case(S.IN_REVIEW, HOLDS),
    _case(S.IN_REVIEW, EDITED),
    _case(S.IN_REVIEW, TWO),
    _case(S.IN_REVIEW, TWO, HOLDS, EDITED),
    _case(S.SECOND_REVIEW, TWO),
    _case(S.SECOND_REVIEW, TWO, EDITED),
    _case(S.SECOND_REVIEW, TWO, ENDORSED),
    _case(S.RETURNED),
    _case(S.RETURNED, RELEASES),
    _case(S.RETURNED, RELEASES, NEVER_IN),
    _case(S.APPROVED),
    _case(S.APPROVED, EDITED),
    _case(S.SCHEDULED),
    _case(S.PUBLISHED),
    _case(S.CORRECTING),
    _case(S.CORRECTING, EDITED),
    _case(S.CORRECTING, TWO),
    _case(S.REJECTED),
    _case(S.WITHDRAWN),
)

# --- The promises -----------------------------------------------------------------------------------------------------


def of_unit(standing: Standing, case: Case) -> bool:
    """People of its unit, whatever else they are."""
    return standing.relation in {AUTHOR, UNIT} and standing.role not in {NOBODY, INACTIVE}


def head_of_unit(standing: Standing, case: Case) -> bool:
    """The head of its unit."""
    return standing.role == HEAD and standing.relation in {AUTHOR, UNIT}


def in_house(*roles: str) -> Callable[[Standing, Case], bool]:
    """People with one of these roles of the house, whatever unit they belong to."""
    return lambda standing, case: standing.role in roles


def house_if_in(standing: Standing, case: Case) -> bool:
    """The newsroom and the administrator, once it was handed in."""
    return case.was_in and standing.role in {EDITOR, DESK, BOARD, ADMINISTRATOR}


def house_if_begun(standing: Standing, case: Case) -> bool:
    """The newsroom and the administrator, of what they began for a unit themselves."""
    return standing.began and standing.role in {EDITOR, DESK, BOARD, ADMINISTRATOR}


def officer_if_public(standing: Standing, case: Case) -> bool:
    """The officer, once it was published."""
    return case.was_public and standing.role == OFFICER


def desk_or_holder(standing: Standing, case: Case) -> bool:
    """The desk, and the editor who holds it."""
    return standing.role == DESK or (standing.role == EDITOR and HOLDS in case.also)


def is_close(standing: Standing, case: Case) -> bool:
    """Four eyes: wrote it, handed it in, or edited it last."""
    if EDITED in case.also:
        return True
    return standing.began or HANDED_IN in case.also


HANDS = frozenset({S.DRAFT, S.RETURNED})
POOL = frozenset({S.SUBMITTED, S.IN_REVIEW})
JUDGED = POOL | {S.SECOND_REVIEW}
SETTLED = frozenset({S.APPROVED, S.SCHEDULED})
LIVE = frozenset({S.PUBLISHED, S.CORRECTING})
EVERYWHERE = frozenset(S)
EDITORS = in_house(EDITOR, DESK)
REVIEWERS = in_house(EDITOR, DESK, BOARD)
LEADERS = in_house(DESK, BOARD)


@dataclass(frozen=True)
class Promise:
    """Opens a verb in these states to these people, where all of ``only_if`` and none of ``not_if`` is so."""

    verb: str
    states: frozenset[S]
    who: Callable[[Standing, Case], bool]
    only_if: frozenset[str] = frozenset()
    not_if: frozenset[str] = frozenset()
    four_eyes: bool | None = None  # True: closed to who is close to the text; False: open to nobody else.

    def opens(self, standing: Standing, case: Case) -> bool:
        """Whether this row opens the cell."""
        return (
            case.state in self.states
            and self.only_if <= case.also
            and not self.not_if & case.also
            and self.who(standing, case)
            and (self.four_eyes is None or is_close(standing, case) is not self.four_eyes)
        )


def _p(verb: str, states: frozenset[S] | S, who: Callable[[Standing, Case], bool], **conditions: object) -> Promise:
    """A row; ``only_if`` and ``not_if`` are one word each."""
    words = {name: frozenset({value}) for name, value in conditions.items() if name != "four_eyes"}
    four_eyes = conditions.get("four_eyes")
    among = frozenset({states}) if isinstance(states, S) else states
    return Promise(verb, among, who, four_eyes=four_eyes, **words)


TABLE: tuple[Promise, ...] = (
    # To read it: in lists and searches, on its page, with its preview, its comments and its history.
    *(
        _p(verb, EVERYWHERE, who)
        for verb, who in product(("see", "open"), (of_unit, house_if_in, house_if_begun, officer_if_public))
    ),
    # To change its text.
    _p("edit", HANDS, of_unit),
    _p("edit", HANDS, house_if_begun),
    _p("edit", S.TO_RELEASE, head_of_unit),
    _p("edit", POOL | {S.CORRECTING}, EDITORS),
    # A draft that was never handed in.
    _p("delete", S.DRAFT, of_unit),
    _p("delete", S.DRAFT, house_if_begun),
    # The unit: where its head releases, everybody else puts it before the head.
    _p("submit", HANDS, of_unit, not_if=RELEASES),
    _p("submit", HANDS, house_if_begun, not_if=RELEASES),
    _p("submit", HANDS | {S.TO_RELEASE}, head_of_unit, only_if=RELEASES),
    _p("propose", HANDS, lambda who, case: of_unit(who, case) and not head_of_unit(who, case), only_if=RELEASES),
    _p("propose", HANDS, house_if_begun, only_if=RELEASES),
    _p("send_back", S.TO_RELEASE, head_of_unit),
    # Who holds it.
    _p("claim", S.SUBMITTED, EDITORS),
    _p("release", S.IN_REVIEW, desk_or_holder),
    _p("take_over", S.IN_REVIEW, EDITORS, not_if=HOLDS),
    _p("assign", POOL, LEADERS),
    # How many approve it.
    _p("ask_second", POOL, REVIEWERS, not_if=TWO),
    _p("waive_second", POOL, LEADERS, only_if=TWO),
    _p("ask_board", JUDGED, EDITORS),
    # Decisions. Nobody approves what they wrote, handed in or last edited, and one person is never two.
    _p("endorse", POOL, REVIEWERS, only_if=TWO, four_eyes=True),
    _p("approve", POOL, REVIEWERS, not_if=TWO, four_eyes=True),
    _p("approve", S.SECOND_REVIEW, REVIEWERS, not_if=ENDORSED, four_eyes=True),
    _p("approve", S.CORRECTING, REVIEWERS, not_if=TWO, four_eyes=True),
    _p("approve", S.CORRECTING, LEADERS, only_if=TWO, four_eyes=True),
    _p("override", POOL, in_house(BOARD), four_eyes=False),
    _p("override", S.SECOND_REVIEW, in_house(BOARD), not_if=ENDORSED, four_eyes=False),
    _p("override", S.CORRECTING, in_house(BOARD), four_eyes=False),
    _p("return", JUDGED | SETTLED, EDITORS),
    _p("reject", JUDGED, EDITORS),
    _p("reconsider", S.SECOND_REVIEW, EDITORS),
    _p("reopen", SETTLED, EDITORS),
    # Publication.
    _p("schedule", SETTLED, EDITORS),
    _p("unschedule", S.SCHEDULED, EDITORS),
    _p("publish", SETTLED, REVIEWERS),
    _p("correct", S.PUBLISHED, EDITORS),
    _p("drop_correction", S.CORRECTING, EDITORS),
    _p("withdraw", LIVE, LEADERS),
)
# Wagtail's own ways: open to nobody, superusers included.
NEVER = ("publish with Wagtail", "unpublish", "move", "copy", "lock", "unlock", "start a workflow")
VERBS = (*dict.fromkeys(row.verb for row in TABLE), *NEVER)


@dataclass(frozen=True)
class Cell:
    """One question of the matrix, and what is promised."""

    verb: str
    standing: Standing
    case: Case
    is_open: bool

    def __str__(self) -> str:
        return f"{self.verb} · {self.standing} · {self.case}"


def promised(verb: str, standing: Standing, case: Case) -> bool:
    """Whether the verb is promised to be open to this person in this case."""
    return any(row.verb == verb and row.opens(standing, case) for row in TABLE)


def cells() -> Iterator[Cell]:
    """Every cell of the matrix."""
    for standing, case, verb in product(STANDINGS, CASES, VERBS):
        yield Cell(verb, standing, case, promised(verb, standing, case))
