"""Which paragraph is the headline, the sapo, the byline, and what stood above them all."""

from __future__ import annotations

from typing import Any

import pytest

from submissions.intake.docx import Heading, Paragraph, WarningCode, WordArticle, read_docx
from submissions.intake.docx.recase import recase
from tests.submissions.intake.word_files import AUTHOR, BODY, SAPO, TITLE, Word, article


def codes(read: WordArticle) -> list[WarningCode]:
    return [warning.code for warning in read.warnings]


def test_an_ordinary_article_needs_no_notice() -> None:
    read = read_docx(article())
    assert (read.title, read.sapo, read.byline) == (TITLE, SAPO, AUTHOR)
    assert read.blocks == [Paragraph(BODY[0]), Paragraph(BODY[1])]
    assert read.warnings == []


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
def test_a_headline_by_style_is_one_whatever_it_looks_like(style: str) -> None:
    word = Word()
    word.line(TITLE, style=style)
    word.line(BODY[0])
    word.line("Phần sau", style="Heading 1")
    word.line(BODY[1])
    read = read_docx(word.save())
    assert read.title == TITLE
    assert Heading("Phần sau", 2) in read.blocks


def test_a_style_in_the_middle_of_the_text_does_not_make_a_headline() -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center")
    word.line(BODY[0])
    word.line("Phần sau", style="Heading 1")
    word.line(BODY[1])
    assert read_docx(word.save()).title == TITLE


def test_a_file_of_running_text_alone_has_no_headline_and_says_so() -> None:
    word = Word()
    word.line(" ".join(BODY))
    word.line(BODY[1])
    read = read_docx(word.save())
    assert (read.title, read.sapo, read.byline) == ("", "", "")
    assert codes(read) == [WarningCode.TITLE_MISSING, WarningCode.SAPO_MISSING, WarningCode.BYLINE_MISSING]
    assert len(read.blocks) == 2


def test_a_headline_in_capitals_over_two_lines_is_one() -> None:
    word = Word()
    word.line("MỘT NGÀY Ở BÀN HƯỚNG DẪN", bold=True, align="center")
    word.line("DỊCH VỤ CÔNG TRỰC TUYẾN", bold=True, align="center")
    word.line(BODY[0])
    word.line(BODY[1])
    assert read_docx(word.save()).title == TITLE


def test_an_article_without_a_marked_sapo_keeps_its_first_paragraph() -> None:
    read = read_docx(article(sapo=""))
    assert read.sapo == ""
    assert codes(read) == [WarningCode.SAPO_MISSING]
    assert read.blocks[0] == Paragraph(BODY[0])


@pytest.mark.parametrize(
    "look", [{"bold": True}, {"italic": True}, {"bold": True, "italic": True}, {"style": "Subtitle"}]
)
def test_a_marked_paragraph_below_the_headline_is_the_sapo(look: dict[str, Any]) -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center")
    word.line(SAPO, **look)
    word.line(BODY[0])
    assert read_docx(word.save()).sapo == SAPO


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Tin, ảnh: Nguyễn Hoài An", "Nguyễn Hoài An"),
        ("Tin: Nguyễn Hoài An", "Nguyễn Hoài An"),
        ("Bài và ảnh : Nguyễn Hoài An.", "Nguyễn Hoài An"),
        ("(Tin, ảnh: Nguyễn Hoài An)", "Nguyễn Hoài An"),
        ("Tác giả: Nguyễn Hoài An, Trần Văn Bình", "Nguyễn Hoài An, Trần Văn Bình"),
        ("Thực hiện: Nguyễn Hoài An – TTYT Cam Lâm", "Nguyễn Hoài An"),
        ("Bài: BS. CKI Nguyễn Hoài An (Khoa Dược)", "Nguyễn Hoài An"),
        ("Bài: NGUYỄN HOÀI AN – Ảnh: ĐỨC THỊNH", "Nguyễn Hoài An"),
        ("Nguyễn Hoài An", "Nguyễn Hoài An"),
        ("Hoài An - Đức Thịnh", "Hoài An - Đức Thịnh"),
        ("H.A", "H.A"),
        ("Cao Thị Nìm", "Cao Thị Nìm"),
        ("Y Ksor", "Y Ksor"),
        ("Tin: Phòng Công tác xã hội", "Phòng Công tác xã hội"),
    ],
)
def test_a_byline_gives_the_names_alone_and_leaves_the_text(line: str, byline: str) -> None:
    read = read_docx(article(byline=line))
    assert read.byline == byline
    assert len(read.blocks) == 2


