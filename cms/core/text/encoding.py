"""Bytes and text that were read in the wrong encoding.

Mojibake is UTF-8 read as Windows-1252: ``Sá»Ÿ Y táº¿`` for ``Sở Y tế``. It is recognised by its byte patterns and
undone only where every repaired character is one that Vietnamese text uses, so that correct text is never touched.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from cms.core.text.legacy import detect_encoding, to_unicode
from cms.core.text.marks import QUALITY_MARKS, TONE_MARKS, UNICODE_ONLY_LETTERS, VIETNAMESE_LETTERS
from cms.core.text.normalise import nfc
from cms.core.text.syllables import unknown_share


class UnreadableEncodingError(ValueError):
    """The bytes are text in no encoding that Vietnamese files come in."""


def _cp1252_reading() -> dict[str, int]:
    reading = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        try:
            reading[bytes([byte]).decode("cp1252")] = byte
        except UnicodeDecodeError:
            # Five bytes are undefined in Windows-1252; browsers and Word pass them through as C1 controls.
            continue
    return reading


_BYTE_OF: Final = _cp1252_reading()


def _class_of(first: int, last: int) -> str:
    return "".join(re.escape(char) for char, byte in _BYTE_OF.items() if first <= byte <= last)


_TAIL: Final = _class_of(0x80, 0xBF)
#: A character of two or three bytes; also ``à``, C3 A0, of which A0 reads as a no-break space that editors make a
#: plain one, alone or together with the space that followed.
_SEQUENCE: Final = re.compile(
    f"[{_class_of(0xC2, 0xDF)}][{_TAIL}]|[{_class_of(0xE1, 0xEF)}][{_TAIL}]{{2}}|Ã (?: (?! ))?",
)

#: What a repair may produce: anything else means that the pattern was there by chance.
_PLAUSIBLE: Final = (
    VIETNAMESE_LETTERS | QUALITY_MARKS | frozenset(TONE_MARKS) | frozenset("“”‘’–—…•·°«»©®€₫™×±²³½\u00a0")
)

_TELLING: Final = VIETNAMESE_LETTERS.union(QUALITY_MARKS, TONE_MARKS)

#: Proof of mojibake: a Vietnamese letter or mark whose last byte reads as no quote, dash or space. ``XÃ”`` may be an
#: honest Ã before a closing quote; ``KhÃ¡nh`` and ``Sá»Ÿ`` may not be honest.
_WEAK_TAIL: Final = frozenset("‘’“”–—…•‹›«»\u00a0")

#: Byte order marks and the codecs that read them.
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_UNICODE_ONLY: Final = re.compile(f"[{''.join(sorted(UNICODE_ONLY_LETTERS))}]")


def repair_mojibake(text: str) -> str:
    """Return ``text`` with UTF-8 that was read as Windows-1252 (once or twice) put right, line by line.

    ``"Sá»Ÿ Y táº¿ KhÃ¡nh HÃ²a"`` becomes ``"Sở Y tế Khánh Hòa"``. Other lines come back unchanged. Run it before
    ``nfc``, which removes bytes that this needs.
    """
    return "\n".join(_repair_line(line) for line in text.split("\n"))


def _repair_line(line: str) -> str:
    if _UNICODE_ONLY.search(line) or not _SEQUENCE.search(line):
        return line
    once = _undo(line)
    twice = _undo(once)
    if twice != once and _UNICODE_ONLY.search(twice):
        return twice
    proof = False

    def decode(match: re.Match[str]) -> str:
        nonlocal proof
        seen = match.group()
        if seen.endswith(" "):
            return "à "
        char = _undo(seen)
        if char not in _PLAUSIBLE:
            return seen
        if char in _TELLING and seen[-1] not in _WEAK_TAIL:
            proof = True
        return char

    repaired = _SEQUENCE.sub(decode, line)
    return repaired if proof else line


def _undo(text: str) -> str:
    """Read the Windows-1252 bytes of ``text`` as UTF-8, or return it as it is where it has none or they are not UTF-8."""
    try:
        return bytes(_BYTE_OF[char] if char in _BYTE_OF else _ascii(char) for char in text).decode("utf-8")
    except ValueError:
        return text


def _ascii(char: str) -> int:
    code = ord(char)
    if code > 0x7F:
        raise ValueError(f"not in Windows-1252: {char!r}")
    return code


def decode_bytes(data: bytes) -> str:
    """Return the text in ``data``, as NFC: a CSV or text file from any decade of Vietnamese office software.

    Tried in order: byte order marks, UTF-8, then the 8-bit codes Windows-1258 (old Excel), TCVN3 and VNI, of which the
    one with the most Vietnamese syllables wins. Raises ``UnreadableEncodingError`` for binary data.
    """
    for mark, name in _MARKED:
        if data.startswith(mark):
            return _decoded(data, name)
    if b"\0" in data:
        raise UnreadableEncodingError("the file is not a text file")
    try:
        return nfc(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    candidates = [unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))]
    eight_bit = data.decode("latin-1")
    legacy = detect_encoding(eight_bit)
    if legacy is not None:
        candidates.append(to_unicode(eight_bit, legacy))
    best = min(candidates, key=lambda text: (unknown_share(text[:20_000]), text.count("\ufffd")))
    if "\ufffd" in best:
        raise UnreadableEncodingError("the encoding of the file was not recognised")
    return nfc(best)


def _decoded(data: bytes, name: str) -> str:
    try:
        return nfc(data.decode(name))
    except UnicodeDecodeError as error:
        raise UnreadableEncodingError(f"the file starts like {name} but is not") from error
