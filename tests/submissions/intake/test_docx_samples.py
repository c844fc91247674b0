"""The four Word files that units sent."""

from __future__ import annotations

import unicodedata

import pytest

from submissions.intake.docx import BulletList, Figure, Heading, Paragraph, Table, WarningCode, WordArticle, read_docx
from tests.submissions.intake.word_files import decomposed, sample

FILES = ("bvdkt-2026-11.docx", "cdc-2026-11.docx", "ttyt-cl-2026-11.docx", "ttyt-vn-2026-11-tcvn3.docx")


def codes(article: WordArticle) -> list[WarningCode]:
    return [warning.code for warning in article.warnings]


def test_the_hospital_s_article_is_taken_apart_as_its_writer_meant_it() -> None:
    article = read_docx(sample("bvdkt-2026-11.docx"))
    assert article.title == "Bớt một lần xếp hàng nhờ quầy tự đăng ký khám bằng căn cước"
    assert article.sapo.startswith("Bỏ hai loại giấy tờ")
    assert article.sapo.endswith("còn 9 phút.")
    assert article.byline == "Nguyễn Hoài An"
    assert article.words == 344
    assert [type(block) for block in article.blocks] == [Paragraph, Figure, Paragraph, Paragraph, Paragraph]
    (image,) = article.images
    assert image.caption == "Tình nguyện viên hướng dẫn người bệnh đăng ký khám bằng căn cước."
    assert image.credit == "H.A"
    assert (image.width, image.height, image.extension, image.alt) == (2400, 1800, "jpg", "")
    assert codes(article) == [WarningCode.TITLE_RECASED]


def test_the_centre_s_article_has_headings_a_list_and_two_photos_with_one_caption() -> None:
    article = read_docx(sample("cdc-2026-11.docx"))
    assert article.title == "Gửi phản ánh, kiến nghị về thủ tục y tế: ba bước, không cần đi xa"
    assert article.byline == "Đặng Minh Ước"
    headings = [block for block in article.blocks if isinstance(block, Heading)]
    assert [(h.text, h.level) for h in headings] == [("Bước một", 2), ("Bước hai", 2), ("Bước ba", 2)]
    (listing,) = [block for block in article.blocks if isinstance(block, BulletList)]
    assert len(listing.items) == 3
    assert not listing.ordered
    assert {image.caption for image in article.images} == {
        "Người dân tra cứu kết quả trả lời phản ánh, kiến nghị trên điện thoại."
    }
    assert [image.credit for image in article.images] == ["CDC Khánh Hòa", "CDC Khánh Hòa"]
    assert [(image.width, image.height) for image in article.images] == [(2000, 1500), (1500, 2000)]
    assert codes(article) == []


def test_the_decomposed_article_is_stored_composed_with_its_table() -> None:
    article = read_docx(sample("ttyt-cl-2026-11.docx"))
    assert article.title == "Người giữ nhịp “đúng hẹn” ở bộ phận tiếp nhận"
    assert (
        article.sapo
        == "Một bảng theo dõi ba màu không tốn kinh phí đã giúp bảy khoa, phòng cùng trả kết quả đúng hẹn."
    )
    assert article.byline == "Phan Đức Thịnh"
    assert article.words == 322
    (table,) = [block for block in article.blocks if isinstance(block, Table)]
    assert table.header
    assert table.rows == [
        ["Năm", "Hồ sơ tiếp nhận", "Trả đúng hạn (%)"],
        ["2023", "3.412", "91,8"],
        ["2024", "3.655", "98,9"],
        ["2025", "3.871", "100"],
    ]
    assert unicodedata.is_normalized("NFC", repr(article))
    paragraphs = [block.html for block in article.blocks if isinstance(block, Paragraph)]
    assert not any(html != html.strip() or not html for html in paragraphs)
    assert codes(article) == []


def test_the_article_in_an_old_font_comes_out_as_unicode() -> None:
    article = read_docx(sample("ttyt-vn-2026-11-tcvn3.docx"))
    assert article.title == "Không hẹn lại lần hai: kỷ cương bắt đầu từ tờ phiếu hẹn"
    assert article.byline == "Hồ Thị Thu Vân"
    assert article.sapo == ""
    assert article.blocks[1] == Paragraph(
        "Người dân được phục vụ theo số thứ tự, kết quả được báo qua tin nhắn. Trong hai tuần đầu, tỷ lệ hồ sơ phải bổ sung giảm "
        "từ 17% còn 6%."
    )
    assert codes(article) == [WarningCode.LEGACY_FONT, WarningCode.SAPO_MISSING]


@pytest.mark.parametrize("name", FILES[:3])
def test_a_decomposed_twin_gives_the_very_same_article(name: str) -> None:
    composed = read_docx(sample(name))
    assert read_docx(decomposed(sample(name))) == composed
