"""The names in a byline. Pure text: who they are is `cms.website.contributors`."""

from __future__ import annotations

import re
from typing import Final

from cms.core.text import canonical_tones, clean_line, nfc

# What units write between two names: a dash between blanks, a comma, a slash, an ampersand, or the word "and".
_BETWEEN: Final = re.compile(r"\s+[-–—]\s+|\s*[,;/&+•·|]\s*|\s+và\s+", re.IGNORECASE)
# What stands before or after names and is no part of one.
_AROUND: Final = re.compile(
    r"(?:bài(?: và ảnh|, ảnh)?|ảnh|tin(?: và ảnh|, ảnh)?|tác giả|thực hiện|người viết|by)\s*:\s*|\s*\([^)]*\)",
    re.IGNORECASE,
)
# Offices sign too; they are no people and have pages of their own.
_OFFICE: Final = re.compile(
    r"^(?:ban|phòng|p\.|tổ|khoa|trung tâm|ttyt|bệnh viện|bv|cdc|sở|văn phòng|vp|chi cục|cc|nhóm|theo|tòa soạn)\b",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
LONGEST_NAME: Final = 80
MOST_NAMES: Final = 6


def names_of(byline: str) -> list[str]:
    """The people a byline names, in its order and spelling, each once; offices and empty parts are left out.

    ``"Kim Duyên – Quang Huy"`` gives both; a name with a hyphen inside stays one.
    """
    found: dict[str, str] = {}
    for part in _BETWEEN.split(_AROUND.sub(" ", clean_line(byline))):
        name = clean_line(part).strip(" .:-–—")
        if name and len(name) <= LONGEST_NAME and _LETTER.search(name) and not _OFFICE.match(name):
            found.setdefault(name_key(name), name)
    return list(found.values())[:MOST_NAMES]


def name_key(name: str) -> str:
    """The same for all spellings of a name that differ in case or in where the tone is put, and in nothing else."""
    return canonical_tones(nfc(name)).casefold()
