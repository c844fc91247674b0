"""Turns the paragraphs that are left into the blocks of an article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cms.core.text import clean_line, word_count
from submissions.intake.docx.inline import html_of
from submissions.intake.docx.raw import Item, PictureGroup, RawParagraph, RawTable, Span
from submissions.intake.docx.shapes import Block, BulletList, Figure, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEADING_WORDS = 40
MADE_HEADING_WORDS = 15
HEADING_LEVELS = (2, 4)
BULLET = re.compile(r"^[•●▪■◦·‣○✓➢➤]\s*")
ATTRIBUTION = re.compile(r"^(?:—|–|-{1,2})\s*(?P<name>.{2,120})$")
NUMERIC = re.compile(r"^[\d.,%/\s+–-]+$")


def compose(items: Sequence[Item], place: Callable[[PictureGroup], list[int]]) -> tuple[list[Block], int]:
    """The blocks, and the number of words of the running text. ``place`` gives the indexes of a group's pictures."""
    blocks: list[Block] = []
    words = 0
    list_id = ""
    bold_marks = _bold_marks(items)
    for at, item in enumerate(items):
        before_id, list_id = list_id, ""
        if isinstance(item, PictureGroup):
            blocks.extend(Figure(image_index=index) for index in place(item))
            continue
        if isinstance(item, RawTable):
            table = table_of(item)
            if table is not None:
                blocks.append(table)
            continue
        words += item.word_count
        following = items[at + 1] if at + 1 < len(items) else None
        if item.look.heading and item.word_count <= HEADING_WORDS:
            level = min(max(item.look.heading, HEADING_LEVELS[0]), HEADING_LEVELS[1])
            blocks.append(Heading(text=item.line, level=level))
        elif item.look.list_kind or BULLET.match(item.text):
            list_id = f"{item.look.list_kind}:{item.look.list_id}"
            _add_item(blocks, item, joins=list_id == before_id)
        elif item.look.is_called("quote", "intense quote"):
            _add_quote(blocks, item)
        elif bold_marks and _is_made_heading(item, following):
            blocks.append(Heading(text=item.line, level=HEADING_LEVELS[0]))
        else:
            blocks.append(Paragraph(html=html_of(item.spans)))
    return blocks, words


def table_of(table: RawTable) -> Table | None:
    """A table of plain text; None where no cell holds any."""
    rows: list[list[str]] = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row:
            text = "" if cell.continued else "\n".join(clean_line(p.text) for p in cell.paragraphs if p.text)
            cells.extend([text, *[""] * (cell.span - 1)])
        if any(cells):
            rows.append(cells)
    if not rows:
        return None
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    return Table(rows=rows, header=_has_header(table, rows))


def _has_header(table: RawTable, rows: list[list[str]]) -> bool:
    """Marked as such by Word, or set in bold, or words above columns of numbers."""
    if len(rows) < 2 or not all(rows[0]):
        return table.marked_header and len(rows) > 1
    first = [paragraph for cell in table.rows[0] for paragraph in cell.paragraphs]
    below = [paragraph for cell in table.rows[1] for paragraph in cell.paragraphs]
    if table.marked_header or (all(p.bold for p in first) and not all(p.bold for p in below)):
        return True
    words_above = not any(NUMERIC.match(cell) for cell in rows[0])
    numbers_below = any(NUMERIC.match(cell) for row in rows[1:] for cell in row if cell)
    return words_above and numbers_below


def _bold_marks(items: Sequence[Item]) -> bool:
    """Whether bold is rare enough in this text to mean something."""
    texts = [item for item in items if isinstance(item, RawParagraph)]
    whole = sum(word_count(text.text) for text in texts)
    return sum(word_count(text.text) for text in texts if text.bold) * 2 < whole


def _is_made_heading(item: RawParagraph, following: Item | None) -> bool:
    """A short bold line above running text: a heading made by hand. A bold question is an interviewer's."""
    return (
        item.bold
        and item.word_count <= MADE_HEADING_WORDS
        and item.line[-1].isalnum()
        and "\n" not in item.text
        and isinstance(following, RawParagraph)
        and not following.bold
    )


def _add_item(blocks: list[Block], item: RawParagraph, *, joins: bool) -> None:
    spans = item.spans
    if not item.look.list_kind:
        spans = [replace(spans[0], text=BULLET.sub("", spans[0].text)), *spans[1:]]
        if not any(span.text.strip() for span in spans):
            return
    html = html_of(_lstrip(spans))
    if joins and blocks and isinstance(blocks[-1], BulletList):
        blocks[-1].items.append(html)
    else:
        blocks.append(BulletList(items=[html], ordered=item.look.list_kind == "number"))


def _lstrip(spans: Sequence[Span]) -> list[Span]:
    kept = [replace(span) for span in spans]
    while kept and not kept[0].text.lstrip():
        kept.pop(0)
    if kept:
        kept[0].text = kept[0].text.lstrip()
    return kept


def _add_quote(blocks: list[Block], item: RawParagraph) -> None:
    lines = [line for line in item.text.split("\n") if line]
    named = ATTRIBUTION.match(lines[-1])
    if named and len(lines) == 1 and blocks and isinstance(blocks[-1], Quote) and not blocks[-1].attribution:
        blocks[-1] = replace(blocks[-1], attribution=clean_line(named["name"]))
    elif named and len(lines) > 1:
        blocks.append(Quote(text=clean_line(" ".join(lines[:-1])), attribution=clean_line(named["name"])))
    else:
        blocks.append(Quote(text=item.line))
