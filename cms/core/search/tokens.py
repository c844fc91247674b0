"""Texts as sets of tokens, for indexes that are only ever asked "does it hold these?": no positions, no ranks.

A token says a word and how it stands there, so that one index answers every degree of likeness (``tiers``)::

    cach      the folded word, anywhere          x_cazch   the word with these marks, anywhere
    h_cach    in the title or the standfirst     xh_cazch  the same in the title or the standfirst
    t_cach    in the title                       xt_cazch  the same in the title
    h_cai_cach, t_cai_cach    two words side by side
    s_cchc, hs_cchc, ts_cchc  a thing of the synonyms, in whichever wording
    c_12_kh_syt               what is written as one code, anywhere

Tokens are made of a-z, 0-9 and ``_`` alone, so they need no quoting and mean the same to every database.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from cms.core.search.synonyms import things
from cms.core.search.terms import MAX_INDEXED_LENGTH, MAX_WORD_LENGTH, exact_form
from cms.core.text.fold import fold
from cms.core.text.normalise import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TITLE: Final = "t"
HEAD: Final = "h"
ANYWHERE: Final = ""

_WORD: Final = re.compile(r"[^\W_]+")
#: Parts joined by a stroke, a hyphen or a full stop, at least one with a digit: 12/KH-SYT, COVID-19, 76/2021/NQ-CP.
_CODE: Final = re.compile(r"(?=[^\s]*\d)[^\W_]+(?:[-/.][^\W_]+)+")
_LONGEST_CODE: Final = 6
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]")


class Word(NamedTuple):
    """A word of a text: as it is written, folded, and its exact form (empty where it carries no marks)."""

    written: str
    folded: str
    exact: str


def words_of(text: str) -> list[Word]:
    """The words of a text in their order. What one writer joins and another parts (``12/KH-SYT``) is parted."""
    return [word for part in _WORD.findall(nfc(text[:MAX_INDEXED_LENGTH])) for word in written_word(part)]


def text_tokens(*, title: str, head: str = "", body: str = "") -> set[str]:
    """All tokens of a text: ``title``, the rest of its head (standfirst), and everything else in ``body``."""
    words = {TITLE: [words_of(title)], HEAD: [words_of(title), words_of(head)], ANYWHERE: [words_of(body)]}
    return tokens_of(words) | code_tokens(title) | code_tokens(head) | code_tokens(body)


def tokens_of(places: Mapping[str, Sequence[Sequence[Word]]]) -> set[str]:
    """The tokens of the words of a text: for each place its runs of words. What stands anywhere is in no other place."""
    tokens: set[str] = set()
    for place, runs in places.items():
        for run in runs:
            tokens.update(_tokens(run, ANYWHERE))
            if place:
                tokens.update(_tokens(run, place))
    return tokens


def code_tokens(text: str) -> set[str]:
    """The tokens of the codes in a text, however they are parted: ``COVID-19`` and ``COVID/19`` are one."""
    tokens = set()
    for code in _CODE.findall(text[:MAX_INDEXED_LENGTH]):
        parts = [_plain(word.folded) for word in words_of(code)]
        if 1 < len(parts) <= _LONGEST_CODE:
            tokens.add("_".join(["c", *parts]))
    return tokens


def word_token(folded: str, place: str = ANYWHERE) -> str:
    """The token of a folded word."""
    return f"{place}_{_plain(folded)}" if place else _plain(folded)


def exact_token(exact: str, place: str = ANYWHERE) -> str:
    """The token of a word's exact form."""
    return f"x{place}_{_plain(exact)}"


def pair_token(first: str, second: str, place: str) -> str:
    """The token of two folded words side by side; kept for titles and heads alone."""
    return f"{place}_{_plain(first)}_{_plain(second)}"


def thing_token(thing: str, place: str = ANYWHERE) -> str:
    """The token of a thing that has several wordings."""
    return f"{place}s_{thing}"


def _tokens(words: Sequence[Word], place: str) -> Iterator[str]:
    folded = [word.folded for word in words]
    for word in set(words):
        yield from _of_word(word.folded, word.exact, place)
    yield from (thing_token(thing, place) for thing in things(folded))
    if place:
        yield from (pair_token(first, second, place) for first, second in set(pairwise(folded)))


@lru_cache(maxsize=100_000)
def _of_word(folded: str, exact: str, place: str) -> tuple[str, ...]:
    plain = word_token(folded, place)
    return (plain, exact_token(exact, place)) if exact else (plain,)


@lru_cache(maxsize=100_000)
def written_word(part: str) -> tuple[Word, ...]:
    """A written word (NFC) folded: mostly one, but compatibility forms may be several (½). Texts repeat their words."""
    found = [word for word in fold(part, i_for_y=True).split() if len(word) <= MAX_WORD_LENGTH]
    exact = exact_form(part) if len(found) == 1 else ""
    return tuple(Word(part, word, exact) for word in found)


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    """A folded word in plain letters; those of other scripts by their numbers. Not folded, z marks its own letters."""
    return word if word.isascii() else _NOT_PLAIN.sub(lambda letter: f"z{ord(letter.group()):x}z", word)


def joined(tokens: Iterable[str]) -> str:
    """Tokens as a text, for indexes that are given texts."""
    return " ".join(sorted(tokens))
