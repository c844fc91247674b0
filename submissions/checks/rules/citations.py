"""Documents that are cited and no longer apply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cms.core.text import fold
from submissions.checks.rules.draft import snippet
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft, Piece
    from submissions.checks.rules.lists import Lists

#: ``42/2022/NĐ-CP``, ``42/2022``; what kind of document a bare number is, the word before it says.
_NUMBER: Final = re.compile(r"(?<![\w/.])0{0,2}(\d{1,4})\s?/\s?(\d{4})(?:\s?/\s?([^\W_][\w-]{0,20}))?(?![\w/])")
_KIND_BEFORE: Final = re.compile(
    r"(nghị định|nđ|thông tư|tt|quyết định|qđ|nghị quyết|nq|luật|pháp lệnh)[\s.]*(?:số)?[\s:]*$", re.IGNORECASE
)
_KINDS: Final = {
    "nghị định": "nd", "nđ": "nd", "thông tư": "tt", "tt": "tt", "quyết định": "qd", "qđ": "qd",
    "nghị quyết": "nq", "nq": "nq", "luật": "qh", "pháp lệnh": "ubtvqh",
}  # fmt: skip
_SAID: Final = re.compile(r"hết hiệu lực|thay thế|bãi bỏ|thay cho|không còn hiệu lực|trước đây|đã thay", re.IGNORECASE)
_ENDS_IN_YEAR: Final = re.compile(r"\b(?:19|20)\d\d$")


def ceased(draft: Draft, lists: Lists) -> Iterator[Finding]:
    """Cited documents that had ceased to apply on the day of the run, unless the sentence says so itself."""
    over = [document for document in lists.documents if document.ceased_on <= lists.today]
    by_number = {key: document for document in over for key in _keys(document.number)}
    titles = Phrases((document.title, document) for document in over if _ENDS_IN_YEAR.search(document.title))
    told: set[str] = set()
    for piece in draft.pieces:
        places = [
            (match.start(), match.end(), by_number.get(_key(piece.text, match)))
            for match in _NUMBER.finditer(piece.text)
        ]
        places += [(hits[0].start, hits[0].end, hits[0].value) for hits in titles.find(piece.text)]
        for start, end, document in sorted(places, key=lambda place: place[0]):
            if document is None or document.number in told or _says_so(piece, start, end):
                continue
            told.add(document.number)
            yield Finding(
                code="document_replaced" if document.replaced_by else "document_ceased",
                level=Level.WARNS,
                field=piece.field,
                params={
                    "number": document.number,
                    "title": document.title,
                    "day": f"{document.ceased_on:%d/%m/%Y}",
                    "replaced_by": document.replaced_by,
                },
                passage=snippet(piece.text, start, end),
                block_id=piece.block_id,
            )


def _keys(number: str) -> list[str]:
    """The full number, and number and year with the kind alone: ``42/2022/nd cp``, ``42/2022/nd``."""
    match = _NUMBER.search(number)
    if match is None:
        return []
    serial, year, suffix = match.groups()
    full = fold(suffix or "")
    kind = re.sub(r"\d", "", full.partition(" ")[0])
    return [f"{int(serial)}/{year}/{full}", f"{int(serial)}/{year}/{kind}"]


def _key(text: str, match: re.Match[str]) -> str:
    serial, year, suffix = match.groups()
    if suffix:
        return f"{int(serial)}/{year}/{fold(suffix)}"
    before = _KIND_BEFORE.search(text, max(0, match.start() - 20), match.start())
    return f"{int(serial)}/{year}/{_KINDS[before.group(1).lower()]}" if before else ""


def _says_so(piece: Piece, start: int, end: int) -> bool:
    return _SAID.search(piece.text, max(0, start - 80), min(len(piece.text), end + 60)) is not None
