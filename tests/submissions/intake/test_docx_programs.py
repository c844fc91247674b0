"""Files of other programs, and every odd spelling that Vietnamese text comes in."""

from __future__ import annotations

import unicodedata

import pytest

from submissions.intake.docx import BulletList, Figure, Heading, Paragraph, WarningCode, WordArticle, read_docx
from tests.submissions.intake.word_files import AUTHOR, BODY, SAPO, TITLE, Word, article
from tests.submissions.intake.word_programs import HEADING, LINK, STEPS, google_docs, wps


@pytest.mark.parametrize(("data", "ordered"), [(google_docs(), False), (wps(), True)], ids=["Google Docs", "WPS"])
def test_another_program_s_file_is_the_article_that_its_writer_sees(data: bytes, ordered: bool) -> None:
    read = read_docx(data)
    assert (read.title, read.sapo, read.byline) == (TITLE, SAPO, AUTHOR)
    assert read.blocks == [
        Paragraph(BODY[0]),
        Figure(0),
        Heading(HEADING, 2),
        BulletList(list(STEPS), ordered=ordered),
        Paragraph(f'Xem thêm ở <a href="{LINK}">Cổng Dịch vụ công</a>.'),
        Paragraph(BODY[1]),
    ]
    (image,) = read.images
    assert (image.caption, image.credit, image.alt) == ("Hai tình nguyện viên ở bàn hướng dẫn.", "H.A", "")
    assert read.warnings == []


def read_line(text: str, *, font: str = "") -> tuple[WordArticle, str]:
    """An article with one paragraph of this text, and what the text became."""
    read = read_docx(article(middle=lambda word: word.line(text, font=font)))
    return read, next(block.html for block in read.blocks[1:] if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (unicodedata.normalize("NFD", "Nghiệm thu được người"), "Nghiệm thu được người"),
        ("tie\u0301\u0302p nhận", "tiếp nhận"),
        ("t\u00ea\u0301 bào", "tế bào"),
        ("đƣợc phục vụ, Ƣu tiên", "được phục vụ, Ưu tiên"),
        ("Ðơn vị ðã báo cáo", "Đơn vị đã báo cáo"),
        ("Sở Y t\u00adế\u200b Khánh\u2060 Hòa\ufeff", "Sở Y tế Khánh Hòa"),
        ("Khánh Hoà, Uỷ ban, quý III", "Khánh Hoà, Uỷ ban, quý III"),
        ("bác sỹ và bác sĩ", "bác sỹ và bác sĩ"),
        ("Ẫ Ễ Ỗ Ữ Ỹ ặ ệ ợ ự", "Ẫ Ễ Ỗ Ữ Ỹ ặ ệ ợ ự"),
        ("Cao Thị Nìm, Mấu Thị Hương, Y Ksor", "Cao Thị Nìm, Mấu Thị Hương, Y Ksor"),
    ],
)
def test_text_is_stored_composed_and_an_author_s_spelling_is_kept(typed: str, meant: str) -> None:
    assert read_line(typed)[1] == meant


@pytest.mark.parametrize(
    ("typed", "font", "meant", "encoding"),
    [
        ("Së Y tÕ Kh¸nh Hßa c¶i c¸ch hµnh chÝnh", ".VnTime", "Sở Y tế Khánh Hòa cải cách hành chính", "tcvn3"),
        ("ng\u00ad\u00eai d©n ®\u00ad\u00eec phôc vô", ".VnTime", "người dân được phục vụ", "tcvn3"),
        ("së y tÕ", ".VnTimeH", "SỞ Y TẾ", "tcvn3"),
        ("Sôû Y teá Khaùnh Hoøa", "VNI-Times", "Sở Y tế Khánh Hòa", "vni"),
        ("caûi caùch haønh chính ngöôøi daân ñöôïc", "VNI-Times", "cải cách hành chính người dân được", "vni"),
    ],
)
def test_old_fonts_are_converted_and_the_writer_is_told(typed: str, font: str, meant: str, encoding: str) -> None:
    read, text = read_line(typed, font=font)
    assert text == meant
    (notice,) = [warning for warning in read.warnings if warning.code == WarningCode.LEGACY_FONT]
    assert notice.params["encoding"] == encoding


def test_text_in_the_wrong_encoding_is_repaired_and_the_writer_is_told() -> None:
    read, text = read_line("Sá»Ÿ Y táº¿ KhÃ¡nh HÃ²a")
    assert text == "Sở Y tế Khánh Hòa"
    assert WarningCode.MOJIBAKE_REPAIRED in [warning.code for warning in read.warnings]


def test_a_soft_hyphen_that_word_keeps_as_an_element_is_the_letter_it_was() -> None:
    def middle(word: Word) -> None:
        font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
        pieces = "<w:softHyphen/>".join(
            f"<w:t xml:space='preserve'>{piece}</w:t>" for piece in ("ng", "êi d©n ®", "îc phôc vô")
        )
        word.xml(f"<w:r>{font}{pieces}</w:r>")

    read = read_docx(article(middle=middle))
    assert Paragraph("người dân được phục vụ") in read.blocks
