"""A query as steps of likeness, best first: a result of an earlier step stands before all of a later one.

Titles before heads before everything else; within each, words with the marks that were typed before others, and words
side by side before scattered ones. Inside a step the newest come first. The order is the same on every database and
does not depend on what else is in the index, as a rank would.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cms.core.search.synonyms import segments, thing_of
from cms.core.search.terms import MAX_QUERY_LENGTH
from cms.core.search.tokens import (
    ANYWHERE,
    HEAD,
    TITLE,
    Word,
    code_tokens,
    exact_token,
    pair_token,
    thing_token,
    word_token,
    words_of,
)

#: Beyond these nobody means every word; what is pasted is cut.
MAX_WORDS: Final = 12
#: Letters from which on a beginning tells one word from most others.
TELLING: Final = 3


@dataclass(frozen=True)
class Condition:
    """Which tokens a text must hold: of each alternative set one, all of its tokens."""

    needs: tuple[tuple[frozenset[str], ...], ...]
    prefix: str = ""

    def for_postgresql(self) -> str:
        """The condition as a ``tsquery``."""
        parts = [_any([_all(sorted(each), "'{}'", " & ") for each in need], " | ") for need in self.needs]
        parts += [f"'{self.prefix}':*"] if self.prefix else []
        return " & ".join(parts)

    def for_sqlite(self) -> str:
        """The condition as an FTS5 expression."""
        parts = [_any([_all(sorted(each), '"{}"', " AND ") for each in need], " OR ") for need in self.needs]
        parts += [f'"{self.prefix}" *'] if self.prefix else []
        return " AND ".join(parts)


def query_words(query: str) -> list[Word]:
    """The words of a query that are looked for, each once; empty where there is nothing to look for."""
    found = words_of(query[:MAX_QUERY_LENGTH])
    return list({word.folded: word for word in reversed(found)}.values())[::-1][:MAX_WORDS]


def everything(query: str) -> Condition | None:
    """The condition of all that matches a query; nothing for a query without words. The last step of `tiers`."""
    words = query_words(query)
    return _folded(words, ANYWHERE) if words else None


def tiers(query: str) -> list[Condition]:
    """The steps of a query, at most eleven; none for a query without words."""
    words = query_words(query)
    if not words:
        return []
    exact = [word.exact for word in words if word.exact]
    sequence = [word.folded for word in words_of(query[:MAX_QUERY_LENGTH])][:MAX_WORDS]
    codes = sorted(code_tokens(query[:MAX_QUERY_LENGTH]))
    steps: list[Condition] = []
    for place in (TITLE, HEAD, ANYWHERE):
        folded = _folded(words, place)
        marked = _and(folded, [exact_token(each, place) for each in exact]) if exact else None
        pairs = [pair_token(*pair, place) for pair in pairwise(sequence)] if place else []
        if marked and pairs:
            steps.append(_and(marked, pairs))
        if marked:
            steps.append(marked)
        if pairs:
            steps.append(_and(folded, pairs))
        if codes and not place:
            steps.append(_and(folded, codes))
        steps.append(folded)
    return steps


def beginning(query: str, place: str = TITLE) -> Condition | None:
    """The condition of texts that hold all words of an unfinished query, the last one as the beginning of a word.

    A beginning of one or two letters fits most of the language: it must follow the word before it, and alone it is none.
    """
    words = query_words(query)
    if not words:
        return None
    last = words[-1].folded
    finished = tuple((frozenset({word_token(word.folded, place)}),) for word in words[:-1])
    if len(last) >= TELLING:
        return Condition(finished, prefix=word_token(last, place))
    return Condition(finished, prefix=pair_token(words[-2].folded, last, place)) if finished else None


def side_by_side(query: str, place: str = HEAD) -> Condition | None:
    """The condition of texts in which each word of a query stands beside the next; nothing for a single word."""
    words = words_of(query[:MAX_QUERY_LENGTH])[:MAX_WORDS]
    pairs = {pair_token(first.folded, second.folded, place) for first, second in pairwise(words)}
    return Condition(((frozenset(pairs),),)) if pairs else None


def _folded(words: list[Word], place: str) -> Condition:
    needs = []
    for wording, _others in segments([word.folded for word in words]):
        alternatives = [frozenset(word_token(word, place) for word in wording)]
        thing = thing_of(wording)
        if thing:
            alternatives.append(frozenset({thing_token(thing, place)}))
        needs.append(tuple(alternatives))
    return Condition(tuple(needs))


def _and(condition: Condition, tokens: list[str]) -> Condition:
    return Condition((*condition.needs, (frozenset(tokens),)))


def _all(tokens: list[str], form: str, joint: str) -> str:
    return f"({joint.join(form.format(token) for token in tokens)})"


def _any(parts: list[str], joint: str) -> str:
    return f"({joint.join(parts)})" if len(parts) > 1 else parts[0]
