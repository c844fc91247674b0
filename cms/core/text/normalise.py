"""One spelling for one text: the form in which every incoming text is stored.

Text arrives decomposed from macOS and PDF, with marks in the wrong order from old keyboards, with look-alike letters
from other alphabets, and with invisible characters from web pages and attacks. Legacy encodings and mojibake are told
apart by the very characters that are removed here (U+00AD is ``ư`` in TCVN3), so run ``repair_mojibake`` and
``repair_legacy`` first, then these.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from cms.core.text.marks import QUALITY_MARKS, TONE_MARKS, VIETNAMESE_LETTERS

#: Vowels with two or more marks, in canonical decomposition.
_STACKED: Final = re.compile(f"([AEIOUYaeiouy])([{''.join(sorted(QUALITY_MARKS))}{''.join(TONE_MARKS)}]{{2,}})")

#: Nothing to do: composed Vietnamese, ASCII, and the punctuation of clean prose. Most texts are, and are read often.
_CLEAN: Final = re.compile(f"[\t\n -~\u00a0“”‘’–—…•·°×₫{''.join(sorted(VIETNAMESE_LETTERS))}]*")

#: Invisible or unstorable: C0 and C1 controls except tab and line ends, soft hyphen, combining grapheme joiner,
#: zero-width characters, direction marks and overrides, Hangul fillers, tags, lone surrogates, non-characters.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)

#: A zero-width joiner is kept only where it glues an emoji together.
_EMOJI: Final = "\u2640\u2642\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER: Final = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")

#: Vertical tab (Word's manual line break), form feed, NEL, line and paragraph separators.
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

#: Never right in Vietnamese: the letter gha of old Word and PDF fonts, eth and African d for d with stroke.
_ALWAYS: Final = str.maketrans(
    {"ƣ": "u\u031b", "Ƣ": "U\u031b", "ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ"},
)
_ALWAYS_ANY: Final = re.compile("[ƣƢðÐɖƉ]")

#: Right in their own alphabets, wrong inside a Latin word. Greek small letters other than omicron are left alone:
#: medicine writes TNFα and β-lactam.
_FOREIGN_TWINS: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјкорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXYQWaesijkopcyxhdqwABEZHIKMNOPTYXo",
)
_FOREIGN: Final = re.compile("[\u0370-\u052f]")
_WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
_LATIN: Final = re.compile("[A-Za-zđĐ]")

_BLANKS: Final = re.compile(r"[^\S\n]+")
_NO_BREAK: Final = frozenset("\u00a0\u202f\u2007")
_UNIT_AHEAD: Final = re.compile(r"[%‰₫°\d]|(?:đ|đồng)\b")
_MANY_NEWLINES: Final = re.compile(r"\n{3,}")


def nfc(text: str) -> str:
    """Return ``text`` in Unicode NFC with Vietnamese spelt in one way and nothing invisible in it.

    - marks typed in the wrong order are put right (``e`` + acute + circumflex becomes ``ế``), doubled marks made one;
    - look-alike letters become the Vietnamese ones (``đƣợc``, ``Ðơn vị``; Cyrillic and Greek twins in Latin words);
    - zero-width characters, soft hyphens, direction overrides, controls, lone surrogates are removed;
    - tabs, spaces of every kind and line ends stay as they are, apart from exotic line ends, which become ``\\n``.

    Tone placement is the author's and is kept. Idempotent.
    """
    if _CLEAN.fullmatch(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _STRAY_JOINER.sub("", text)
    text = unicodedata.normalize("NFD", text)
    if _ALWAYS_ANY.search(text):
        text = text.translate(_ALWAYS)
    if _FOREIGN.search(text):
        text = _WORD.sub(_latinise, text)
    text = _STACKED.sub(_reorder, text)
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return ``text`` as one trimmed line for titles, names and cells: ``nfc``, and every run of blanks is one space.

    A no-break space survives between a digit and what belongs to it (``87,5 %``, ``253 000 ₫``), elsewhere it becomes
    a plain space.
    """
    return _single_blanks(nfc(text).replace("\n", " ")).strip()


def clean_text(text: str) -> str:
    """Return ``text`` as trimmed lines for bodies: like ``clean_line``, but line ends stay (as ``\\n``).

    Lines lose their leading and trailing blanks; more than one empty line becomes one.
    """
    lines = (line.strip() for line in _single_blanks(nfc(text)).split("\n"))
    return _MANY_NEWLINES.sub("\n\n", "\n".join(lines)).strip()


def _reorder(match: re.Match[str]) -> str:
    base, marks = match.groups()
    quality = {mark for mark in marks if mark in QUALITY_MARKS}
    tones = {mark for mark in marks if mark in TONE_MARKS}
    if len(quality) > 1 or len(tones) > 1:
        # Not a Vietnamese vowel: leave it to its own language.
        return match.group()
    return base + "".join(quality) + "".join(tones)


def _latinise(match: re.Match[str]) -> str:
    word = match.group()
    if not _FOREIGN.search(word) or not _LATIN.search(word):
        return word
    twin = word.translate(_FOREIGN_TWINS)
    return word if _FOREIGN.search(twin) else twin


def _single_blanks(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        if not _NO_BREAK.isdisjoint(match.group()):
            before = text[match.start() - 1 : match.start()]
            if before.isdigit() and _UNIT_AHEAD.match(text, match.end()):
                return "\u00a0"
        return " "

    return _BLANKS.sub(one, text)
