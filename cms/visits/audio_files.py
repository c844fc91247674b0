"""What an uploaded recording is, by its content and never by its name. Pure Python.

Sources: ISO 11172-3 (MPEG audio frame header), ID3v2.4 §3.1, ISO/IEC 14496-12 (``ftyp``, ``hdlr``), RFC 3533 and RFC 7845
(Ogg, Opus), Vorbis I §4.2.1.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class AudioFormat(StrEnum):
    """A format that every browser of today plays; the value is the end of its address."""

    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"


CONTENT_TYPES: Final = {AudioFormat.MP3: "audio/mpeg", AudioFormat.M4A: "audio/mp4", AudioFormat.OGG: "audio/ogg"}
_ID3_HEADER: Final = 10
_PAGE_HEAD: Final = 512
#: Frames that must follow each other before something is taken for MPEG audio.
_FRAMES: Final = 2
_BIT_RATES: Final = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES: Final = (44_100, 48_000, 32_000)


def format_of(content: bytes) -> AudioFormat | None:
    """The format of a recording; None for anything else, films among them."""
    if content[4:8] == b"ftyp":
        return AudioFormat.M4A if b"soun" in content and b"vide" not in content else None
    if content[:4] == b"OggS":
        head = content[:_PAGE_HEAD]
        is_audio = b"OpusHead" in head or b"\x01vorbis" in head
        return AudioFormat.OGG if is_audio and b"\x80theora" not in content[:4096] else None
    return AudioFormat.MP3 if _is_mp3(content) else None


def _is_mp3(content: bytes) -> bool:
    at = 0
    if content[:3] == b"ID3" and len(content) > _ID3_HEADER:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        at = _ID3_HEADER + size
    for _frame in range(_FRAMES):
        length = _frame_length(content[at : at + 4])
        if not length or at + length > len(content):
            return False
        at += length
    return True


def _frame_length(head: bytes) -> int:
    """The bytes of a frame of MPEG audio, layer III, by its first four; 0 where it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] >> 1 & 3 != 1:
        return 0
    version, rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or sampling == 3:
        return 0
    is_first = version == 3
    samples = _SAMPLE_RATES[sampling] // {3: 1, 2: 2, 0: 4}[version]
    bits = _BIT_RATES[1 if is_first else 2][rate] * 1000
    return (144 if is_first else 72) * bits // samples + (head[2] >> 1 & 1)
