"""Finds the headline and the sapo (standfirst) at the head of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.core.text import clean_line
from submissions.intake.docx.recase import is_capitals

if TYPE_CHECKING:
    from submissions.intake.docx.raw import Item

from submissions.intake.docx.raw import RawParagraph

REGION = 12
TITLE_WORDS = 45
TITLE_CHARACTERS = 250
SAPO_WORDS = 120
PLAIN_SAPO_WORDS = 60
JOINED_LINES = 4
TITLE_LABEL = re.compile(r"^(?:tiêu đề|tít|tên bài|tên tin|đầu đề)\s*[:：]\s*", re.IGNORECASE)
SAPO_LABEL = re.compile(r"^(?:sa[- ]?pô|sapo|tóm tắt|mở đầu)\s*[:：]\s*", re.IGNORECASE)


def take_title(items: list[Item]) -> str:
    """Take the headline out of ``items`` and return it as typed; "" where there is none."""
    head = [item for item in items if isinstance(item, RawParagraph)][:REGION]
    found = _styled(head) or _prominent(head) or _short(head)
    if found is None:
        return ""
    lines = [found, *_further_lines(items, found)]
    for line in lines:
        items.remove(line)
    title = clean_line(" ".join(line.line for line in lines))
    title = TITLE_LABEL.sub("", title)
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def take_sapo(items: list[Item]) -> str:
    """Take the sapo out of ``items``; "" where the paragraph after the headline is not marked as one."""
    texts = [item for item in items if isinstance(item, RawParagraph)]
    if not texts or texts[0].look.heading > 1 or texts[0].look.list_kind:
        return ""
    first = texts[0]
    labelled = SAPO_LABEL.match(first.line)
    marked = first.bold or first.italic or first.look.is_called("subtitle")
    followed = len(texts) > 1
    if not labelled and not (marked and followed and _is_sentence(first) and first.word_count <= SAPO_WORDS):
        return ""
    if first.bold and all(text.bold for text in texts) and first.word_count > PLAIN_SAPO_WORDS:
        # Everything is bold: then bold marks nothing.
        return ""
    items.remove(first)
    return SAPO_LABEL.sub("", first.line)


def _styled(head: list[RawParagraph]) -> RawParagraph | None:
    for paragraph in head:
        if paragraph.look.is_called("title") and _fits(paragraph):
            return paragraph
    for paragraph in head:
        if paragraph.look.heading == 1 and _fits(paragraph):
            return paragraph
        if paragraph.word_count > PLAIN_SAPO_WORDS or (paragraph.bold and paragraph.look.align == "center"):
            # Running text or a headline made by hand comes first: the style marks only a part of the article.
            return None
    return None


def _prominent(head: list[RawParagraph]) -> RawParagraph | None:
    for paragraph in head:
        prominent = paragraph.bold or paragraph.upper or paragraph.look.align == "center" or paragraph.look.heading
        if prominent and _fits(paragraph) and paragraph.look.align != "right":
            return paragraph
        if TITLE_LABEL.match(paragraph.line) and _fits(paragraph):
            return paragraph
        if paragraph.word_count > TITLE_WORDS:
            return None
    return None


def _short(head: list[RawParagraph]) -> RawParagraph | None:
    if head and _fits(head[0]) and head[0].word_count <= 30 and not head[0].line.endswith((".", ";", ":")):
        return head[0]
    return None


def _further_lines(items: list[Item], first: RawParagraph) -> list[RawParagraph]:
    """A headline in capitals may be broken over several paragraphs of the same look."""
    lines: list[RawParagraph] = []
    for item in items[items.index(first) + 1 :][: JOINED_LINES - 1]:
        if not isinstance(item, RawParagraph) or not is_capitals(first.line) or not is_capitals(item.line):
            break
        same = (item.bold, item.look.align, item.look.heading) == (first.bold, first.look.align, first.look.heading)
        total = sum(line.word_count for line in (first, *lines, item))
        if not same or total > TITLE_WORDS:
            break
        lines.append(item)
    return lines


def _fits(paragraph: RawParagraph) -> bool:
    return (
        paragraph.word_count <= TITLE_WORDS
        and len(paragraph.line) <= TITLE_CHARACTERS
        and not paragraph.look.list_kind
        and any(character.isalpha() for character in paragraph.line)
    )


def _is_sentence(paragraph: RawParagraph) -> bool:
    return paragraph.word_count >= 8 or paragraph.line.endswith((".", "!", "?", "…", "”"))
