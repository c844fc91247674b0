"""Vietnamese order, without ICU and without the database's locale.

Letters first (a ă â b c d đ e ê …), tones only where all letters are equal (ngang, huyền, hỏi, ngã, sắc, nặng), case
last. Words count one by one: ``Bệnh viện Da liễu`` before ``Bệnh viện Đa khoa``. Numbers go by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cms.core.text.marks import ALPHABET, TONE_MARKS, split_tone
from cms.core.text.names import split_name
from cms.core.text.normalise import clean_line

#: A class of characters, and the place in it: a number and what breaks ties between equal ones.
Weight = tuple[int, int, str]
#: Compares as tuples do; its inside may change between versions, so it is not for storing.
CollationKey = tuple[tuple[Weight, ...], tuple[int, ...], tuple[int, ...], str]

_RANK: Final = {letter: rank for rank, letter in enumerate(ALPHABET)}
_UNIT: Final = re.compile(r"[0-9]+|.", re.DOTALL)

# Classes of primary weights, in order.
_GAP: Final = 0
_SIGN: Final = 1
_NUMBER: Final = 2
_LETTER: Final = 3
_OTHER: Final = 4

NameKey = tuple[CollationKey, CollationKey, CollationKey]


def collation_key(text: str) -> CollationKey:
    """Return a sort key for Vietnamese order: ``sorted(units, key=lambda unit: collation_key(unit.name))``.

    A total order on cleaned text: two strings have the same key only if ``clean_line`` makes them the same.
    """
    line = clean_line(text)
    primary: list[Weight] = []
    tones: list[int] = []
    cases: list[int] = []
    for weight, tone, case in _weights(line):
        primary.append(weight)
        tones.append(tone)
        cases.append(case)
    return tuple(primary), tuple(tones), tuple(cases), line


def name_key(name: str) -> NameKey:
    """Return a sort key for people: by given name, then family name, then middle name, as staff lists are kept."""
    parts = split_name(name)
    return collation_key(parts.given), collation_key(parts.family), collation_key(parts.middle)


def _weights(line: str) -> Iterator[tuple[Weight, int, int]]:
    for unit in _UNIT.findall(line):
        if unit[0] in "0123456789":
            digits = unit.lstrip("0")
            # More digits, larger number: no conversion, which Python refuses for thousands of digits.
            yield (_NUMBER, len(digits), digits), 0, 0
            continue
        letter, tone = split_tone(unit)
        rank = _RANK.get(letter.lower())
        if rank is not None:
            yield (
                (_LETTER, rank, ""),
                TONE_MARKS.index(tone) + 1 if len(tone) == 1 else 0,
                int(letter != letter.lower()),
            )
        elif unit == " ":
            yield (_GAP, 0, ""), 0, 0
        else:
            yield (_OTHER if unit.isalpha() else _SIGN, ord(unit), ""), 0, 0
