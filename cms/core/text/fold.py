"""Accent-free forms for searching, for comparing and for finding duplicates. Nothing folded is ever shown."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from cms.core.text.marks import TONE_MARKS
from cms.core.text.normalise import nfc

_STROKE: Final = str.maketrans("đĐ", "dd")
_NOT_WORD: Final = re.compile(r"[\W_]+")

#: Open syllables where spelling wavers between i and y: kỹ/kĩ, lý/lí, mỹ/mĩ, sỹ/sĩ, quý/quí, also hy, ty, vy.
_FINAL_Y: Final = re.compile(r"\b([hklmstv]|qu)y\b")

_TONES: Final = "".join(TONE_MARKS)
#: An open syllable in oa, oe or uy with its tone on the second vowel. After q the u belongs to the initial: quý.
_SECOND_VOWEL_TONE: Final = re.compile(
    f"(?<![qQ])(?:([oO])([aAeE])|([uU])([yY]))([{_TONES}])(?![\\w\u0300-\u036f])",
)


def fold(text: str, *, i_for_y: bool = False) -> str:
    """Return ``text`` without marks, in lower case, words apart by one space: ``"Đẩy mạnh:"`` → ``"day manh"``.

    Every category of combining mark goes, ``đ`` becomes ``d``, compatibility forms become plain ones, punctuation and
    symbols become spaces. So tone placement, composition and case make no difference. With ``i_for_y`` also kỹ/kĩ,
    lý/lí, mỹ/mĩ, sỹ/sĩ, quý/quí are one. Idempotent. May be empty.
    """
    text = nfc(text)
    if not text.isascii():
        text = _strip_marks(text).casefold()
        text = _strip_marks(text).translate(_STROKE)
    folded = _NOT_WORD.sub(" ", text.casefold()).strip()
    return _FINAL_Y.sub(r"\1i", folded) if i_for_y else folded


def canonical_tones(text: str) -> str:
    """Return ``text`` with the tone on the first vowel of open oa, oe, uy: ``Hoà`` → ``Hòa``, ``uỷ`` → ``ủy``.

    ``quý`` and closed syllables (``hoàn``) stay. For comparing and for printed headers; authors' texts keep their own
    spelling. The result is NFC.
    """
    decomposed = unicodedata.normalize("NFD", nfc(text))
    return unicodedata.normalize("NFC", _SECOND_VOWEL_TONE.sub(_move_tone, decomposed))


def _move_tone(match: re.Match[str]) -> str:
    first = match.group(1) or match.group(3)
    second = match.group(2) or match.group(4)
    return first + match.group(5) + second


def _strip_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))
