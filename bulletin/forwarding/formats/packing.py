"""Zip files whose bytes depend on nothing but what is in them. Pure."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by name, in the given order; names are kept in UTF-8."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, READABLE, 3
            archive.writestr(entry, content)
    return whole.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip of ours, in its order."""
    with ZipFile(BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
