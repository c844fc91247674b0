"""Brings the text of all paragraphs into the one spelling that is stored, whatever font and keyboard it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cms.core.text import (
    LegacyEncoding,
    clean_text,
    font_encoding,
    repair_legacy,
    repair_mojibake,
    to_unicode,
    unknown_share,
)
from submissions.intake.docx.codes import WarningCode
from submissions.intake.docx.raw import RawBlock, RawCell, RawParagraph, RawTable, Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from submissions.intake.docx.notes import Notes

# Neither can come out of an XML file's text after the step before: one counts as a blank, the other as no blank.
BETWEEN_WORDS = "\x1e"
SEAM = "\ue000"
# Letters of symbol fonts (Wingdings bullets and the like) that mean nothing without their font.
PRIVATE = re.compile("[\ue000-\uf8ff]")


def decode_fonts(blocks: Iterable[RawBlock], notes: Notes) -> None:
    """Turn text in TCVN3 or VNI fonts, and text read in the wrong encoding, into Unicode. Changes the spans in place.

    The font's name is believed unless the text contradicts it; where the font says nothing, the spelling decides over
    the whole document, because a single short run proves nothing.
    """
    by_font: dict[LegacyEncoding, list[Span]] = {}
    others: list[Span] = []
    for paragraph in every_paragraph(blocks):
        _join_marks(paragraph)
        unmarked: list[Span] = []
        for span in paragraph.spans:
            span.text = PRIVATE.sub("", span.text)
            font = font_encoding(span.font)
            (by_font.setdefault(font.encoding, []) if font else unmarked).append(span)
        _repair_mojibake(unmarked, notes)
        others.extend(unmarked)
    for encoding, spans in by_font.items():
        if not _decode_as(spans, encoding, notes):
            others.extend(spans)
    _repair(others, notes)


def tidy_blocks(blocks: Iterable[RawBlock]) -> list[RawBlock]:
    """The blocks in clean spelling: blanks made single, empty paragraphs gone, paragraphs at empty lines parted."""
    found: list[RawBlock] = []
    for block in blocks:
        if isinstance(block, RawTable):
            rows = [[_tidy_cell(cell) for cell in row] for row in block.rows]
            found.append(replace(block, rows=rows))
        else:
            found.extend(_tidy_paragraph(block))
    return found


def every_paragraph(blocks: Iterable[RawBlock]) -> Iterable[RawParagraph]:
    """All paragraphs, those in tables too."""
    for block in blocks:
        if isinstance(block, RawTable):
            yield from (paragraph for row in block.rows for cell in row for paragraph in cell.paragraphs)
        else:
            yield block


def _join_marks(paragraph: RawParagraph) -> None:
    """A tone mark at the start of a run belongs to the last letter of the run before."""
    before: Span | None = None
    for span in paragraph.spans:
        at = 0
        while at < len(span.text) and unicodedata.combining(span.text[at]):
            at += 1
        if before is not None and at:
            before.text += span.text[:at]
            span.text = span.text[at:]
        if span.text:
            before = span
    paragraph.spans = [span for span in paragraph.spans if span.text]


def _decode_as(spans: list[Span], encoding: LegacyEncoding, notes: Notes) -> bool:
    """Convert spans set in fonts of one encoding; False (and nothing done) where they hold Unicode all the same."""
    joined = BETWEEN_WORDS.join(span.text for span in spans)
    repaired = repair_legacy(joined)
    if repaired.encoding == encoding:
        converted = repaired.text
    else:
        converted = to_unicode(joined, encoding)
        if converted != joined and unknown_share(converted) > unknown_share(joined):
            return False
    if converted != unicodedata.normalize("NFC", joined):
        notes.add(WarningCode.LEGACY_FONT, font=next(span.font for span in spans), encoding=encoding.value)
        if repaired.encoding == encoding and repaired.doubtful:
            notes.add(WarningCode.LEGACY_LETTERS_LOST)
    for span, text in zip(spans, converted.split(BETWEEN_WORDS), strict=True):
        font = font_encoding(span.font)
        span.text = text.upper() if font is not None and font.capitals else text
    return True


def _repair_mojibake(spans: list[Span], notes: Notes) -> None:
    """Paragraph by paragraph: one that was pasted from elsewhere may stand among sound ones."""
    joined = BETWEEN_WORDS.join(span.text for span in spans)
    readable = repair_mojibake(joined)
    if readable != joined:
        notes.add(WarningCode.MOJIBAKE_REPAIRED)
        _share_out(readable, spans)


def _repair(spans: list[Span], notes: Notes) -> None:
    joined = BETWEEN_WORDS.join(span.text for span in spans)
    repaired = repair_legacy(joined)
    if repaired.encoding is not None:
        notes.add(WarningCode.LEGACY_FONT, font="", encoding=repaired.encoding.value)
        if repaired.doubtful:
            notes.add(WarningCode.LEGACY_LETTERS_LOST)
    _share_out(repaired.text, spans)


def _share_out(text: str, spans: list[Span]) -> None:
    for span, part in zip(spans, text.split(BETWEEN_WORDS) if spans else (), strict=True):
        span.text = part


def _tidy_cell(cell: RawCell) -> RawCell:
    return replace(cell, paragraphs=[part for paragraph in cell.paragraphs for part in _tidy_paragraph(paragraph)])


def _tidy_paragraph(paragraph: RawParagraph) -> list[RawParagraph]:
    """The paragraph cleaned; several where empty lines part it, none where nothing is left."""
    if not paragraph.spans:
        return [paragraph] if paragraph.pictures else []
    _share_look_of_blanks(paragraph.spans)
    pieces = clean_text(SEAM.join(span.text for span in paragraph.spans)).split(SEAM)
    groups: list[list[Span]] = [[]]
    before = "\n"
    for span, piece in zip(paragraph.spans, pieces, strict=True):
        for number, part in enumerate(re.split(r"\n\n+", piece)):
            if number:
                groups.append([])
                before = "\n"
            text = part.lstrip(" \n") if before == "\n" else part.lstrip(" ") if before == " " else part
            if part.startswith("\n") and before == " " and groups[-1]:
                groups[-1][-1].text = groups[-1][-1].text.rstrip(" ")
            if text:
                groups[-1].append(replace(span, text=text))
                before = text[-1]
    found = []
    for spans in groups:
        trimmed = _trim_end(spans)
        if trimmed:
            found.append(replace(paragraph, spans=trimmed, pictures=[]))
    if paragraph.pictures:
        if not found:
            return [replace(paragraph, spans=[])]
        found[0].pictures = paragraph.pictures
    return found


def _share_look_of_blanks(spans: list[Span]) -> None:
    """A bold space between plain words is nobody's intention and would only part the text into more spans."""
    for before, span in pairwise(spans):
        if not span.text.strip() and not span.href:
            span.bold, span.italic = before.bold, before.italic


def _trim_end(spans: list[Span]) -> list[Span]:
    kept = list(spans)
    while kept:
        kept[-1].text = kept[-1].text.rstrip()
        if kept[-1].text:
            break
        kept.pop()
    # Fonts have done their duty.
    return merged(replace(span, font="") for span in kept)