def test_a_byline_of_several_lines_is_read_whole() -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center")
    word.line(BODY[0])
    word.line("Bài: Nguyễn Hoài An", bold=True, align="right")
    word.line("Ảnh: Đức Thịnh", bold=True, align="right")
    read = read_docx(word.save())
    assert read.byline == "Nguyễn Hoài An"
    assert len(read.blocks) == 1


def test_a_unit_below_the_name_goes_with_it() -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center")
    word.line(BODY[0])
    word.line("Nguyễn Hoài An", bold=True, align="right")
    word.line("Khoa Dược, Trung tâm Y tế Cam Lâm", bold=True, align="right")
    read = read_docx(word.save())
    assert read.byline == "Nguyễn Hoài An"
    assert len(read.blocks) == 1


def test_an_author_named_below_the_headline_is_found() -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center")
    word.line("Tác giả: Nguyễn Hoài An", italic=True)
    word.line(BODY[0])
    word.line(BODY[1])
    assert read_docx(word.save()).byline == "Nguyễn Hoài An"


@pytest.mark.parametrize(
    "last", ["Người dân rất hài lòng.", "Trả lời: Được.", "Mọi ý kiến xin gửi về số 0258 3822 115"]
)
def test_a_last_sentence_is_no_byline(last: str) -> None:
    read = read_docx(article(body=(*BODY, last), byline=""))
    assert read.byline == ""
    assert read.blocks[-1] == Paragraph(last)


def test_a_letterhead_is_left_out_with_its_words_in_the_notice() -> None:
    word = Word()
    table = word.document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "SỞ Y TẾ KHÁNH HÒA\nTRUNG TÂM Y TẾ CAM LÂM"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc"
    word.line("Số: 12/TTYT-TCHC")
    word.line("Cam Lâm, ngày 05 tháng 11 năm 2026", italic=True, align="right")
    word.line("TIN BÀI TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", bold=True, align="center")
    word.line(TITLE, bold=True, align="center")
    word.line(SAPO, bold=True)
    word.line(BODY[0])
    read = read_docx(word.save())
    assert (read.title, read.sapo) == (TITLE, SAPO)
    (notice,) = [warning for warning in read.warnings if warning.code == WarningCode.LETTERHEAD_REMOVED]
    assert "CỘNG HÒA" in str(notice.params["text"])
    assert "CỘNG HÒA" not in repr(read.blocks)


def test_a_letterhead_of_two_lines_is_left_out_and_a_headline_about_the_department_is_not() -> None:
    word = Word()
    word.line("SỞ Y TẾ KHÁNH HÒA", align="center")
    word.line("TRUNG TÂM Y TẾ CAM LÂM", bold=True, align="center")
    word.line(TITLE, bold=True, align="center")
    word.line(BODY[0])
    assert read_docx(word.save()).title == TITLE
    read = read_docx(article(title="SỞ Y TẾ KHÁNH HÒA BAN HÀNH KẾ HOẠCH NĂM 2026"))
    assert read.title == "Sở Y tế Khánh Hòa ban hành kế hoạch năm 2026"
    assert codes(read) == [WarningCode.TITLE_RECASED]


