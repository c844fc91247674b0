"""Recordings for tests: the smallest files that are what they say."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

# 64 kbit/s at 44.1 kHz: frames of 208 bytes.
FRAME = b"\xff\xfb\x50\xc4" + bytes(204)
MP3 = FRAME * 6
MP3_WITH_TAG = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) + MP3
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00\x00\x00\x21hdlr" + bytes(8) + b"soun" + bytes(40)
OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(40)
FILM = M4A.replace(b"soun", b"vide") + b"soun"


def a_file(content: bytes = MP3, name: str = "bai.mp3") -> SimpleUploadedFile:
    """An upload."""
    return SimpleUploadedFile(name, content)
