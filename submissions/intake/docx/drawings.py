"""Finds the pictures in Word's drawings, new (DrawingML) and old (VML)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.intake.docx.codes import WarningCode
from submissions.intake.docx.markup import q
from submissions.intake.docx.raw import PictureMark

if TYPE_CHECKING:
    from lxml.etree import _Element

    from submissions.intake.docx.notes import Notes
    from submissions.intake.docx.package import Relationship

TEXT_BOX = q("w:txbxContent")
# Word draws these itself from data that stays in the file: there is no picture to take.
DRAWN_BY_WORD = ("/chart", "/diagram", "/chartex", "/ink")


class Drawings:
    """Reads drawings against one part's relationships."""

    def __init__(self, *, relationships: dict[str, Relationship], notes: Notes) -> None:
        self._relationships = relationships
        self._notes = notes

    def pictures(self, drawing: _Element, *, quiet: bool = False) -> list[PictureMark]:
        """The pictures of a ``w:drawing`` or ``w:pict`` that are inside of the file.

        Text boxes and what stands in them are left out; ``quiet``: without a notice.
        """
        found = []
        description = _description(drawing)
        for element in drawing.iter(q("a:blip"), q("v:imagedata")):
            if any(ancestor.tag == TEXT_BOX for ancestor in element.iterancestors()):
                continue
            mark = self._mark(element, description, quiet=quiet)
            if mark is not None:
                found.append(mark)
                description = ""
        if not quiet:
            self._note_what_is_lost(drawing, found)
        return found

    def _mark(self, element: _Element, description: str, *, quiet: bool) -> PictureMark | None:
        relationship = self._relationships.get(element.get(q("r:embed")) or element.get(q("r:id")) or "")
        if relationship is not None and not relationship.external:
            return PictureMark(part=relationship.target, description=description)
        linked = relationship is not None or element.get(q("r:link")) or element.get(q("r:href"))
        if linked and not quiet:
            self._notes.add(WarningCode.PICTURE_LINKED)
        return None

    def _note_what_is_lost(self, drawing: _Element, found: list[PictureMark]) -> None:
        boxes = [box for box in drawing.iter(TEXT_BOX) if any((t.text or "").strip() for t in box.iter(q("w:t")))]
        if boxes or any(next(box.iter(q("a:blip")), None) is not None for box in drawing.iter(TEXT_BOX)):
            self._notes.add(WarningCode.TEXT_BOX_REMOVED)
        if not found:
            kinds = [data.get("uri", "") for data in drawing.iter(q("a:graphicData"))]
            if any(kind.endswith(DRAWN_BY_WORD) for kind in kinds):
                self._notes.add(WarningCode.GRAPHIC_REMOVED)


def _description(drawing: _Element) -> str:
    for element in drawing.iter(q("wp:docPr")):
        return element.get("descr") or ""
    return next((alt for shape in drawing.iter(q("v:shape")) if (alt := shape.get("alt"))), "")
