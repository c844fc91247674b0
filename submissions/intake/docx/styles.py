"""What a paragraph or run looks like once its styles are followed: the little that an article needs of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from submissions.intake.docx.markup import is_on, q, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING_NAME = re.compile(r"^heading ([0-9])$")
# What Python calls a digit may be no number (“²”), and a long enough one is none that it reads.
LEVEL = re.compile(r"[0-9]{1,4}")
BULLET_NAME = re.compile(r"^list bullet")
NUMBER_NAME = re.compile(r"^list number")
LONGEST_CHAIN = 12
BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class RunLook:
    """Looks of a run; None means that nothing on the way says so."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    raised: str | None = None

    def over(self, below: RunLook) -> RunLook:
        """The look, with its gaps filled from ``below``."""
        return RunLook(
            bold=below.bold if self.bold is None else self.bold,
            italic=below.italic if self.italic is None else self.italic,
            hidden=below.hidden if self.hidden is None else self.hidden,
            font=below.font if self.font is None else self.font,
            raised=below.raised if self.raised is None else self.raised,
        )


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """Looks of a paragraph. ``list_kind`` is "", "bullet" or "number"; ``heading`` 0 for plain text, else 1 to 9."""

    names: tuple[str, ...] = ()
    heading: int = 0
    align: str = ""
    list_kind: str = ""
    list_id: str = ""
    run: RunLook = RunLook()

    def is_called(self, *names: str) -> bool:
        """Whether the style, or one it is based on, has one of these (English, lower-case) names."""
        return any(name in names for name in self.names)


class Styles:
    """The styles and numberings of one document."""

    def __init__(self, styles: _Element | None, numbering: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._default = ""
        self._base = RunLook()
        self._paragraphs: dict[str, ParagraphLook] = {}
        self._runs: dict[str, RunLook] = {}
        if styles is not None:
            for element in styles.iter(q("w:style")):
                identifier = element.get(q("w:styleId"), "")
                self._elements.setdefault(identifier, element)
                if element.get(q("w:type")) == "paragraph" and element.get(q("w:default")) in ("1", "true", "on"):
                    self._default = identifier
            self._base = read_run_look(styles.find(f"{q('w:docDefaults')}/{q('w:rPrDefault')}/{q('w:rPr')}"))
        self._formats = _number_formats(numbering)

    def paragraph(self, properties: _Element | None) -> ParagraphLook:
        """The look of a paragraph with these ``w:pPr``."""
        look = self._paragraph_style(value_of(properties, "w:pStyle") or self._default)
        return self._with_properties(look, properties)

    def run(self, properties: _Element | None, paragraph: ParagraphLook) -> RunLook:
        """The look of a run with these ``w:rPr`` in such a paragraph."""
        style = value_of(properties, "w:rStyle")
        below = self._run_style(style).over(paragraph.run) if style else paragraph.run
        return read_run_look(properties).over(below) if properties is not None else below

    def _chain(self, identifier: str) -> list[_Element]:
        """The style and those it is based on, from the bottom up; a circle is cut."""
        chain: list[_Element] = []
        seen: set[str] = set()
        while identifier in self._elements and identifier not in seen and len(chain) < LONGEST_CHAIN:
            seen.add(identifier)
            element = self._elements[identifier]
            chain.append(element)
            identifier = value_of(element, "w:basedOn") or ""
        return chain[::-1]

    def _paragraph_style(self, identifier: str) -> ParagraphLook:
        if identifier not in self._paragraphs:
            look = ParagraphLook(run=self._base)
            for element in self._chain(identifier):
                name = (value_of(element, "w:name") or "").strip().lower()
                look = replace(look, names=(name, *look.names))
                if found := HEADING_NAME.match(name):
                    look = replace(look, heading=int(found[1]))
                if BULLET_NAME.match(name):
                    look = replace(look, list_kind="bullet", list_id=identifier)
                elif NUMBER_NAME.match(name):
                    look = replace(look, list_kind="number", list_id=identifier)
                look = self._with_properties(look, element.find(q("w:pPr")))
                look = replace(look, run=read_run_look(element.find(q("w:rPr"))).over(look.run))
            self._paragraphs[identifier] = look
        return self._paragraphs[identifier]

    def _run_style(self, identifier: str) -> RunLook:
        if identifier not in self._runs:
            look = RunLook()
            for element in self._chain(identifier):
                look = read_run_look(element.find(q("w:rPr"))).over(look)
            self._runs[identifier] = look
        return self._runs[identifier]

    def _with_properties(self, look: ParagraphLook, properties: _Element | None) -> ParagraphLook:
        if properties is None:
            return look
        if align := value_of(properties, "w:jc"):
            look = replace(look, align={"start": "left", "end": "right"}.get(align, align))
        level = value_of(properties, "w:outlineLvl")
        if level is not None and LEVEL.fullmatch(level):
            look = replace(look, heading=0 if int(level) >= BODY_LEVEL else int(level) + 1)
        numbering = properties.find(q("w:numPr"))
        if numbering is not None:
            identifier = value_of(numbering, "w:numId") or ""
            kind = self._formats.get((identifier, value_of(numbering, "w:ilvl") or "0"), "")
            if identifier == "0":
                look = replace(look, list_kind="", list_id="")
            elif kind:
                look = replace(look, list_kind=kind, list_id=identifier)
        return look


def read_run_look(properties: _Element | None) -> RunLook:
    """The look that one ``w:rPr`` itself sets."""
    if properties is None:
        return RunLook()
    fonts = properties.find(q("w:rFonts"))
    font = None
    if fonts is not None:
        font = fonts.get(q("w:ascii")) or fonts.get(q("w:hAnsi"))
        if font is None and (fonts.get(q("w:asciiTheme")) or fonts.get(q("w:hAnsiTheme"))):
            font = ""
    return RunLook(
        bold=is_on(properties.find(q("w:b"))),
        italic=is_on(properties.find(q("w:i"))),
        hidden=is_on(properties.find(q("w:vanish"))),
        font=font,
        raised=value_of(properties, "w:vertAlign"),
    )


def _number_formats(numbering: _Element | None) -> dict[tuple[str, str], str]:
    """``{(numId, level): "bullet" or "number"}``."""
    if numbering is None:
        return {}
    kinds: dict[str, dict[str, str]] = {}
    for abstract in numbering.iter(q("w:abstractNum")):
        levels = kinds.setdefault(abstract.get(q("w:abstractNumId"), ""), {})
        for level in abstract.iter(q("w:lvl")):
            shape = value_of(level, "w:numFmt") or "decimal"
            levels[level.get(q("w:ilvl"), "0")] = {"bullet": "bullet", "none": ""}.get(shape, "number")
    found = {}
    for number in numbering.iter(q("w:num")):
        abstract_id = value_of(number, "w:abstractNumId") or ""
        identifier = number.get(q("w:numId"), "")
        found.update({(identifier, level): kind for level, kind in kinds.get(abstract_id, {}).items()})
    return found
