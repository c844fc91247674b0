"""Walks the body of a Word document and keeps what its writer meant to be read.

Not kept, each with a notice: insertions and deletions that nobody has accepted, hidden text, comments, footnotes, text
boxes, embedded objects, results of fields that fetch something, pictures that live outside of the file.

An insertion is left out because nobody has agreed to it, a deletion because its writer no longer sees it in Word's simple
view and may have taken out a patient's name. What was only moved stays where it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.core.links import safe_address
from submissions.intake.docx.codes import RefusalCode, WarningCode
from submissions.intake.docx.drawings import Drawings
from submissions.intake.docx.fields import Fields
from submissions.intake.docx.markup import is_on, q, value_of
from submissions.intake.docx.raw import RawBlock, RawCell, RawParagraph, RawTable, Span, merged
from submissions.intake.docx.shapes import IntakeRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

    from submissions.intake.docx.notes import Notes
    from submissions.intake.docx.package import Relationship
    from submissions.intake.docx.shapes import Limits
    from submissions.intake.docx.styles import Styles

# Wrappers that say nothing about the text inside them.
TRANSPARENT = frozenset(
    q(name)
    for name in (
        "w:smartTag",
        "w:customXml",
        "w:sdt",
        "w:sdtContent",
        "w:dir",
        "w:bdo",
        "w:moveFrom",
        "w:ruby",
        "w:rubyBase",
    )
)
UNACCEPTED = frozenset(q(name) for name in ("w:ins", "w:del", "w:moveTo"))
FOREIGN = frozenset(q(name) for name in ("w:altChunk", "w:subDoc", "w:object"))
MATH = frozenset(q(name) for name in ("m:oMath", "m:oMathPara"))
LEFT_OUT = {
    q("w:footnoteReference"): WarningCode.FOOTNOTES_REMOVED,
    q("w:endnoteReference"): WarningCode.FOOTNOTES_REMOVED,
    q("w:commentReference"): WarningCode.COMMENTS_REMOVED,
    q("w:altChunk"): WarningCode.EMBEDDED_OBJECT_REMOVED,
    q("w:object"): WarningCode.EMBEDDED_OBJECT_REMOVED,
}
# A soft hyphen is the letter "ư" of an old font; in Unicode text it is taken out with the other invisible ones.
CHARACTERS = {
    q("w:tab"): "\t",
    q("w:ptab"): "\t",
    q("w:cr"): "\n",
    q("w:noBreakHyphen"): "-",
    q("w:softHyphen"): "\u00ad",
}
RAISED = {
    "superscript": str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"),
    "subscript": str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
}
MOST_COLUMNS = 40
# A number that Python reads: some thousand digits are none.
SPAN = re.compile(r"[0-9]{1,9}")


class BodyReader:
    """Reads the body of one document."""

    def __init__(
        self, *, styles: Styles, relationships: dict[str, Relationship], notes: Notes, limits: Limits
    ) -> None:
        self._styles = styles
        self._relationships = relationships
        self._notes = notes
        self._limits = limits
        self._fields = Fields()
        self._drawings = Drawings(relationships=relationships, notes=notes)
        self._paragraphs = 0
        self._characters = 0

    def read(self, body: _Element) -> list[RawBlock]:
        """The paragraphs and tables of ``w:body``. Raises `IntakeRefused` when it is too long or nested too deep."""
        blocks = self._blocks(body, depth=0)
        if self._fields.active_seen:
            self._notes.add(WarningCode.ACTIVE_FIELD_REMOVED, count=self._fields.active_seen)
        if self._fields.links_dropped:
            self._notes.add(WarningCode.LINK_REMOVED, count=self._fields.links_dropped)
        return blocks

    def _blocks(self, parent: _Element, *, depth: int) -> list[RawBlock]:
        self._check_depth(depth)
        found: list[RawBlock] = []
        for child in parent:
            if child.tag == q("w:p"):
                found.append(self._paragraph(child, depth=depth))
            elif child.tag == q("w:tbl"):
                found.append(self._table(child, depth=depth))
            elif child.tag in TRANSPARENT:
                found.extend(self._blocks(child, depth=depth + 1))
            elif child.tag == q("mc:AlternateContent"):
                chosen = _alternative(child)
                found.extend(self._blocks(chosen, depth=depth + 1) if chosen is not None else [])
            elif child.tag in UNACCEPTED:
                self._note_change(child)
            elif child.tag in FOREIGN:
                self._notes.add(WarningCode.EMBEDDED_OBJECT_REMOVED)
        return found

    def _paragraph(self, element: _Element, *, depth: int) -> RawParagraph:
        self._paragraphs += 1
        if self._paragraphs > self._limits.paragraphs:
            raise too_long(self._limits)
        paragraph = RawParagraph(look=self._styles.paragraph(element.find(q("w:pPr"))))
        self._inline(element, paragraph, href="", depth=depth + 1)
        self._fields.end_of_paragraph()
        paragraph.spans = merged(paragraph.spans)
        return paragraph

    def _inline(self, parent: _Element, paragraph: RawParagraph, *, href: str, depth: int) -> None:
        self._check_depth(depth)
        for child in parent:
            if child.tag == q("w:r"):
                self._run(child, paragraph, href=href, depth=depth)
            elif child.tag == q("w:hyperlink"):
                self._inline(child, paragraph, href=self._address(child) or href, depth=depth + 1)
            elif child.tag == q("w:fldSimple"):
                self._simple_field(child, paragraph, href=href, depth=depth)
            elif child.tag in TRANSPARENT:
                if child.tag == q("w:moveFrom"):
                    self._notes.add(WarningCode.TRACKED_CHANGES)
                self._inline(child, paragraph, href=href, depth=depth + 1)
            elif child.tag in UNACCEPTED:
                self._note_change(child)
            elif child.tag in MATH:
                self._add_text(paragraph, Span("".join(t.text or "" for t in child.iter(q("m:t")))))
            elif child.tag == q("mc:AlternateContent"):
                chosen = _alternative(child)
                if chosen is not None:
                    self._inline(chosen, paragraph, href=href, depth=depth + 1)

    def _run(self, element: _Element, paragraph: RawParagraph, *, href: str, depth: int) -> None:
        look = self._styles.run(element.find(q("w:rPr")), paragraph.look)
        pattern = Span("", bold=bool(look.bold), italic=bool(look.italic), href=href, font=look.font or "")
        self._run_content(element, paragraph, pattern, hidden=bool(look.hidden), raised=look.raised or "", depth=depth)

    def _run_content(
        self, element: _Element, paragraph: RawParagraph, pattern: Span, *, hidden: bool, raised: str, depth: int
    ) -> None:
        self._check_depth(depth)
        for child in element:
            if child.tag == q("w:fldChar"):
                self._field_mark(child.get(q("w:fldCharType"), ""))
            elif child.tag == q("w:instrText"):
                self._fields.instruct(child.text or "")
            elif hidden:
                if child.tag == q("w:t") and (child.text or "").strip() and not self._fields.muted:
                    self._notes.add(WarningCode.HIDDEN_TEXT_REMOVED)
            elif (text := _text_of(child, raised)) is not None:
                self._add_like(paragraph, pattern, text)
            elif child.tag in LEFT_OUT:
                self._notes.add(LEFT_OUT[child.tag])
            elif not self._fields.muted:
                self._nested(child, paragraph, pattern, depth=depth)

    def _nested(self, child: _Element, paragraph: RawParagraph, pattern: Span, *, depth: int) -> None:
        """What stands in a run and is no text: drawings, alternatives of them, text with a reading aid above."""
        if child.tag in (q("w:drawing"), q("w:pict")):
            paragraph.pictures.extend(self._drawings.pictures(child))
        elif child.tag == q("mc:AlternateContent"):
            self._alternatives(child, paragraph, pattern, depth=depth)
        elif child.tag == q("w:ruby"):
            self._inline(child, paragraph, href=pattern.href, depth=depth + 1)

    def _alternatives(self, element: _Element, paragraph: RawParagraph, pattern: Span, *, depth: int) -> None:
        before = len(paragraph.pictures)
        chosen = element.find(q("mc:Choice"))
        if chosen is not None:
            self._run_content(chosen, paragraph, pattern, hidden=False, raised="", depth=depth + 1)
        fallback = element.find(q("mc:Fallback"))
        if fallback is not None and len(paragraph.pictures) == before and not self._fields.muted:
            # A text box stands in both branches; its notice was given above.
            quiet = chosen is not None
            paragraph.pictures.extend(
                mark
                for drawing in fallback.iter(q("w:pict"), q("w:drawing"))
                for mark in self._drawings.pictures(drawing, quiet=quiet)
            )

    def _simple_field(self, element: _Element, paragraph: RawParagraph, *, href: str, depth: int) -> None:
        self._fields.begin()
        self._fields.instruct(element.get(q("w:instr"), ""))
        self._fields.separate()
        self._inline(element, paragraph, href=href, depth=depth + 1)
        self._fields.end()

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._fields.end()

    def _table(self, element: _Element, *, depth: int) -> RawTable:
        table = RawTable()
        for row in _below(element, q("w:tr")):
            properties = row.find(q("w:trPr"))
            if properties is not None and any(child.tag in UNACCEPTED for child in properties):
                self._notes.add(WarningCode.TRACKED_CHANGES)
                continue
            if not table.rows and properties is not None:
                table.marked_header = bool(is_on(properties.find(q("w:tblHeader"))))
            cells = [self._cell(cell, depth=depth + 1) for cell in _below(row, q("w:tc"))]
            if cells:
                table.rows.append(cells)
        return table

    def _cell(self, element: _Element, *, depth: int) -> RawCell:
        properties = element.find(q("w:tcPr"))
        span = value_of(properties, "w:gridSpan") or "1"
        merge = properties.find(q("w:vMerge")) if properties is not None else None
        return RawCell(
            paragraphs=paragraphs_of(self._blocks(element, depth=depth + 1)),
            span=min(max(int(span), 1), MOST_COLUMNS) if SPAN.fullmatch(span) else 1,
            continued=merge is not None and merge.get(q("w:val"), "continue") != "restart",
        )

    def _address(self, element: _Element) -> str:
        """Where a hyperlink leads; "" for a place in the document itself and for what no article may link to."""
        relationship = self._relationships.get(element.get(q("r:id"), ""))
        if relationship is None or not relationship.external:
            return ""
        address = safe_address(relationship.target)
        if not address:
            self._notes.add(WarningCode.LINK_REMOVED)
        return address

    def _add_like(self, paragraph: RawParagraph, pattern: Span, text: str) -> None:
        href = pattern.href or self._fields.href
        self._add_text(paragraph, Span(text, bold=pattern.bold, italic=pattern.italic, href=href, font=pattern.font))

    def _add_text(self, paragraph: RawParagraph, span: Span) -> None:
        if not span.text or self._fields.muted:
            return
        self._characters += len(span.text)
        if self._characters > self._limits.characters:
            raise too_long(self._limits)
        paragraph.spans.append(span)

    def _note_change(self, element: _Element) -> None:
        if next(element.iter(q("w:t"), q("w:delText"), q("w:drawing"), q("w:pict")), None) is not None:
            self._notes.add(WarningCode.TRACKED_CHANGES)

    def _check_depth(self, depth: int) -> None:
        if depth > self._limits.depth:
            raise IntakeRefused(RefusalCode.TOO_DEEP, f"nested more than {self._limits.depth} deep")


def too_long(limits: Limits) -> IntakeRefused:
    """The refusal of a text that is no single article any more."""
    params: dict[str, int | str] = {"paragraphs": limits.paragraphs, "characters": limits.characters}
    return IntakeRefused(RefusalCode.TOO_LONG, "more paragraphs or characters than an article has", params)


def paragraphs_of(blocks: list[RawBlock]) -> list[RawParagraph]:
    """All paragraphs in their order, those of tables cell by cell."""
    found: list[RawParagraph] = []
    for block in blocks:
        if isinstance(block, RawParagraph):
            found.append(block)
        else:
            found.extend(paragraph for row in block.rows for cell in row for paragraph in cell.paragraphs)
    return found


def _below(element: _Element, tag: str) -> list[_Element]:
    """Rows of a table or cells of a row, also those in a content control."""
    found: list[_Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (q("w:sdt"), q("w:customXml")):
            found.extend(child.iter(tag))
    return found


def _alternative(element: _Element) -> _Element | None:
    chosen = element.find(q("mc:Choice"))
    return chosen if chosen is not None else element.find(q("mc:Fallback"))


def _text_of(element: _Element, raised: str) -> str | None:
    """The text of a run's child; None where the child is not text."""
    if element.tag == q("w:t"):
        return _raise(element.text or "", raised)
    if element.tag == q("w:br"):
        return "\n" if element.get(q("w:type"), "textWrapping") == "textWrapping" else " "
    return CHARACTERS.get(str(element.tag))


def _raise(text: str, raised: str) -> str:
    """Text such as "m2" with a raised 2 means m²: digits become such letters, other raised text stays as it is."""
    table = RAISED.get(raised)
    if table is None or not all(ord(character) in table for character in text):
        return text
    return text.translate(table)