def test_the_notice_of_a_recased_title_shows_both_forms() -> None:
    read = read_docx(article(title="MỘT NGÀY Ở TRẠM Y TẾ XÃ KHÁNH SƠN CÙNG CHỊ HƯƠNG"))
    (notice,) = read.warnings
    assert read.title == "Một ngày ở trạm y tế xã Khánh Sơn cùng chị Hương"
    assert notice.params["typed"] == "MỘT NGÀY Ở TRẠM Y TẾ XÃ KHÁNH SƠN CÙNG CHỊ HƯƠNG"
    assert notice.params["title"] == read.title


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("KHÁM BỆNH BẰNG VNEID: NGƯỜI DÂN BỚT CHỜ", "Khám bệnh bằng VNeID: người dân bớt chờ"),
        ("NIÊM YẾT THỦ TỤC BẰNG MÃ QR TẠI 100% KHOA, PHÒNG", "Niêm yết thủ tục bằng mã QR tại 100% khoa, phòng"),
        ("GIAO BAN QUÝ III: 31/33 ĐƠN VỊ GỬI BÀI", "Giao ban quý III: 31/33 đơn vị gửi bài"),
        ("SỞ Y TẾ PHÂN TÍCH 6 TIÊU CHÍ PAR INDEX", "Sở Y tế phân tích 6 tiêu chí PAR Index"),
        ("VÌ SAO 17% HỒ SƠ PHẢI BỔ SUNG? CẦN LÀM GÌ", "Vì sao 17% hồ sơ phải bổ sung? Cần làm gì"),
        ("NGƯỜI GIỮ NHỊP “ĐÚNG HẸN” Ở BỘ PHẬN TIẾP NHẬN", "Người giữ nhịp “đúng hẹn” ở bộ phận tiếp nhận"),
        ("THI ĐUA “MỖI KHOA, PHÒNG MỘT CẢI TIẾN”", "Thi đua “Mỗi khoa, phòng một cải tiến”"),
        ("“BỚT GIẤY” Ở VÙNG CAO", "“Bớt giấy” ở vùng cao"),
        ("PHÒNG, CHỐNG COVID-19 VÀ HIV Ở TTYT", "Phòng, chống COVID-19 và HIV ở TTYT"),
        ("HÀNH VI VI PHẠM BỊ XỬ LÝ", "Hành vi vi phạm bị xử lý"),
        ("INFOGRAPHIC: 5 BƯỚC NỘP HỒ SƠ ONLINE", "Infographic: 5 bước nộp hồ sơ online"),
        ("VNEID THAY THẺ BHYT", "VNeID thay thẻ BHYT"),
        ("KHÁNH HOÀ ĐỔI MỚI", "Khánh Hoà đổi mới"),
        ("HỎI – ĐÁP: MẤT GIẤY RA VIỆN, XIN CẤP LẠI Ở ĐÂU?", "Hỏi – đáp: Mất giấy ra viện, xin cấp lại ở đâu?"),
        ("HEALTH SECTOR PUTS ALL PROCEDURES ONLINE", "Health sector puts all procedures online"),
    ],
)
def test_a_headline_in_capitals_gets_the_capitals_of_an_editor(typed: str, expected: str) -> None:
    assert recase(typed, body=[]) == expected


@pytest.mark.parametrize(
    ("typed", "body", "expected"),
    [
        (
            "CHỊ NGỌC HÀ VÀ BẢNG BA MÀU",
            "Đó là chị Lê Thị Ngọc Hà, viên chức của trung tâm.",
            "Chị Ngọc Hà và bảng ba màu",
        ),
        ("ĐỒNG BÀO RAGLAI KHÁM BỆNH", "Nhiều đồng bào Raglai đã đến.", "Đồng bào Raglai khám bệnh"),
        ("ĐĂNG KÝ KHÁM BỆNH TẠI NHÀ", "Bà đến cửa khoa Khám bệnh để đăng ký khám.", "Đăng ký khám bệnh tại nhà"),
        ("TÁM GIỜ Ở KHOA KHÁM BỆNH", "Bà đến cửa khoa Khám bệnh từ sớm.", "Tám giờ ở khoa Khám bệnh"),
        ("KHOA HỌC VÀ ĐỜI SỐNG", "Đó là bác sĩ Trần Văn Học ở xã.", "Khoa học và đời sống"),
        ("ỨNG DỤNG PACS TRONG CHẨN ĐOÁN", "Bệnh viện dùng PACS từ năm ngoái.", "Ứng dụng PACS trong chẩn đoán"),
    ],
)
def test_the_article_itself_tells_which_words_are_names(typed: str, body: str, expected: str) -> None:
    assert recase(typed, body=[body]) == expected


def test_names_that_the_caller_knows_keep_their_capitals() -> None:
    typed = "BỆNH VIỆN ĐA KHOA TỈNH KHÁNH HÒA THÊM QUẦY TỰ ĐĂNG KÝ"
    names = ["Bệnh viện Đa khoa tỉnh Khánh Hòa"]
    assert recase(typed, body=[], names=names) == "Bệnh viện Đa khoa tỉnh Khánh Hòa thêm quầy tự đăng ký"
    word = Word()
    word.line("Trung tâm Y tế Cam Lâm", bold=True, align="center")
    word.line(TITLE, bold=True, align="center")
    word.line(BODY[0])
    assert read_docx(word.save(), names=["Trung tâm Y tế Cam Lâm"]).title == TITLE


def test_the_place_in_a_unit_s_name_is_a_name_by_itself() -> None:
    names = ["Trung tâm Y tế Bác Ái", "Chi cục An toàn vệ sinh thực phẩm"]
    assert recase("NGƯỜI CAO TUỔI BÁC ÁI ĐƯỢC CẤP THẺ", body=[], names=names) == "Người cao tuổi Bác Ái được cấp thẻ"
