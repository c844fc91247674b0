"""The parts that Vietnamese letters are made of, as code points.

A Vietnamese vowel is a base letter, at most one mark that makes it another letter (breve, circumflex, horn) and at
most one tone mark. In canonical decomposition (NFD) all three are apart; only ``đ`` has no decomposition.
"""

from __future__ import annotations

import unicodedata
from typing import Final

BREVE: Final = "\u0306"
CIRCUMFLEX: Final = "\u0302"
HORN: Final = "\u031b"
QUALITY_MARKS: Final = frozenset({BREVE, CIRCUMFLEX, HORN})

GRAVE: Final = "\u0300"  # huyền
HOOK: Final = "\u0309"  # hỏi
TILDE: Final = "\u0303"  # ngã
ACUTE: Final = "\u0301"  # sắc
DOT_BELOW: Final = "\u0323"  # nặng

#: Tone marks in the order of Vietnamese dictionaries; the level tone (ngang) has no mark and comes first.
TONE_MARKS: Final = (GRAVE, HOOK, TILDE, ACUTE, DOT_BELOW)

#: The letters of the alphabet in dictionary order, with f, j, w and z of borrowed words in their Latin places.
ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

VOWELS: Final = "aăâeêioôơuưy"


def split_tone(word: str) -> tuple[str, str]:
    """Take the tone marks off a word.

    Returns the word without tone marks, composed (``"tiếng"`` gives ``"tiêng"``), and the marks found, in text order.
    """
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(char for char in decomposed if char in TONE_MARKS)
    toneless = "".join(char for char in decomposed if char not in TONE_MARKS)
    return unicodedata.normalize("NFC", toneless), tones


def _letters() -> frozenset[str]:
    lower = {"đ"}
    for vowel in VOWELS:
        lower.add(vowel)
        lower.update(unicodedata.normalize("NFC", vowel + tone) for tone in TONE_MARKS)
    return frozenset(char for letter in lower for char in (letter, letter.upper()) if not letter.isascii())


#: Every composed Vietnamese letter that is not ASCII, lower and upper case: 134 code points.
VIETNAMESE_LETTERS: Final = _letters()

#: Those of them that Latin-1 lacks: where one occurs, the text was written as Unicode, not in a legacy 8-bit code.
UNICODE_ONLY_LETTERS: Final = frozenset(char for char in VIETNAMESE_LETTERS if ord(char) > 0xFF)
