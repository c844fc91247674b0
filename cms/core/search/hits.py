"""Where the words of a query stand in a text: for marking them, and for cutting the piece of a text around them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from cms.core.search.synonyms import segments
from cms.core.search.terms import MAX_INDEXED_LENGTH, MAX_QUERY_LENGTH
from cms.core.search.tokens import words_of, written_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD: Final = re.compile(r"[^\W_]+")
_BREAK: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
#: Characters of an excerpt before its first hit, at most.
_BEFORE: Final = 60


class Piece(NamedTuple):
    """A stretch of a text, and whether it was looked for."""

    text: str
    is_hit: bool


class _Asked(NamedTuple):
    """What a query names: folded words, which of them with which marks, which with any, other wordings of its things."""

    folded: frozenset[str]
    exact: Mapping[str, str]
    plain: frozenset[str]
    wordings: tuple[tuple[str, ...], ...]


class _Found(NamedTuple):
    """The words of a text that the index knows: where each stands, each folded, and which of them were asked for."""

    words: Sequence[re.Match[str]]
    folded: Sequence[str]
    hits: Sequence[int]


def pieces(text: str, query: str) -> list[Piece]:
    """Return ``text`` (NFC) in stretches, those that ``query`` names apart.

    A word typed without marks names all its spellings; one typed with them its own spelling in either way of placing
    the tone, or all where its own does not occur. An abbreviation names what it stands for, and the other way round.
    """
    found = _find(text, query)
    parts: list[Piece] = []
    position = 0
    for place in found.hits:
        start, end = found.words[place].span()
        if start > position:
            parts.append(Piece(text[position:start], is_hit=False))
        parts.append(Piece(text[start:end], is_hit=True))
        position = end
    if position < len(text):
        parts.append(Piece(text[position:], is_hit=False))
    return parts


def excerpt(text: str, query: str, *, length: int) -> str:
    """Return the stretch of ``text`` in which most different words of ``query`` stand, about ``length`` characters.

    It begins at a sentence or a word and is one line; an ellipsis says that something was left out. Empty where no
    word of the query stands in the text.
    """
    found = _find(text, query)
    if not found.hits:
        return ""
    begin = _densest(found, length)
    start = _beginning(text, begin)
    end = start + length
    if end >= len(text):
        end = len(text)
    else:
        blank = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = blank if blank > begin else end
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


@lru_cache(maxsize=512)
def _asked(query: str) -> _Asked:
    # A page of results asks the same for its every title, standfirst and text.
    words = words_of(query[:MAX_QUERY_LENGTH])
    return _Asked(
        folded=frozenset(word.folded for word in words),
        exact={word.folded: word.exact for word in words if word.exact},
        plain=frozenset(word.folded for word in words if not word.exact),
        wordings=tuple(wording for _typed, others in segments([word.folded for word in words]) for wording in others),
    )


@lru_cache(maxsize=100_000)
def _folded(part: str) -> str:
    words = written_word(part)
    return words[0].folded if words else ""


def _find(text: str, query: str) -> _Found:
    asked = _asked(query)
    words = list(_WORD.finditer(text[:MAX_INDEXED_LENGTH]))
    folded = [_folded(word.group()) for word in words]
    if "" in folded:
        words = [word for word, known in zip(words, folded, strict=True) if known]
        folded = list(filter(None, folded))
    return _Found(words, folded, sorted(_named(words, folded, asked) | _other_wordings(folded, asked)))


def _named(words: Sequence[re.Match[str]], folded: Sequence[str], asked: _Asked) -> set[int]:
    """The places of the words that the query names themselves."""
    places = [place for place, word in enumerate(folded) if word in asked.folded]
    if not asked.exact:
        return set(places)
    exact = {place: written_word(words[place].group())[0].exact for place in places}
    written = set(exact.values())
    hits = set()
    for place in places:
        wanted = asked.exact.get(folded[place], "")
        if folded[place] in asked.plain or wanted == exact[place] or wanted not in written:
            hits.add(place)
    return hits


def _other_wordings(folded: Sequence[str], asked: _Asked) -> set[int]:
    """The places of other wordings of a thing that the query names."""
    hits: set[int] = set()
    for wording in asked.wordings:
        size = len(wording)
        for start, word in enumerate(folded):
            if word == wording[0] and tuple(folded[start : start + size]) == wording:
                hits.update(range(start, start + size))
    return hits


def _densest(found: _Found, length: int) -> int:
    """Where the stretch begins that holds most different words, and most of them side by side."""
    words, places = found.words, found.hits
    best, best_score = words[places[0]].start(), (0, 0)
    for index, place in enumerate(places[:200]):
        limit = words[place].start() + length - _BEFORE
        inside = [other for other in places[index : index + 40] if words[other].end() <= limit]
        neighbours = sum(second - first == 1 for first, second in pairwise(inside))
        score = (len({found.folded[other] for other in inside}), neighbours)
        if score > best_score:
            best, best_score = words[place].start(), score
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
