"""A Word document of an article, for whoever puts it in by hand: headings, pictures with their descriptions, tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from bs4.element import NavigableString, Tag
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from PIL import Image

from bulletin.forwarding.formats.article import UNPRINTABLE
from bulletin.forwarding.formats.html_page import caption_of, lead_of
from bulletin.forwarding.formats.markup import blocks_of
from bulletin.forwarding.formats.packing import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from bulletin.forwarding.formats.article import Article
    from bulletin.forwarding.payload import Picture

    Load = Callable[[Picture], bytes]

FONT = "Times New Roman"
HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
WIDEST, HIGHEST = Cm(16), Cm(20)
JPEG_QUALITY = 90
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def word_document(article: Article, *, load: Load) -> bytes:
    """The version as a docx; the same article always gives the same bytes.

    ``load`` gives the bytes of a picture, and may raise. A picture whose bytes are no picture raises ValueError.
    """
    return _Writer(article, load).write()


class _Writer:
    def __init__(self, article: Article, load: Load) -> None:
        self.article, self.load = article, load
        self.pictures = {picture.url: picture for picture in article.images}
        self.document: WordDocument = Document()

    def write(self) -> bytes:
        self._set_up()
        article = self.article
        self.document.add_heading(article.title, level=0)
        if article.sapo:
            self.document.add_paragraph().add_run(article.sapo).bold = True
        if article.author_display:
            self.document.add_paragraph().add_run(article.author_display).italic = True
        lead = lead_of(article)
        if lead is not None:
            self._picture(lead)
        for block in blocks_of(article.body_html):
            self._block(block)
        if article.canonical_url:
            source = self.document.add_paragraph("Nguồn: " if article.language == "vi" else "Source: ")
            self._link(source, article.canonical_url, article.canonical_url)
        file = BytesIO()
        self.document.save(file)
        # The library stamps the files inside with the clock of the moment.
        return packed(unpacked(file.getvalue()))

    def _set_up(self) -> None:
        properties = self.document.core_properties
        made = self.article.timestamp.replace(tzinfo=None)
        properties.title, properties.author = self.article.title[:255], self.article.author_display[:255]
        properties.comments = f"{self.article.article_id} v{self.article.version} {self.article.content_sha256}"
        properties.created = properties.modified = made
        properties.last_modified_by, properties.language = "", LANGUAGES.get(self.article.language, "vi-VN")
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Quote", "Caption"):
            style = self.document.styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            # The template's headings name fonts of a theme, which would win over a font by name.
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(key), FONT)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(13)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGES.get(self.article.language, "vi-VN"))
        normal.element.get_or_add_rPr().append(language)

    def _block(self, block: Tag) -> None:
        match block.name:
            case "h2" | "h3" | "h4":
                self._inline(self.document.add_heading(level=HEADINGS[block.name]), block)
            case "ul" | "ol":
                self._list(block, level=1)
            case "blockquote":
                self._quote(block)
            case "figure":
                self._figure(block)
            case "table":
                self._table(block)
            case _:
                self._paragraph(block)

    def _paragraph(self, block: Tag, style: str | None = None) -> None:
        for image in block.find_all("img"):
            self._picture_at(image)
            image.decompose()
        if block.get_text(strip=True):
            self._inline(self.document.add_paragraph(style=style), block)

    def _quote(self, block: Tag) -> None:
        inner = block.find_all("p")
        for each in inner or [block]:
            self._paragraph(each, style="Quote")

    def _list(self, block: Tag, *, level: int) -> None:
        style = "List Bullet" if block.name == "ul" else "List Number"
        deep = f"{style} {level}" if 1 < level <= 3 else style
        for item in block.find_all("li", recursive=False):
            nested = [each.extract() for each in item.find_all(["ul", "ol"], recursive=False)]
            self._inline(self.document.add_paragraph(style=deep), item)
            for each in nested:
                self._list(each, level=level + 1)

    def _figure(self, block: Tag) -> None:
        caption = block.find("figcaption")
        words = " ".join(caption.get_text(" ").split()) if isinstance(caption, Tag) else ""
        for image in block.find_all("img"):
            self._picture_at(image, words=words)

    def _picture_at(self, image: Tag, *, words: str = "") -> None:
        known = self.pictures.get(str(image.get("src", "")))
        if known is not None:
            self._picture(known, words=words, alt=str(image.get("alt", "")))

    def _picture(self, picture: Picture, *, words: str = "", alt: str = "") -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(BytesIO(for_word(self.load(picture))))
        scale = min(1.0, WIDEST / shape.width, HIGHEST / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        described = shape._inline.docPr
        described.set("descr", picture.alt or _printable(alt))
        below = caption_of(picture) or _printable(words)
        if below:
            paragraph.paragraph_format.keep_with_next = True
            caption = self.document.add_paragraph(below, style="Caption")
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _table(self, block: Tag) -> None:
        rows = [row.find_all(["td", "th"], recursive=False) for row in block.find_all("tr")]
        width = max(map(len, rows), default=0)
        if not width:
            return
        table = self.document.add_table(rows=0, cols=width, style="Table Grid")
        for cells in rows:
            drawn = table.add_row().cells
            for place, cell in enumerate(cells):
                self._inline(drawn[place].paragraphs[0], cell, bold=cell.name == "th")

    def _inline(
        self, paragraph: Paragraph, node: Tag, *, bold: bool = False, italic: bool = False, link: str = ""
    ) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                text = _printable(str(child))
                if text.strip() or text == " ":
                    self._run(paragraph, text, bold=bold, italic=italic, link=link)
            elif isinstance(child, Tag) and child.name == "br":
                paragraph.add_run().add_break()
            elif isinstance(child, Tag):
                self._inline(
                    paragraph,
                    child,
                    bold=bold or child.name in ("b", "strong", "th"),
                    italic=italic or child.name in ("i", "em"),
                    link=str(child.get("href", "")) if child.name == "a" else link,
                )

    def _run(self, paragraph: Paragraph, text: str, *, bold: bool, italic: bool, link: str) -> None:
        run = self._link(paragraph, text, link) if link else paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None

    def _link(self, paragraph: Paragraph, text: str, address: str) -> Run:
        run = paragraph.add_run(text)
        run.font.underline = True
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        # A link stands around its run; python-docx has no name for that.
        parent: Any = paragraph._p
        parent.append(element)
        element.append(run._r)
        return run


def _printable(text: str) -> str:
    """Text as Word takes it: blanks as HTML shows them, and nothing that XML cannot hold."""
    cleaned = UNPRINTABLE.sub("", text)
    inner = " ".join(cleaned.split())
    if not inner:
        return " " if cleaned else ""
    return (" " if cleaned[0].isspace() else "") + inner + (" " if cleaned[-1].isspace() else "")


def for_word(content: bytes) -> bytes:
    """A picture as Word of every age shows it: JPEG and PNG as they are, anything else drawn anew as one of them."""
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.format in ("JPEG", "PNG"):
                return content
            drawn = BytesIO()
            if "A" in picture.getbands() or picture.mode == "P":
                picture.convert("RGBA").save(drawn, "PNG")
            else:
                picture.convert("RGB").save(drawn, "JPEG", quality=JPEG_QUALITY)
            return drawn.getvalue()
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(f"not a picture: {type(error).__name__}") from error
