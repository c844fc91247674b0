"""Where two texts say the same: passages, found exactly, with the shared words marked on both sides. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from submissions.copies.shingles import SHINGLE, shingles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from submissions.copies.shingles import Word

#: Fewer shared words in a row are a name, a title of a decree, a turn of phrase.
MIN_PASSAGE: Final = 12
#: So many changed words between two runs leave them one passage.
GAP: Final = 8
#: Words before and after a passage that are shown for its sense.
CONTEXT: Final = 8
#: Of a shingle that a text repeats, this many places are tried: a refrain must not cost the square of its length.
PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the original text, shared with the other side or not."""

    text: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class Side:
    """A passage as one of the texts has it; ``begins`` and ``ends`` say that the text does so there."""

    pieces: tuple[Piece, ...]
    begins: bool
    ends: bool


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The same passage in both texts. ``words`` counts the shared ones."""

    mine: Side
    theirs: Side
    words: int


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are the same from ``mine`` and from ``theirs`` on (places in the lists of words)."""

    mine: int
    theirs: int
    length: int


def shared_runs(mine: Sequence[Word], theirs: Sequence[Word]) -> list[list[Run]]:
    """Groups of runs, in the order of ``mine``; each group is one passage of at least `MIN_PASSAGE` shared words.

    At each word the longest run is taken, wherever it stands on the other side: moved paragraphs are found.
    """
    groups: list[list[Run]] = []
    for run in _runs(mine, theirs):
        if groups and _continues(groups[-1][-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [group for group in groups if _shared(mine, group) >= MIN_PASSAGE]


def share_of(mine: Sequence[Word], groups: list[list[Run]]) -> int:
    """How much of ``mine`` stands in the other text: whole per cent of its words, rounded down; 0 for an empty text."""
    every = sum(word.counts for word in mine)
    return 100 * sum(_shared(mine, group) for group in groups) // every if every else 0


def passages(
    *, mine: Sequence[Word], my_text: str, theirs: Sequence[Word], their_text: str, groups: list[list[Run]]
) -> list[Passage]:
    """The groups as they are shown: both sides, in their own spelling, with a few words around."""
    return [
        Passage(
            mine=_side(mine, my_text, [(run.mine, run.length) for run in group]),
            theirs=_side(theirs, their_text, [(run.theirs, run.length) for run in group]),
            words=_shared(mine, group),
        )
        for group in groups
    ]


def _runs(mine: Sequence[Word], theirs: Sequence[Word]) -> list[Run]:
    places: dict[str, list[int]] = {}
    for place, shingle in enumerate(shingles(theirs)):
        known = places.setdefault(shingle, [])
        if len(known) < PLACES:
            known.append(place)
    runs: list[Run] = []
    free = 0
    for start, shingle in enumerate(shingles(mine)):
        if start >= free and shingle in places:
            run = max(
                (Run(start, place, _length(mine, theirs, start, place)) for place in places[shingle]),
                key=lambda found: found.length,
            )
            runs.append(run)
            free = start + run.length
    return runs


def _length(mine: Sequence[Word], theirs: Sequence[Word], start: int, place: int) -> int:
    most = min(len(mine) - start, len(theirs) - place)
    length = SHINGLE
    while length < most and mine[start + length].folded == theirs[place + length].folded:
        length += 1
    return length


def _continues(before: Run, run: Run) -> bool:
    here = run.mine - (before.mine + before.length)
    there = run.theirs - (before.theirs + before.length)
    return 0 <= here <= GAP and 0 <= there <= GAP


def _shared(words: Sequence[Word], group: list[Run]) -> int:
    return sum(word.counts for run in group for word in words[run.mine : run.mine + run.length])


def _side(words: Sequence[Word], text: str, stretches: list[tuple[int, int]]) -> Side:
    shared = {place for start, length in stretches for place in range(start, start + length) if words[place].counts}
    first = max(stretches[0][0] - CONTEXT, 0)
    last = min(stretches[-1][0] + stretches[-1][1] + CONTEXT, len(words)) - 1
    pieces: list[Piece] = []
    at = words[first].start
    for place in range(first, last + 1):
        word = words[place]
        if word.end <= at:
            continue  # a second word of the same stretch of letters, as in "Covid-19"
        is_shared = place in shared
        if pieces and pieces[-1].is_shared == is_shared:
            pieces[-1] = Piece(pieces[-1].text + text[at : word.end], is_shared)
        else:
            # What stands between two pieces belongs to the one that is not marked.
            between = text[at : word.start]
            if pieces and is_shared:
                pieces[-1] = Piece(pieces[-1].text + between, is_shared=False)
                between = ""
            pieces.append(Piece(between + text[word.start : word.end], is_shared))
        at = word.end
    return Side(pieces=tuple(pieces), begins=first == 0, ends=last == len(words) - 1)
