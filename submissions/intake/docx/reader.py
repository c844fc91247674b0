"""Reads a Word file into an article: bytes in, plain data out. No database, no disk, no network.

The function is pure; strangers' files are read by it in a child process (`submissions.intake.jail`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cms.core.text import clean_line
from submissions.intake.docx.body import BodyReader, too_long
from submissions.intake.docx.byline import take_byline
from submissions.intake.docx.captions import take_captions
from submissions.intake.docx.codes import RefusalCode, WarningCode
from submissions.intake.docx.compose import compose
from submissions.intake.docx.layout import arrange
from submissions.intake.docx.letterhead import drop_letterhead
from submissions.intake.docx.markup import q
from submissions.intake.docx.notes import Notes
from submissions.intake.docx.opening import take_sapo, take_title
from submissions.intake.docx.package import Package
from submissions.intake.docx.pictures import Drawn, PictureRefused, redraw
from submissions.intake.docx.raw import Item, PictureGroup, RawParagraph, RawTable
from submissions.intake.docx.recase import is_capitals, recase
from submissions.intake.docx.shapes import DEFAULT, IntakeRefused, Limits, WordArticle, WordImage
from submissions.intake.docx.sniff import require_word
from submissions.intake.docx.styles import Styles
from submissions.intake.docx.tidy import decode_fonts, every_paragraph, tidy_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from submissions.intake.docx.package import Relationship
    from submissions.intake.docx.raw import PictureMark

# A description that says something; programs fill the field with file names and guesses.
FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|emf|wmf)\b|[/\\]|^(?:img|dsc|image|picture|ảnh)[ _-]?\d", re.IGNORECASE
)
GUESSED = re.compile(
    r"automatically generated|được tạo tự động|AI-generated|do AI tạo|^a (?:picture|close up|group of)|^hình ảnh có chứa",
    re.IGNORECASE,
)
ALT_LONGEST = 250
MOST_TRIES = 4
HEADER_KINDS = ("/header", "/footer")
MOST_HEADERS = 12
PAGE_NUMBER = re.compile(r"^(?:trang|page)?[\s\d/|–-]*$", re.IGNORECASE)
OUTSIDE = re.compile(r"^(?:https?|ftp):|^(?:file:)?[/\\]{2,}(?!/|[A-Za-z]:)", re.IGNORECASE)


def read_docx(data: bytes, *, filename: str = "", limits: Limits = DEFAULT, names: Sequence[str] = ()) -> WordArticle:
    """The article in a Word file.

    ``names``: proper names that the caller knows (units, places); they keep their capitals in a headline typed in capitals
    and are recognised in a letterhead. ``filename`` is only named in the log line of a refusal: what a file is, is told
    from its content.

    Raises:
        IntakeRefused: the file is no readable, harmless .docx with text in it, or larger than ``limits``.
    """
    try:
        return _read(data, limits, names)
    except IntakeRefused as refused:
        named = f"{clean_line(filename)[:80]!r}: {refused.message}" if filename else refused.message
        raise IntakeRefused(refused.code, named, refused.params) from refused


def _read(data: bytes, limits: Limits, names: Sequence[str]) -> WordArticle:
    require_word(data, limits)
    package = Package(data, limits)
    notes = Notes()
    document = package.xml(package.document_name)
    body = document.find(q("w:body"))
    if body is None:
        raise IntakeRefused(RefusalCode.CORRUPT, "the document has no body")
    relationships = package.relationships(package.document_name)
    styles = Styles(_part(package, relationships, "/styles"), _part(package, relationships, "/numbering"))
    blocks = BodyReader(styles=styles, relationships=relationships, notes=notes, limits=limits).read(body)
    _note_surroundings(package, relationships, notes)
    decode_fonts(blocks, notes)
    tidy = tidy_blocks(blocks)
    if len(tidy) > limits.paragraphs:
        # Line breaks can part one paragraph into many.
        raise too_long(limits)
    _require_text(tidy)
    return _recognise(arrange(tidy), Album(package=package, notes=notes, limits=limits), notes, names)


def _recognise(items: list[Item], album: Album, notes: Notes, names: Sequence[str]) -> WordArticle:
    drop_letterhead(items, notes, names=names)
    title = take_title(items)
    sapo = take_sapo(items)
    take_captions(items)
    byline = take_byline(items)
    if not title:
        notes.add(WarningCode.TITLE_MISSING)
    elif is_capitals(title):
        typed, title = title, recase(title, body=_witnesses(items, sapo, byline.author), names=names)
        notes.add(WarningCode.TITLE_RECASED, typed=typed, title=title)
    if not sapo:
        notes.add(WarningCode.SAPO_MISSING)
    if not byline.author:
        notes.add(WarningCode.BYLINE_MISSING)
    album.photographer = byline.photographer
    blocks, words = compose(items, album.place)
    return WordArticle(
        title=title,
        sapo=sapo,
        byline=byline.author,
        blocks=blocks,
        images=album.images,
        warnings=notes.warnings(),
        words=words,
    )


@dataclass(slots=True)
class Album:
    """The pictures of one article, each drawn once however often it is shown."""

    package: Package
    notes: Notes
    limits: Limits
    photographer: str = ""
    images: list[WordImage] = field(default_factory=list)
    _drawn: dict[str, Drawn | WarningCode] = field(default_factory=dict)

    def place(self, group: PictureGroup) -> list[int]:
        """Take in the pictures of a group; the indexes of those that can be used."""
        return [index for mark in group.marks if (index := self._take(mark, group)) is not None]

    def _take(self, mark: PictureMark, group: PictureGroup) -> int | None:
        most = self.limits.pictures
        if len(self.images) >= most or len(self._drawn) >= most * MOST_TRIES:
            self.notes.add(WarningCode.PICTURES_TOO_MANY, most=most)
            return None
        if mark.part not in self._drawn:
            self._drawn[mark.part] = self._draw(mark.part)
        drawn = self._drawn[mark.part]
        if isinstance(drawn, WarningCode):
            self.notes.add(drawn, megapixels=self.limits.picture_pixels // 1_000_000)
            return None
        image = WordImage(
            data=drawn.data,
            extension=drawn.extension,
            width=drawn.width,
            height=drawn.height,
            alt=alt_text(mark.description),
            caption=group.caption,
            credit=group.credit or self.photographer,
            sha256=drawn.sha256,
        )
        self.images.append(image)
        return len(self.images) - 1

    def _draw(self, part: str) -> Drawn | WarningCode:
        if part not in self.package:
            return WarningCode.PICTURE_UNREADABLE
        if self.package.size(part) > self.limits.picture_part_bytes:
            return WarningCode.PICTURE_TOO_LARGE
        try:
            return redraw(self.package.read(part, most=self.limits.picture_part_bytes), self.limits)
        except PictureRefused as refused:
            return refused.code
        except IntakeRefused:
            # A damaged picture does not make the text unreadable.
            return WarningCode.PICTURE_UNREADABLE


def alt_text(description: str) -> str:
    """Word's picture description if a person wrote it, else ""."""
    text = clean_line(description)
    meaningful = len(text.split()) > 1 and not FILE_NAME.search(text) and not GUESSED.search(text)
    return text[:ALT_LONGEST] if meaningful else ""


