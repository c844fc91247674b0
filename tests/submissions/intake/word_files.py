"""Builds Word files for tests: ordinary ones with python-docx, odd ones by rewriting the parts of an ordinary one."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document
    from docx.text.paragraph import Paragraph

SAMPLES = Path(__file__).parents[2] / "data" / "word"
DOCUMENT = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TITLE = "Một ngày ở bàn hướng dẫn dịch vụ công trực tuyến"
SAPO = "Mỗi buổi sáng, hai tình nguyện viên giúp hàng chục người bệnh nộp hồ sơ ngay trên điện thoại của họ."
BODY = (
    (
        "Chị Mấu Thị Hương, ở xã Khánh Sơn, lần đầu tự nộp hồ sơ mà không phải nhờ ai. Chị kể rằng trước đây phải đi hai chuyến xe "
        "mới xong một tờ giấy, nay chỉ mất mười phút."
    ),
    (
        "Theo Trung tâm Y tế Nha Trang, số hồ sơ trực tuyến đã tăng gấp đôi trong quý III, phần lớn nhờ bàn hướng dẫn đặt cạnh cửa "
        "ra vào."
    ),
)
AUTHOR = "Nguyễn Thị Ánh"


def sample(name: str) -> bytes:
    """One of the four real files of the units."""
    return (SAMPLES / name).read_bytes()


class Word:
    """A Word file in the making."""

    def __init__(self) -> None:
        self.document: Document = docx.Document()

    def line(
        self, text: str, *, bold: bool = False, italic: bool = False, align: str = "", style: str = "", font: str = ""
    ) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style or None)
        run = paragraph.add_run(text)
        if bold:
            run.bold = True
        if italic:
            run.italic = True
        if font:
            run.font.name = font
        if align:
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
        return paragraph

    def xml(self, inner: str) -> None:
        """A paragraph from its XML."""
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(f"<w:p {W} {R}>{inner}</w:p>"))

    def picture(self, data: bytes | None = None, *, alt: str = "", paragraph: Paragraph | None = None) -> Paragraph:
        paragraph = paragraph or self.document.add_paragraph()
        shape = paragraph.add_run().add_picture(io.BytesIO(data if data is not None else photo()))
        if alt:
            shape._inline.docPr.set("descr", alt)
        return paragraph

    def save(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def article(
    *,
    title: str = TITLE,
    sapo: str = SAPO,
    body: tuple[str, ...] = BODY,
    byline: str = f"Bài: {AUTHOR}",
    middle: object = None,
) -> bytes:
    """An ordinary article; ``middle(word)`` may add to it before the last paragraph of its text."""
    word = Word()
    word.line(title, bold=True, align="center")
    if sapo:
        word.line(sapo, bold=True)
    for text in body[:-1]:
        word.line(text)
    if callable(middle):
        middle(word)
    word.line(body[-1])
    if byline:
        word.line(byline, bold=True, align="right")
    return word.save()


def photo(width: int = 320, height: int = 240, *, mode: str = "RGB", kind: str = "JPEG", **options: object) -> bytes:
    """A picture with many colours, so that it is taken for a photo."""
    channels = [Image.effect_noise((width, height), 60) for _ in "RGB"]
    image = Image.merge("RGB", channels)
    out = io.BytesIO()
    if mode == "I;16":
        image = image.convert("L")
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], *, extra: list[tuple[str, bytes]] | None = None) -> bytes:
    """A zip of these parts; ``extra`` may repeat names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*parts.items(), *(extra or [])]:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The file with its parts changed in place by ``change``."""
    parts = parts_of(data)
    change(parts)
    return packed(parts)


def with_xml(data: bytes, old: str, new: str, *, part: str = DOCUMENT) -> bytes:
    """The file with one text of a part's XML replaced."""

    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return rewritten(data, change)


def decomposed(data: bytes) -> bytes:
    """The same file as macOS would have it: every text decomposed."""

    def change(parts: dict[str, bytes]) -> None:
        for name, content in parts.items():
            if name.startswith("word/") and name.endswith(".xml"):
                parts[name] = unicodedata.normalize("NFD", content.decode()).encode()

    return rewritten(data, change)


def with_relationship(
    data: bytes, *, kind: str, target: str, identifier: str = "rId900", external: bool = True
) -> bytes:
    """The file with one more relationship of its document."""
    mode = ' TargetMode="External"' if external else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = f'<Relationship Id="{identifier}" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_xml(data, "</Relationships>", added, part="word/_rels/document.xml.rels")
