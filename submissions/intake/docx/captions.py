"""Finds the captions of pictures and parts the credit from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.core.text import clean_line
from submissions.intake.docx.byline import clean_name, parse_labels
from submissions.intake.docx.raw import Item, PictureGroup, RawParagraph

if TYPE_CHECKING:
    from collections.abc import Sequence

CAPTION_WORDS = 70
CREDIT_WORDS = 8
LABEL = re.compile(r"^\(?\s*(?:chú thích(?: ảnh)?|(?:ảnh|hình)(?:\s+\d+)?)\s*[:：.]\s*", re.IGNORECASE)
NUMBERED = re.compile(r"^\(?\s*(?:chú thích(?: ảnh)?|(?:ảnh|hình)\s+\d+)\s*[:：.]\s*", re.IGNORECASE)
CREDIT = re.compile(
    r"(?:^|[\s(\[–—\-|/.,;”\"])(?:ảnh|nguồn ảnh|nguồn|hình|photo)\s*[:：]\s*(?P<credit>[^:：]{1,80}?)\s*[)\]]?\s*\.?\s*$",
    re.IGNORECASE,
)
STOCK_CREDITS = frozenset(
    ("minh họa", "minh hoạ", "tư liệu", "tl", "nvcc", "bvcc", "đvcc", "internet", "sưu tầm", "đơn vị cung cấp")
)
SMALL_WORDS = frozenset("và của tỉnh huyện xã phường cung cấp the of".split())


def take_captions(items: list[Item]) -> None:
    """Move captions from ``items`` into their picture groups.

    A caption stands below its pictures; where texts and pictures alternate and begin with a text, above them.
    """
    at = 0
    while at < len(items):
        if not isinstance(items[at], PictureGroup):
            at += 1
            continue
        start, end = _chain(items, at)
        chain = items[start:end]
        above = len(chain) > 1 and not isinstance(chain[0], PictureGroup) and isinstance(chain[-1], PictureGroup)
        kept: list[Item] = []
        for place, item in enumerate(chain):
            if isinstance(item, PictureGroup):
                kept.append(item)
                neighbour = place - 1 if above else place + 1
                caption = chain[neighbour] if 0 <= neighbour < len(chain) else None
                if isinstance(caption, RawParagraph):
                    item.caption, item.credit = split_credit(caption.line)
            elif not above and place == 0:
                # A text above the first picture, while every picture has its caption below.
                kept.append(item)
        items[start:end] = kept
        at = start + len(kept)


def split_credit(text: str) -> tuple[str, str]:
    """Caption and credit: ``"… căn cước. Ảnh: H.A"`` gives ``("… căn cước.", "H.A")``."""
    line = clean_line(text)
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1].strip()
    line = NUMBERED.sub("", line)
    found = CREDIT.search(line)
    if found is None or not _is_credit(found["credit"]):
        return LABEL.sub("", line).strip(), ""
    label = re.search(r"(?:ảnh|nguồn ảnh|nguồn|hình|photo)\s*[:：]", line[found.start() :], re.IGNORECASE)
    cut = found.start() + (label.start() if label else 0)
    caption = re.sub(r"[\s(\[–—\-|/,;]+$", "", line[:cut])
    return LABEL.sub("", caption).strip(), clean_credit(found["credit"])


def clean_credit(text: str) -> str:
    """A credit without its frame; a dot that belongs to initials stays."""
    return clean_name(text) if " - " not in text else text.strip(" ().")


def _chain(items: Sequence[Item], at: int) -> tuple[int, int]:
    """The longest stretch around a picture in which captions and pictures take turns."""
    start = at
    if start > 0 and _may_be_caption(items[start - 1], above=True):
        start -= 1
    end = at + 1
    while end < len(items):
        wanted_caption = isinstance(items[end - 1], PictureGroup)
        item = items[end]
        if not (_may_be_caption(item, above=False) if wanted_caption else isinstance(item, PictureGroup)):
            break
        end += 1
    return start, end


def _may_be_caption(item: Item, *, above: bool) -> bool:
    if not isinstance(item, RawParagraph):
        return False
    look = item.look
    if look.heading or look.list_kind or look.align == "right" or item.word_count > CAPTION_WORDS:
        return False
    labelled = parse_labels(item.line)
    if labelled is not None and labelled.author:
        return False
    if look.is_called("caption") or LABEL.match(item.line) or (CREDIT.search(item.line) and not above):
        return True
    if above:
        # Less is believed above a picture: there the running text ends.
        return item.italic and look.align == "center"
    return item.italic or look.align == "center"


def _is_credit(text: str) -> bool:
    """A name, initials, a unit or a usual formula; a sentence is a caption that happens to follow "Ảnh:"."""
    credit = text.strip(" ().")
    if credit.lower() in STOCK_CREDITS:
        return True
    words = [word for word in re.split(r"[\s,&/–-]+", credit) if word]
    if not words or len(words) > CREDIT_WORDS:
        return False
    return (
        words[0][0].isupper() and sum(word[0].isupper() or word in SMALL_WORDS for word in words) * 3 >= len(words) * 2
    )
