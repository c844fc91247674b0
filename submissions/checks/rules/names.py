"""The spelling of official names, and of places that the two-level government has renamed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cms.core.text import canonical_tones
from submissions.checks.rules.draft import snippet
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.letters import CAPITALISED
from submissions.checks.rules.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft, Piece
    from submissions.checks.rules.lists import Lists

_BLANKS: Final = re.compile(r"\s+")
#: Districts, towns and the province's cities ended on 01/07/2025; the former province of Ninh Thuận is part of Khánh Hòa.
_OLD_PLACE: Final = re.compile(
    rf"(?<!\w)(?:(?:huyện|thị xã|quận)\s+(?:{CAPITALISED}(?:\s{CAPITALISED})?|\d{{1,2}})"
    r"|(?:thành phố|TP\.?)\s?(?:Nha Trang|Cam Ranh|Phan Rang)"
    r"|tỉnh Ninh Thuận)(?!\w)",
)
_FORMER: Final = re.compile(
    r"\b(?:cũ|trước đây|trước kia|nguyên là|sáp nhập|hợp nhất|trước ngày 0?1[/.-]0?7[/.-]2025)\b"
)


def official_names(draft: Draft, lists: Lists) -> Iterator[Finding]:
    """Names in a form that is not the official one; each wrong form once."""
    phrases = _index(lists)
    rights = {_spelling(name.right) for name in lists.names}
    wrongs = {_spelling(wrong) for name in lists.names for wrong in name.wrong}
    told: set[str] = set()
    for piece in draft.pieces:
        for hits in phrases.find(piece.text):
            start, end = hits[0].start, hits[0].end
            written = piece.text[start:end]
            spelling = _spelling(written)
            if spelling in rights or written in told or (spelling not in wrongs and _is_free(written)):
                continue
            told.add(written)
            yield Finding(
                code="name_spelling",
                level=Level.WARNS,
                field=piece.field,
                params={"written": written, "right": hits[0].value},
                passage=snippet(piece.text, start, end),
                block_id=piece.block_id,
            )


def old_places(draft: Draft, lists: Lists) -> Iterator[Finding]:
    """Names of districts and of the former province, unless the sentence says that they are old or a unit's name."""
    units = Phrases((name.right, name.right) for name in lists.names)
    told: set[str] = set()
    for piece in draft.pieces:
        found = [match for match in _OLD_PLACE.finditer(piece.text) if match.group() not in told]
        if not found:
            continue
        inside = [(hits[0].start, hits[0].end) for hits in units.find(piece.text)]
        for match in found:
            in_name = any(start <= match.start() and match.end() <= end for start, end in inside)
            if in_name or _FORMER.search(_around(piece, match.start(), match.end())):
                continue
            told.add(match.group())
            yield Finding(
                code="old_place",
                level=Level.WARNS,
                field=piece.field,
                params={"written": match.group()},
                passage=snippet(piece.text, match.start(), match.end()),
                block_id=piece.block_id,
            )


def _index(lists: Lists) -> Phrases[str]:
    phrases = [(name.right, name.right) for name in lists.names if len(name.right.split()) > 1]
    phrases += [(wrong, name.right) for name in lists.names for wrong in name.wrong]
    return Phrases(phrases)


def _spelling(text: str) -> str:
    """The name as it is compared: letter by letter, but the place of tone marks and kinds of blanks and dashes are free."""
    return _BLANKS.sub(" ", canonical_tones(text).replace("–", "-").replace("—", "-")).strip()


def _is_free(written: str) -> bool:
    """All capitals are a heading, all small letters a common noun: “các sở y tế”, “bộ phận tiếp nhận”."""
    return written.isupper() or written.islower()


def _around(piece: Piece, start: int, end: int) -> str:
    return piece.text[max(0, start - 60) : end + 60]
