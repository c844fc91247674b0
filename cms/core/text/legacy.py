"""Vietnamese text typed in the 8-bit fonts of the 1990s: TCVN3 (ABC) and VNI.

A Word file in such a font holds Latin-1 characters that only the font shows as Vietnamese: ``Së Y tÕ`` is ``Sở Y tế``
in .VnTime, ``Sôû Y teá`` is the same in VNI-Times. The font name tells which, where the file keeps it; else the
spelling does: one reading gives Vietnamese syllables, the others do not.

Convert before any cleaning: U+00AD, a soft hyphen to everyone else, is ``ư`` in TCVN3, and ``Ð`` is ``é``.

Tables: TCVN 5712:1993, third form (VN3), checked against an iconv that knows it for the letters the two forms share;
VNI-Windows, checked against published tables.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cms.core.text.marks import (
    ACUTE,
    BREVE,
    CIRCUMFLEX,
    DOT_BELOW,
    GRAVE,
    HOOK,
    TILDE,
    UNICODE_ONLY_LETTERS,
    split_tone,
)
from cms.core.text.syllables import is_syllable


class LegacyEncoding(StrEnum):
    """An 8-bit encoding of Vietnamese that lives in fonts."""

    TCVN3 = "tcvn3"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """What a legacy font does to the characters set in it."""

    encoding: LegacyEncoding
    capitals: bool  # Shows capitals whatever the case of the codes, as .VnTimeH does.


@dataclass(frozen=True, slots=True)
class LegacyRepair:
    """The outcome of ``repair_legacy``."""

    text: str
    encoding: LegacyEncoding | None  # None: nothing was converted.
    doubtful: bool  # Letters were lost before the text got here; a person should read it.


# Position by position: codes A1 to FE of TCVN3; a dot where a code has no letter.
_TCVN3_LETTERS: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ......."  # A1 to C5
    "ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"  # C6 to FE
)
_TCVN3: Final = {0xA1 + offset: letter for offset, letter in enumerate(_TCVN3_LETTERS) if letter != "."} | {
    # The micro sign, after an editor that replaced it by its compatibility equivalent, Greek mu.
    0x03BC: "à",
}

_VNI_TONES: Final = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT_BELOW}
_VNI_CIRCUMFLEX: Final = {"â": "", "á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT_BELOW}
_VNI_BREVE: Final = {"ê": "", "é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT_BELOW}
_VNI_SINGLES: Final = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    marks = {base: dict(_VNI_TONES) for base in "aeouyôö"}
    for base in "aeo":
        marks[base].update({mark: CIRCUMFLEX + tone for mark, tone in _VNI_CIRCUMFLEX.items()})
    marks["a"].update({mark: BREVE + tone for mark, tone in _VNI_BREVE.items()})
    table = dict(_VNI_SINGLES)
    for base, follows in marks.items():
        for mark, combining in follows.items():
            table[base + mark] = unicodedata.normalize("NFC", _VNI_SINGLES.get(base, base) + combining)
    for code, letter in list(table.items()):
        # A capital carries a capital or, in mixed typing, a small mark.
        table[code.upper()] = table[code[0].upper() + code[1:]] = letter.upper()
    return table


_VNI: Final = _vni_table()
_VNI_CODE: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

#: Latin-1 letters and signs that carry Vietnamese in either encoding.
_SUSPECT: Final = re.compile("[\u00a1-\u00ff\u03bc]")
_UNICODE_ONLY: Final = re.compile(f"[{''.join(sorted(UNICODE_ONLY_LETTERS))}]")
_TOKEN: Final = re.compile("[^\\s!-/:-@\\[-`{-~“”‘’–—…]+")

#: ươ that lost its ư with the soft hyphens: ơc and ơng are no Vietnamese rimes.
_LOST_HORN: Final = re.compile(r"(?<!ư)[ơờớởỡợ](?=c\b|ng\b)", re.IGNORECASE)
#: Consonants that stand alone where ư was the whole rime (nh, th, t for như, thư, tư).
_LOST_RIME: Final = re.compile(r"\b(?:nh|th|tr|ch)\b", re.IGNORECASE)

_CONFIDENT: Final = 0.7
_MARGIN: Final = 0.3


def font_encoding(font: str) -> LegacyFont | None:
    """Return what the font called ``font`` means for its text, or None for a Unicode font.

    ``.VnTime``, ``.VnArial Narrow`` are TCVN3, those with a final H (``.VnTimeH``) in capitals; ``VNI-Times`` is VNI.
    """
    name = font.strip()
    if name.lower().startswith(".vn"):
        return LegacyFont(LegacyEncoding.TCVN3, capitals=name.endswith("H"))
    if name.lower().startswith("vni-"):
        return LegacyFont(LegacyEncoding.VNI, capitals=False)
    return None


def to_unicode(text: str, encoding: LegacyEncoding, *, capitals: bool = False) -> str:
    """Convert ``text`` from ``encoding`` to Unicode NFC. ``capitals`` is for fonts that show only capitals.

    Characters that the encoding does not define pass through.
    """
    text = unicodedata.normalize("NFC", text)
    if encoding is LegacyEncoding.TCVN3:
        converted = text.translate(_TCVN3)
    else:
        converted = _VNI_CODE.sub(lambda match: _VNI[match.group()], text)
    return unicodedata.normalize("NFC", converted.upper() if capitals else converted)


def detect_encoding(text: str) -> LegacyEncoding | None:
    """Return the legacy encoding that ``text`` is written in, by its spelling, or None where Unicode is as likely.

    Words with a letter that only Unicode has are left out of the count, so a mixed document is recognised too.
    """
    suspects = {token for token in _tokens(text) if _SUSPECT.search(token) and not _UNICODE_ONLY.search(token)}
    if not suspects:
        return None
    as_it_is = sum(map(is_syllable, suspects))
    best: LegacyEncoding | None = None
    best_count = as_it_is + _MARGIN * len(suspects)
    for encoding in LegacyEncoding:
        read = {token for token in suspects if is_syllable(_restore_horns(to_unicode(token, encoding)))}
        # Lone signs and two-letter words (a micro sign, a paragraph sign) prove nothing by themselves.
        telling = any(len(token) > 2 for token in read) or len(read) > 2
        if telling and len(read) >= _CONFIDENT * len(suspects) and len(read) > best_count:
            best, best_count = encoding, len(read)
    return best


def repair_legacy(text: str) -> LegacyRepair:
    """Convert ``text`` if it is written in a legacy encoding, by its spelling alone.

    Where Unicode and legacy words stand side by side (runs in different fonts), only words that are no syllables as
    they are and become syllables are converted. ``doubtful`` is set then, because ``phô`` may be either, and where soft
    hyphens (``ư`` in TCVN3) had been removed on the way: sure cases (``đợc``, ``trờng``) are restored, others
    (``ngời``) cannot be told from real words.
    """
    text = unicodedata.normalize("NFC", text)
    encoding = detect_encoding(text)
    if encoding is None:
        return LegacyRepair(text=text, encoding=None, doubtful=False)
    mixed = bool(_UNICODE_ONLY.search(text))
    if mixed:
        converted = _TOKEN.sub(lambda match: _convert_word(match.group(), encoding), text)
    else:
        converted = to_unicode(text, encoding)
    if encoding is LegacyEncoding.VNI:
        return LegacyRepair(text=converted, encoding=encoding, doubtful=mixed)
    restored = _restore_horns(converted)
    lost = restored != converted or bool(_LOST_RIME.search(converted))
    return LegacyRepair(text=restored, encoding=encoding, doubtful=mixed or lost)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


def _convert_word(word: str, encoding: LegacyEncoding) -> str:
    if not _SUSPECT.search(word) or _UNICODE_ONLY.search(word) or is_syllable(word):
        return word
    converted = to_unicode(word, encoding)
    return converted if is_syllable(_restore_horns(converted)) else word


def _restore_horns(text: str) -> str:
    return _LOST_HORN.sub(_restore_horn, text)


def _restore_horn(match: re.Match[str]) -> str:
    letter = match.group()
    base, _ = split_tone(letter)
    return ("Ư" if base == "Ơ" else "ư") + letter
