"""Recognises what stands above an article but is none of it: the letterhead of an official document, a label for the file.

The forms are those of Nghị định 30/2020/NĐ-CP: national title and motto, the issuing body, number, place and date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.core.text import fold
from submissions.intake.docx.codes import WarningCode
from submissions.intake.docx.raw import Item, PictureGroup, RawParagraph, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from submissions.intake.docx.notes import Notes

REGION = 14
STRONG = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap tu do hanh phuc")
NUMBER_LINE = re.compile(r"^Số\s*:?\s*[\d.…_ ]*\s*/", re.IGNORECASE)
DATE_LINE = re.compile(r"^[^.!?]{0,40}ngày\s*[\d.…_ ]*\s*tháng\s*[\d.…_ ]*\s*năm\s*[\d.…_ ]*$", re.IGNORECASE)
RECIPIENT_LINE = re.compile(r"^Kính gửi\s*:", re.IGNORECASE)
LABEL_LINE = re.compile(
    r"^(tin|bai|tin bai|bai viet|tin tuc|bai tuyen truyen|tin tuyen truyen)( (tuyen truyen|cchc|cai cach hanh chinh|ve|cong tac))*"
    r"( thang \d{1,2}( nam)?( \d{4})?)?$"
)
ISSUER = re.compile(
    r"^(so y te|bo y te|ubnd|uy ban nhan dan|trung tam|benh vien|chi cuc|tram y te|dang bo|dang uy|cong doan|khoa|phong|van phong)\b"
)
ISSUER_LONGEST = 14


def drop_letterhead(items: list[Item], notes: Notes, *, names: Sequence[str]) -> None:
    """Take the letterhead off the head of ``items``. ``names``: names of units, which are no headlines either."""
    known = {fold(name) for name in names}
    region = [item for item in items[:REGION] if not isinstance(item, PictureGroup)]
    end = 0
    for at, item in enumerate(region):
        if _is_strong(item):
            end = at + 1
    # Below the last sure sign, and where there is none: issuers and labels as long as more follows that is a headline.
    while end < len(region) - 1 and _is_weak(region[end], region[end + 1], known, after_strong=end > 0):
        end += 1
    dropped = [item for item in region[:end] if end]
    if not dropped or any(_is_running_text(item) for item in dropped):
        return
    for item in dropped:
        items.remove(item)
    text = " / ".join(_text(item) for item in dropped)
    notes.add(WarningCode.LETTERHEAD_REMOVED, count=len(dropped), text=text if len(text) <= 160 else text[:159] + "…")


def _is_strong(item: Item) -> bool:
    if _is_running_text(item):
        return False
    text = _text(item)
    if STRONG.search(fold(text)):
        return True
    if isinstance(item, RawParagraph):
        return any(pattern.match(item.line) for pattern in (NUMBER_LINE, DATE_LINE, RECIPIENT_LINE))
    return False


def _is_weak(item: Item, following: Item, known: set[str], *, after_strong: bool) -> bool:
    if not isinstance(item, RawParagraph) or item.look.heading or item.look.is_called("title"):
        return False
    folded = fold(item.line)
    if folded in known or LABEL_LINE.match(folded):
        return True
    if not (item.upper and ISSUER.match(folded) and item.word_count <= ISSUER_LONGEST):
        return False
    if not isinstance(following, RawParagraph) or following.line.startswith(("(", "Ảnh")):
        return False
    headline_follows = following.upper or following.look.align == "center" or bool(following.look.heading)
    return headline_follows and (not after_strong or following.bold or following.upper)


def _is_running_text(item: Item) -> bool:
    return isinstance(item, RawParagraph) and item.word_count > 45


def _text(item: Item) -> str:
    if isinstance(item, RawParagraph):
        return item.line
    if isinstance(item, RawTable):
        return " – ".join(p.line for row in item.rows for cell in row for p in cell.paragraphs if p.line)
    return ""