def _part(package: Package, relationships: dict[str, Relationship], kind: str) -> _Element | None:
    for relationship in relationships.values():
        if relationship.kind.endswith(kind) and not relationship.external and relationship.target in package:
            return package.xml(relationship.target)
    return None


def _note_surroundings(package: Package, relationships: dict[str, Relationship], notes: Notes) -> None:
    """Headers and footers with text, and templates that Word would fetch, are named; neither is taken."""
    inside = [r for r in relationships.values() if not r.external and r.target in package]
    headers = [r.target for r in inside if r.kind.endswith(HEADER_KINDS)]
    for name in headers[:MOST_HEADERS]:
        text = "".join(t.text or "" for t in package.xml(name).iter(q("w:t")))
        if not PAGE_NUMBER.match(text.strip()):
            notes.add(WarningCode.HEADER_FOOTER_REMOVED)
    settings = next((r.target for r in inside if r.kind.endswith("/settings")), "")
    for relationship in package.relationships(settings).values() if settings else ():
        if (
            relationship.kind.endswith("/attachedTemplate")
            and relationship.external
            and OUTSIDE.match(relationship.target)
        ):
            notes.add(WarningCode.REMOTE_TEMPLATE)


def _require_text(blocks: list[RawParagraph | RawTable]) -> None:
    if any(isinstance(block, RawParagraph) and _says_something(block) for block in blocks):
        return
    if any(_says_something(paragraph) for paragraph in every_paragraph(blocks)):
        raise IntakeRefused(RefusalCode.ONLY_TABLE, "all text stands in tables")
    raise IntakeRefused(RefusalCode.NO_TEXT, "no text outside of headers, text boxes and pictures")


def _says_something(paragraph: RawParagraph) -> bool:
    return any(character.isalpha() for character in paragraph.text)


def _witnesses(items: Sequence[Item], sapo: str, author: str) -> list[str]:
    """The texts that show how the article writes its names."""
    texts = [sapo, f"Tác giả {author}"]
    for item in items:
        if isinstance(item, RawParagraph):
            texts.append(item.line)
        elif isinstance(item, PictureGroup):
            texts.append(item.caption)
    return [text for text in texts if text]
