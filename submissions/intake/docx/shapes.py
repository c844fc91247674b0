"""What goes into and comes out of reading a Word file: plain frozen dataclasses that survive a pickle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from submissions.intake.docx.codes import RefusalCode, WarningCode

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of the machine. Sizes are bytes, lengths characters, sides pixels."""

    file_bytes: int = 50 * MEGABYTE
    entries: int = 1_000
    directory_bytes: int = MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    xml_part_bytes: int = 8 * MEGABYTE
    picture_part_bytes: int = 30 * MEGABYTE
    # A page of real Word text packs to a fifth at best to a fortieth; a bomb to a thousandth.
    ratio: int = 200
    ratio_from_bytes: int = 8 * MEGABYTE
    marks: int = 300_000
    depth: int = 60
    paragraphs: int = 3_000
    characters: int = 200_000
    pictures: int = 30
    picture_pixels: int = 40_000_000
    picture_side: int = 2_400
    picture_smallest_side: int = 32


DEFAULT = Limits()


class IntakeRefused(Exception):
    """The file is not taken in. ``code`` says why, ``params`` fills the message's placeholders.

    ``message`` is one English line for logs; people get `submissions.intake.messages.refusal_message`.
    """

    def __init__(self, code: RefusalCode, message: str, params: dict[str, int | str] | None = None) -> None:
        super().__init__(code, message, params or {})
        self.code = code
        self.message = message
        self.params: dict[str, int | str] = params or {}

    def __str__(self) -> str:
        return f"{self.code.value}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """A notice for the writer. ``params`` fill the message's placeholders; ``message`` is an English line for logs."""

    code: WarningCode
    message: str = ""
    params: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text; level 2 to 4 (1 is the title's)."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``html`` holds escaped text and no tag but b, i, a[href] and br."""

    html: str


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list; each item is such html as a paragraph's. Nested lists are flattened."""

    items: list[str]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set apart, plain text; the attribution may be empty."""

    text: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text; every row has as many cells as the widest. ``header``: the first row names the columns."""

    rows: list[list[str]]
    header: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """Where picture number ``image_index`` of `WordArticle.images` stands."""

    image_index: int


Block = Heading | Paragraph | BulletList | Quote | Table | Figure


@dataclass(frozen=True, slots=True)
class WordImage:
    """A picture, drawn anew so that nothing of the original file but its pixels is left.

    ``extension`` is "jpg" or "png", ``sha256`` the hex digest of ``data``, sides in pixels.
    """

    data: bytes = field(repr=False)
    extension: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    sha256: str


@dataclass(frozen=True, slots=True)
class WordArticle:
    """A Word file as an article. ``words`` counts the running text: headings, paragraphs, lists and quotes."""

    title: str
    sapo: str
    byline: str
    blocks: list[Block]
    images: list[WordImage]
    warnings: list[ReadWarning]
    words: int
