"""Where the words of a query stand in a text: for marking them, and for cutting the piece of a text around them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from cms.core.search.synonyms import segments
from cms.core.search.terms import MAX_INDEXED_LENGTH, MAX_QUERY_LENGTH
from cms.core.search.tokens import words_of, written_word

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD: Final = re.compile(r"[^\W_]+")
_BREAK: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
#: Characters of an excerpt before its first hit, at most.
_BEFORE: Final = 60


class Piece(NamedTuple):
    """A stretch of a text, and whether it was looked for."""

    text: str
    is_hit: bool


class _Written(NamedTuple):
    start: int
    end: int
    folded: str
    exact: str


def pieces(text: str, query: str) -> list[Piece]:
    """Return ``text`` (NFC) in stretches, those that ``query`` names apart.

    A word typed without marks names all its spellings; one typed with them its own spelling in either way of placing
    the tone, or all where its own does not occur. An abbreviation names what it stands for, and the other way round.
    """
    words = _written(text)
    found = sorted(_hits(words, query))
    parts: list[Piece] = []
    position = 0
    for place in found:
        word = words[place]
        if word.start > position:
            parts.append(Piece(text[position : word.start], is_hit=False))
        parts.append(Piece(text[word.start : word.end], is_hit=True))
        position = word.end
    if position < len(text):
        parts.append(Piece(text[position:], is_hit=False))
    return parts


def excerpt(text: str, query: str, *, length: int) -> str:
    """Return the stretch of ``text`` in which most different words of ``query`` stand, about ``length`` characters.

    It begins at a sentence or a word and is one line; an ellipsis says that something was left out. Empty where no
    word of the query stands in the text.
    """
    words = _written(text)
    places = sorted(_hits(words, query))
    if not places:
        return ""
    begin = _densest(words, places, length)
    start = _beginning(text, begin)
    end = start + length
    if end >= len(text):
        end = len(text)
    else:
        blank = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = blank if blank > begin else end
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _written(text: str) -> list[_Written]:
    found = []
    for match in _WORD.finditer(text[:MAX_INDEXED_LENGTH]):
        words = written_word(match.group())
        if words:
            found.append(_Written(match.start(), match.end(), words[0].folded, words[0].exact))
    return found


def _hits(words: list[_Written], query: str) -> set[int]:
    """The places in ``words`` that the query names."""
    asked = words_of(query[:MAX_QUERY_LENGTH])
    folded = {word.folded for word in asked}
    exact = {word.folded: word.exact for word in asked if word.exact}
    plain = {word.folded for word in asked if not word.exact}
    written = {word.exact for word in words}
    hits = set()
    for place, word in enumerate(words):
        if word.folded not in folded:
            continue
        wanted = exact.get(word.folded, "")
        if word.folded in plain or wanted == word.exact or wanted not in written:
            hits.add(place)
    return hits | _other_wordings(words, [word.folded for word in asked])


def _other_wordings(words: list[_Written], asked: list[str]) -> set[int]:
    sequence = [word.folded for word in words]
    hits: set[int] = set()
    for _typed, others in segments(asked):
        for wording in others:
            size = len(wording)
            for start in _starts(sequence, wording[0]):
                if tuple(sequence[start : start + size]) == wording:
                    hits.update(range(start, start + size))
    return hits


def _starts(sequence: list[str], first: str) -> Iterable[int]:
    return (place for place, word in enumerate(sequence) if word == first)


def _densest(words: list[_Written], places: list[int], length: int) -> int:
    """Where the stretch begins that holds most different words, and most of them side by side."""
    best, best_score = words[places[0]].start, (0, 0)
    for index, place in enumerate(places):
        if index > 200:
            break
        limit = words[place].start + length - _BEFORE
        inside = [other for other in places[index : index + 40] if words[other].end <= limit]
        neighbours = sum(second - first == 1 for first, second in pairwise(inside))
        score = (len({words[other].folded for other in inside}), neighbours)
        if score > best_score:
            best, best_score = words[place].start, score
    return best


def _beginning(text: str, begin: int) -> int:
    """The beginning of the sentence around a hit, or of a word not far before it."""
    if begin <= _BEFORE:
        return 0
    breaks = [match.end() for match in _BREAK.finditer(text, begin - _BEFORE, begin)]
    if breaks:
        return breaks[-1]
    blank = text.find(" ", begin - _BEFORE, begin)
    return blank + 1 if blank >= 0 else begin
