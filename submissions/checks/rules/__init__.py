"""The rules of the checks: pure functions over a `Draft`. No framework, no database, no words for people."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from submissions.checks.rules.abbreviations import unexplained
from submissions.checks.rules.citations import ceased
from submissions.checks.rules.claims import CRITICAL_PIECE, MEDICAL_CLAIM, delicate_words
from submissions.checks.rules.draft import Draft, Gatherer, Kind, Photo, Piece
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.length import length
from submissions.checks.rules.lists import Document, Limits, Lists, Name, Short, Wording
from submissions.checks.rules.names import official_names, old_places
from submissions.checks.rules.personal_data import mask, personal_data, without_numbers
from submissions.checks.rules.readability import readability, shouting
from submissions.checks.rules.required import missing_fields, missing_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CRITICAL_PIECE",
    "MEDICAL_CLAIM",
    "Document",
    "Draft",
    "Finding",
    "Gatherer",
    "Kind",
    "Level",
    "Limits",
    "Lists",
    "Name",
    "Photo",
    "Piece",
    "Short",
    "Wording",
    "blocking",
    "delicate_words",
    "examine",
    "mask",
]

#: A list that is longer helps nobody: a rule stops after so many findings.
AT_MOST: Final = 20


def examine(draft: Draft, lists: Lists) -> Iterator[Finding]:
    """Everything that can be said about a draft: what blocks, what warns, advice."""
    yield from blocking(draft)
    yield from islice(personal_data(draft), AT_MOST)
    draft = without_numbers(draft)
    rules = [length(draft, lists.limits), delicate_words(draft, lists), ceased(draft, lists)]
    if draft.is_vietnamese:
        rules += [official_names(draft, lists), old_places(draft, lists), unexplained(draft, lists)]
        rules += [readability(draft, lists.limits)]
    for found in [*rules, shouting(draft)]:
        yield from islice(found, AT_MOST)


def blocking(draft: Draft) -> Iterator[Finding]:
    """What an article can't be handed in without."""
    yield from missing_fields(draft)
    yield from missing_words(draft)
