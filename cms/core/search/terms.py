"""What is indexed for a text and what is asked for a query: the same folding on both sides.

Two streams go into the index. The *folded* words (no marks, ``đ`` as ``d``, i for y) decide what is found. The *exact*
words only decide the order: every word once more, its marks spelt in plain letters, because the tokenisers of the
databases drop or keep marks in ways of their own. A query asks for its folded words and, as a bonus, for its exact
ones, so ``má`` finds ``ma`` and ``mà`` too but comes first. Words without marks are in the second stream as well, or
texts with many marks would count as longer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from cms.core.text.fold import canonical_tones, fold
from cms.core.text.marks import VIETNAMESE_LETTERS
from cms.core.text.normalise import nfc

#: People type a line; more is an accident or an attack. In characters and in words.
MAX_QUERY_LENGTH: Final = 256
MAX_QUERY_WORDS: Final = 24
#: What one field gives to the index, in characters: PostgreSQL refuses a row whose search vector is over 1 MB.
MAX_INDEXED_LENGTH: Final = 100_000
#: Longer "words" are encoded data, not words.
MAX_WORD_LENGTH: Final = 64

_WORD: Final = re.compile(r"[^\W_]+")
#: Ends the exact form of a word without marks. Vietnamese has no z, so no exact form is a word that people search for.
_PLAIN: Final = "zz"


def _spelling() -> dict[int, str]:
    codes: dict[str, str] = {}
    spelt: dict[int, str] = {}
    for letter in sorted(char for char in VIETNAMESE_LETTERS if char == char.lower()):
        decomposed = unicodedata.normalize("NFD", letter)
        base, marks = ("d", letter) if letter == "đ" else (decomposed[0], decomposed[1:])
        code = codes.setdefault(marks, chr(ord("a") + len(codes)))
        spelt[ord(letter)] = f"{base}z{code}"
    return spelt


#: Every lower-case letter with marks as its base, a z and one letter for its marks.
_SPELLING: Final = _spelling()


def folded_words(text: str) -> list[str]:
    """Return the words of ``text`` as they are found: folded, i and y alike. Empty where there is nothing to find."""
    return [word for word in fold(text, i_for_y=True).split() if len(word) <= MAX_WORD_LENGTH]


def marked_words(text: str) -> list[str]:
    """Return the exact forms of those words of ``text`` that carry Vietnamese marks, in text order."""
    return [exact for exact in _exact_words(text) if not exact.endswith(_PLAIN)]


def indexed_text(text: str) -> str:
    """Return what the index holds for ``text``: its folded words, then its exact ones."""
    text = text[:MAX_INDEXED_LENGTH]
    return " ".join(folded_words(text) + _exact_words(text))


def exact_form(word: str) -> str:
    """Return the exact form of one word; empty where it carries no Vietnamese marks."""
    canonical = canonical_tones(word).lower()
    spelt = canonical.translate(_SPELLING)
    return spelt if spelt != canonical else ""


@lru_cache(maxsize=100_000)
def _exact_word(word: str) -> str:
    # Texts repeat their words: each is spelt once.
    return exact_form(word) or canonical_tones(word).lower() + _PLAIN


def _exact_words(text: str) -> list[str]:
    return [_exact_word(word) for word in _WORD.findall(nfc(text)) if len(word) <= MAX_WORD_LENGTH]
