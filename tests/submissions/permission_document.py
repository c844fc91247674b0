"""Writes docs/permissions.md from the table: ``python -m tests.submissions.permission_document --write``."""

from __future__ import annotations

import sys
from pathlib import Path

from submissions.articles.enums import State
from tests.submissions.permission_table import (
    CASES,
    NEVER,
    RELATIONS,
    ROLES,
    STANDINGS,
    VERBS,
    Case,
    Standing,
    promised,
)

PATH = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
SAYS = {
    "see": "Find it in lists, searches and choosers, and read it",
    "open": "Open it in the editor, with its preview, comments, revisions and history",
    "edit": "Change its text, photos and comments",
    "delete": "Delete it",
    "submit": "Hand it in to the editors, or release it",
    "propose": "Put it before the head of the unit",
    "send_back": "Give it back to its writer",
    "claim": "Claim it",
    "release": "Put it back into the pool",
    "take_over": "Take it over",
    "assign": "Assign it",
    "ask_second": "Ask for a second reviewer",
    "waive_second": "Let one reviewer be enough",
    "ask_board": "Put it before the board",
    "endorse": "Approve it as the first of two",
    "approve": "Approve it",
    "override": "Approve it against four eyes, with a reason on record",
    "return": "Return it to the unit",
    "reject": "Reject it",
    "reconsider": "Take it back into review",
    "reopen": "Reopen it",
    "schedule": "Publish it at a set time",
    "unschedule": "Take the set time off",
    "publish": "Publish it",
    "correct": "Start a correction",
    "drop_correction": "Drop the correction",
    "withdraw": "Withdraw it",
}
INTRODUCTION = """# Who may do what with an article

Written by `python -m tests.submissions.permission_document --write` from the table in
`tests/submissions/permission_table.py`. The table is a statement of what is promised and knows nothing of the code;
`tests/submissions/test_permission_matrix.py` holds the code against all {count} cells, and acts on a sample of them.

- **yes**: everybody of that role, whatever unit they belong to; **–**: nobody. Otherwise the cell says who of the role.
- An *author* wrote it and belongs to its unit. A *former author* wrote it and has left the unit since: a role of the house
  lets them keep what they began, without one they lose it. Anybody else is *of its unit*, *of another unit*, *of no unit*.
- *holds it*, *edited it last*, *handed it in*, *approved it first* are said of the very person who looks.
- Cases that are not listed are closed to everybody.

## Walls between units

A unit never learns of another unit's unpublished work: not in lists, searches, choosers, reports, history, previews,
files or the admin's API. Whatever a person may not see answers as if it did not exist (404).
`tests/submissions/test_walls.py` asks for every address of the admin, ours and Wagtail's, with the numbers of one
unit's things, in the name of everybody who must not see them, and looks for that unit's words in the answers.

| Thing | Where | Who gets it |
|---|---|---|
| article, revision, preview, comparison, comment, history | the admin | who may see the article (below) |
| photo, its uses and its form | the admin; a collection for each unit | its unit, the newsroom, the administrator |
| document | `/tai-lieu/…`; a collection for each unit | everybody once a public page uses it; before that, who may choose it |
| consent and its paper | `/quan-tri/dong-y/…`, kept outside the public folder | the unit of the photo, the newsroom, the administrator |
| Word file on its way, and the one an article was made from | kept outside the public folder | no address hands it out |
| photo as it was uploaded | the public folder's neighbour | no address hands it out |
| sizes of a photo that a page or a preview shows | `/media/images/…` | whoever knows the address |

The last line is a choice. Sizes are made when something shows them, the unit's own preview included, and are served
without asking who reads, as the photos of a public page must be. Their names carry a random part that no list, search
or API tells another unit, so a photo that is not yet published can be reached by those to whom somebody who may see it
passed the address on, and by nobody else. A photo that must not be seen is taken down, and its sizes with it
([photos](photos.md)).

## Rights

Nobody raises themselves. The head of a unit manages the contributors of that unit and gives no other part; the desk
appoints heads; roles of the house, sign-in addresses and whole accounts are the administrator's ([people](people.md)).
Wagtail's own screens for users, groups, collections, sites, workflows and settings are closed to everybody else.
"""


def document() -> str:
    """The whole document."""
    parts = [INTRODUCTION.format(count=len(STANDINGS) * len(CASES) * len(VERBS))]
    parts += [_chapter(verb) for verb in VERBS if verb not in NEVER]
    never = ", ".join(NEVER)
    parts.append(f"## With Wagtail's own verbs\n\nOpen to nobody, superusers included: {never}.\n")
    return "\n".join(parts)


def _chapter(verb: str) -> str:
    rows: dict[tuple[str, ...], list[Case]] = {}
    for case in CASES:
        row = tuple(_cell(verb, role, case) for role in ROLES)
        if set(row) != {"–"}:
            rows.setdefault(row, []).append(case)
    head = ["The article is", *ROLES]
    lines = [f"## {SAYS[verb]}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {_cases(among)} | {' | '.join(row)} |" for row, among in rows.items()]
    return "\n".join([*lines, ""])


def _cases(among: list[Case]) -> str:
    """The cases of a row; a state by its name alone where nothing else matters."""
    whole = {state for state in State if all(case in among for case in CASES if case.state == state)}
    words = [Case(case.state) if case.state in whole else case for case in among]
    return "; ".join(dict.fromkeys(map(str, words)))


def _cell(verb: str, role: str, case: Case) -> str:
    among = [relation for relation in RELATIONS[role] if promised(verb, Standing(role, relation), case)]
    if len(among) == len(RELATIONS[role]):
        return "yes"
    return ", ".join(among) or "–"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PATH.write_text(document(), encoding="utf-8")
    else:
        sys.stdout.write(document())
