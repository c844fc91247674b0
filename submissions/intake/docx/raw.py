"""The document as it was written, before anyone asks what its paragraphs mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from cms.core.text import word_count
from submissions.intake.docx.styles import ParagraphLook

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Span:
    """A stretch of text with one look. "\\n" is a line break; ``font`` is the font's name where one is set."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    font: str = ""

    @property
    def look(self) -> tuple[bool, bool, str, str]:
        """What two spans must share to be one."""
        return (self.bold, self.italic, self.href, self.font)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans, with neighbours of one look as one span."""
    found = []
    for look, group in groupby(spans, key=lambda span: span.look):
        bold, italic, href, font = look
        found.append(Span("".join(span.text for span in group), bold=bold, italic=italic, href=href, font=font))
    return found


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A place where a picture stands: the part's name and the description that Word keeps with it."""

    part: str
    description: str = ""


@dataclass(slots=True, eq=False)
class RawParagraph:
    """A paragraph: its text and its pictures."""

    spans: list[Span] = field(default_factory=list)
    pictures: list[PictureMark] = field(default_factory=list)
    look: ParagraphLook = field(default_factory=ParagraphLook)

    @property
    def text(self) -> str:
        """The text of all spans."""
        return "".join(span.text for span in self.spans)

    @property
    def line(self) -> str:
        """The text as one line, once it has been tidied."""
        return " ".join(part.strip() for part in self.text.split("\n"))

    @property
    def bold(self) -> bool:
        """Whether all of the text is bold."""
        return self._all("bold")

    @property
    def italic(self) -> bool:
        """Whether all of the text is italic."""
        return self._all("italic")

    @property
    def upper(self) -> bool:
        """Whether the text is written in capitals."""
        line = self.line
        return line.isupper() and sum(character.isalpha() for character in line) > 1

    @property
    def word_count(self) -> int:
        """Syllables of the text."""
        return word_count(self.text)

    def _all(self, attribute: str) -> bool:
        marked = [getattr(span, attribute) for span in self.spans if span.text.strip()]
        return bool(marked) and all(marked)


@dataclass(slots=True, eq=False)
class RawCell:
    """A table cell: what stands in it (tables in it are taken apart), and how many columns it spans."""

    paragraphs: list[RawParagraph] = field(default_factory=list)
    span: int = 1
    continued: bool = False


@dataclass(slots=True, eq=False)
class RawTable:
    """A table. ``marked_header``: Word repeats its first row on every page."""

    rows: list[list[RawCell]] = field(default_factory=list)
    marked_header: bool = False


@dataclass(slots=True, eq=False)
class PictureGroup:
    """Pictures that stand together and share one caption."""

    marks: list[PictureMark] = field(default_factory=list)
    caption: str = ""
    credit: str = ""


RawBlock = RawParagraph | RawTable
Item = RawParagraph | RawTable | PictureGroup
