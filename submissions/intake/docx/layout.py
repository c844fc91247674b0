"""Takes apart the tables that only arrange: a frame around text, a grid of photos above their captions."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from submissions.intake.docx.raw import Item, PictureGroup, RawBlock, RawCell, RawParagraph, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable


def arrange(blocks: Iterable[RawBlock]) -> list[Item]:
    """Blocks with pictures as groups of their own; neighbouring pictures become one group."""
    found: list[Item] = []
    for block in blocks:
        if isinstance(block, RawTable) and not _is_data(block):
            for paragraph in _flatten(block):
                _add(found, paragraph)
        elif isinstance(block, RawTable):
            found.append(block)
        else:
            _add(found, block)
    return found


def _add(found: list[Item], paragraph: RawParagraph) -> None:
    if paragraph.pictures:
        group = PictureGroup(marks=list(paragraph.pictures))
        if found and isinstance(found[-1], PictureGroup):
            found[-1].marks.extend(group.marks)
        else:
            found.append(group)
        paragraph.pictures = []
    # A line of dashes or asterisks is an ornament.
    if any(character.isalnum() for character in paragraph.text):
        found.append(paragraph)


def _is_data(table: RawTable) -> bool:
    """A table with pictures in it, with one cell, or with text in one cell only, is layout."""
    cells = [cell for row in table.rows for cell in row]
    if any(paragraph.pictures for cell in cells for paragraph in cell.paragraphs):
        return False
    return sum(bool(cell.paragraphs) for cell in cells) > 1


def _flatten(table: RawTable) -> list[RawParagraph]:
    """Cell by cell; a row of pictures and the row of as many texts below it are read column by column."""
    found: list[RawParagraph] = []
    at = 0
    while at < len(table.rows):
        row = table.rows[at]
        below = table.rows[at + 1] if at + 1 < len(table.rows) else []
        if len(row) > 1 and _pictures_only(row) and len(below) == len(row) and not _has_pictures(below):
            for upper, lower in zip_longest(row, below):
                found.extend([*upper.paragraphs, *lower.paragraphs])
            at += 2
        else:
            found.extend(paragraph for cell in row for paragraph in cell.paragraphs)
            at += 1
    return found


def _has_pictures(row: list[RawCell]) -> bool:
    return any(paragraph.pictures for cell in row for paragraph in cell.paragraphs)


def _pictures_only(row: list[RawCell]) -> bool:
    return _has_pictures(row) and not any(paragraph.text for cell in row for paragraph in cell.paragraphs)
