"""“Did you mean”: the wording that somebody who slipped on the keyboard was after.

Every word may stay, become a word of the vocabulary that is one slip away, or what Telex or VNI keys stood for. Of all
ways the likeliest counts: frequent words, and above all words that stand side by side in titles (``hanh chin`` has two
known words, but only ``hanh chinh`` is a pair).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from django.db.models import Q

from cms.core.search.slips import is_slip, left_out, without_input_method
from cms.core.search.tiers import MAX_WORDS
from cms.core.search.tokens import Word, words_of
from cms.search.models import NearWord, Term, TermKind

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So much likelier (natural logarithm) a correction must be than what was typed, where that finds something too.
ENOUGH = 2.0
_CANDIDATES = 6
_OF_PAIR, _OF_WORD = 1.5, 0.3
_SLIP, _KEYS, _UNKNOWN = 2.0, 0.5, 6.0


@dataclass(frozen=True)
class _Candidate:
    folded: str
    cost: float


def correct(query: str, *, finds_nothing: bool = False) -> str:
    """The likeliest wording of ``query`` with its usual marks; empty where what was typed is likely enough.

    Where that ``finds_nothing`` any likelier wording will do. Three queries, however long the text.
    """
    words = words_of(query)
    if not 0 < len(words) <= MAX_WORDS:
        return ""
    near = _near(words)
    known = _terms(TermKind.WORD, {each.folded for way in near for each in way})
    ways = [_likely(way, known) for way in near]
    pairs = _terms(
        TermKind.PAIR,
        {f"{first.folded} {second.folded}" for one, other in pairwise(ways) for first in one for second in other},
    )
    best, best_score = _best(ways, known, pairs)
    typed = [word.folded for word in words]
    enough = 0.0 if finds_nothing else ENOUGH
    if best == typed or best_score < _score([way[0] for way in ways], known, pairs) + enough:
        return ""
    return " ".join(_spelt(best, words, known, pairs))


def _near(words: list[Word]) -> list[list[_Candidate]]:
    """For each word what was typed, then what may have been meant."""
    slippery = {word.folded for word in words if word.folded.isalpha() and len(word.folded) > 1}
    lefts = {left for word in slippery for left in left_out(word)}
    found = set(NearWord.objects.filter(left__in=lefts).values_list("word", flat=True)) if lefts else set()
    ways = []
    for word in words:
        way = {word.folded: 0.0}
        keys = words_of(without_input_method(word.written))
        if keys:
            way.setdefault(keys[0].folded, _KEYS)
        if word.folded in slippery:
            for other in sorted(found):
                if is_slip(word.folded, other):
                    way.setdefault(other, _SLIP)
        ways.append([_Candidate(folded, cost) for folded, cost in way.items()])
    return ways


def _terms(kind: TermKind, folded: Iterable[str]) -> dict[str, tuple[int, str]]:
    rows = Term.objects.filter(Q(folded__in=list(folded)), kind=kind)
    return {key: (stories, spelling) for key, stories, spelling in rows.values_list("folded", "stories", "spelling")}


def _likely(way: list[_Candidate], known: dict[str, tuple[int, str]]) -> list[_Candidate]:
    """What was typed, and the most frequent of what may have been meant."""
    others = [each for each in way[1:] if each.folded in known]
    others.sort(key=lambda each: (each.cost, -known[each.folded][0], each.folded))
    return [way[0], *others[:_CANDIDATES]]


def _best(
    ways: list[list[_Candidate]], known: dict[str, tuple[int, str]], pairs: dict[str, tuple[int, str]]
) -> tuple[list[str], float]:
    """The likeliest way through the candidates (Viterbi), and its score."""
    paths = {each.folded: (_of_word(each, known), [each.folded]) for each in ways[0]}
    for way in ways[1:]:
        longer = {}
        for each in way:
            score, path = max(
                ((before + _of_pair(path[-1], each.folded, pairs), path) for before, path in paths.values()),
                key=lambda found: found[0],
            )
            longer[each.folded] = (score + _of_word(each, known), [*path, each.folded])
        paths = longer
    score, path = max(paths.values(), key=lambda found: found[0])
    return path, score


def _score(path: list[_Candidate], known: dict[str, tuple[int, str]], pairs: dict[str, tuple[int, str]]) -> float:
    beside = sum(_of_pair(first.folded, second.folded, pairs) for first, second in pairwise(path))
    return beside + sum(_of_word(each, known) for each in path)


def _of_word(candidate: _Candidate, known: dict[str, tuple[int, str]]) -> float:
    stories = known.get(candidate.folded, (0, ""))[0]
    if not stories and candidate.folded.isalpha():
        return -_UNKNOWN - candidate.cost
    return _OF_WORD * log(1 + stories) - candidate.cost


def _of_pair(first: str, second: str, pairs: dict[str, tuple[int, str]]) -> float:
    return _OF_PAIR * log(1 + pairs.get(f"{first} {second}", (0, ""))[0])


def _spelt(
    path: list[str], words: list[Word], known: dict[str, tuple[int, str]], pairs: dict[str, tuple[int, str]]
) -> list[str]:
    """Each word as it is written beside its neighbour, else as it is mostly written; marks that were typed stay."""
    spelt = [known[folded][1] if folded in known else word.written for folded, word in zip(path, words, strict=True)]
    best = [0] * len(path)
    for place, (first, second) in enumerate(pairwise(path)):
        stories, spelling = pairs.get(f"{first} {second}", (0, ""))
        for offset, each in enumerate(spelling.split()):
            if stories > best[place + offset]:
                best[place + offset], spelt[place + offset] = stories, each
    return [
        word.written if word.folded == folded and (word.exact or not folded.isalpha()) else written
        for folded, word, written in zip(path, words, spelt, strict=True)
    ]
