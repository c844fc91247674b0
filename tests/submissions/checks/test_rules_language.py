"""Names, abbreviations, documents, readability, claims: Vietnamese examples on both sides of each rule."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from submissions.checks.rules import Level, Lists, delicate_words
from tests.submissions.checks.drafts import LISTS, a_draft, codes, of


@pytest.mark.parametrize(
    ("text", "written", "right"),
    [
        ("Theo Sở y tế, số hồ sơ tăng.", "Sở y tế", "Sở Y tế"),
        ("Theo Sở Y Tế, số hồ sơ tăng.", "Sở Y Tế", "Sở Y tế"),
        ("Ủy ban Nhân dân tỉnh vừa họp.", "Ủy ban Nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Uỷ Ban nhân dân tỉnh vừa họp.", "Uỷ Ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Tại Trung tâm y tế Vạn Ninh có mới.", "Trung tâm y tế Vạn Ninh", "Trung tâm Y tế Vạn Ninh"),
        (
            "Trung tâm Y tế dự phòng tỉnh Khánh Hoà phun thuốc.",
            "Trung tâm Y tế dự phòng tỉnh Khánh Hoà",
            "Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hòa",
        ),
        ("Gọi trung tâm phòng dịch ngay.", "trung tâm phòng dịch", "Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hòa"),
    ],
)
def test_a_name_in_another_form_is_told_once_with_the_right_one(text: str, written: str, right: str) -> None:
    for form in (f"{text} {text}", unicodedata.normalize("NFD", text)):
        (finding,) = of("name_spelling", form)
        assert (finding.params["written"], finding.params["right"], finding.level) == (written, right, Level.WARNS)
        assert written in finding.passage


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế và Uỷ ban nhân dân tỉnh (dấu đặt kiểu mới).",
        "Các sở y tế trong vùng đều làm.",
        "SỞ Y TẾ",
        "Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hoà",
        "Sở Ytế",
        "Cơ sở y tế tư nhân",
    ],
)
def test_right_names_headings_and_common_nouns_are_left_alone(text: str) -> None:
    assert "name_spelling" not in codes(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bà con ở huyện Vạn Ninh đến sớm.", ["huyện Vạn Ninh"]),
        ("Trạm ở TP. Nha Trang và thị xã Ninh Hòa.", ["TP. Nha Trang", "thị xã Ninh Hòa"]),
        ("Người dân tỉnh Ninh Thuận.", ["tỉnh Ninh Thuận"]),
        ("Bà con huyện Vạn Ninh cũ đến sớm.", []),
        ("Xã Vạn Thắng (trước đây thuộc huyện Vạn Ninh).", []),
        ("Trung tâm Y tế huyện Khánh Sơn tiếp nhận.", []),
        ("Từ TP. Hồ Chí Minh đến phường Nha Trang, xã Vạn Ninh.", []),
        ("Một huyện miền núi, quận nội thành.", []),
    ],
)
def test_districts_that_ended_are_told_unless_said_to_be_old(text: str, told: list[str]) -> None:
    assert [finding.params["written"] for finding in of("old_place", text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Công tác CCHC tốt. CCHC mãi mãi.", ["CCHC"]),
        ("Công tác cải cách hành chính (CCHC) tốt. CCHC mãi.", []),
        ("Chỉ số KPI (chỉ số đo lường công việc) tăng; KPI tốt.", []),
        ("Làm cải cách hành chính, rồi CCHC nữa.", []),
        ("Cải cách hành chính (sau đây gọi tắt là CCHC) và XYZ.", ["XYZ"]),
        ("Thẻ BHYT, mã QRX.", ["QRX"]),
        ("Quý III, chương XIV, 05/BC-SYT, COVID-19, H.A.N viết.", []),
        ("SỞ Y TẾ TỔ CHỨC HỘI NGHỊ CCHC CẤP TỈNH", []),
        ("BVĐK tỉnh mở cửa.", ["BVĐK"]),
    ],
)
def test_an_abbreviation_is_explained_at_its_first_use_or_told_once(text: str, told: list[str]) -> None:
    said = [finding for code in ("abbreviation", "abbreviation_known") for finding in of(code, text)]
    assert [finding.params["short"] for finding in said] == told
    assert {finding.level for finding in said} <= {Level.NOTES}


def test_an_explanation_in_an_earlier_paragraph_holds_and_the_known_long_form_is_offered() -> None:
    assert "abbreviation_known" not in codes("Về cải cách hành chính.", "CCHC là việc chung.")
    (finding,) = of("abbreviation_known", "CCHC là việc chung.")
    assert finding.params["long"] == "cải cách hành chính"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("theo Nghị định 42/2022/NĐ-CP của Chính phủ", ["42/2022/NĐ-CP"]),
        ("theo Nghị định số 42/2022 và NĐ 42/2022/NĐ-CP", ["42/2022/NĐ-CP"]),
        ("THEO NGHỊ ĐỊNH SỐ 042/2022/NĐ–CP", ["42/2022/NĐ-CP"]),
        ("căn cứ Luật Báo chí 2016", ["103/2016/QH13"]),
        ("căn cứ Luật số 103/2016/QH13", ["103/2016/QH13"]),
        ("theo Quyết định 42/2022 của Sở", []),
        ("số 42/2022/QĐ-UBND", []),
        ("tỷ lệ 42/2022 hồ sơ", []),
        ("Nghị định 224/2026/NĐ-CP thay thế Nghị định 42/2022/NĐ-CP", []),
        ("Nghị định 42/2022/NĐ-CP đã hết hiệu lực", []),
        ("theo Nghị định 18/2014/NĐ-CP", []),
    ],
)
def test_documents_that_ceased_are_told_once_unless_the_text_says_so(text: str, numbers: list[str]) -> None:
    said = [finding for code in ("document_replaced", "document_ceased") for finding in of(code, text)]
    assert [finding.params["number"] for finding in said] == numbers


def test_a_document_ceases_on_its_day_and_not_before() -> None:
    text = "theo Nghị định 42/2022/NĐ-CP"
    assert of("document_replaced", text, lists=replace(LISTS, today=date(2026, 7, 1)))
    assert not of("document_replaced", text, lists=replace(LISTS, today=date(2026, 6, 30)))
    (finding,) = of("document_replaced", text)
    assert (finding.params["day"], finding.params["replaced_by"]) == ("01/07/2026", "Nghị định 224/2026/NĐ-CP")


@pytest.mark.parametrize(
    ("text", "claims", "critical"),
    [
        ("Thuốc chữa khỏi bệnh gan.", 1, 0),
        ("ĐIỀU TRỊ DỨT ĐIỂM đau khớp, hiệu quả 100 %.", 2, 0),
        ("Thần dược cho mọi nhà, không tác dụng phụ.", 2, 0),
        ("Không có thuốc nào chữa khỏi hoàn toàn.", 0, 0),
        ("Đừng tin vào thần dược.", 0, 0),
        ("100% hồ sơ đúng hạn.", 0, 0),
        ("Sở chấn chỉnh tình trạng chậm trễ.", 0, 2),
        ("Công tác này còn hạn chế, yếu kém.", 0, 2),
        ("Báo cáo phê phán một số tồn tại.", 0, 2),
        ("Không để chậm trễ hồ sơ.", 0, 0),
        ("Nhằm hạn chế tiếp xúc, hạn chế đi lại.", 0, 0),
        ("Bỏ tiền vào phong bì thư.", 0, 0),
        ("Khoa còn nhiều việc; hạn chế. Trong năm, hồ sơ ít hơn.", 0, 0),
        ("Tiêm an toàn 100 ca trong ngày.", 0, 0),
        ("Tiêm an toàn, hiệu quả 100%.", 1, 0),
        ("Vi phạm quy định bị XỬ LÝ; vi phạm đạo đức bị xử lí.", 0, 3),
        (unicodedata.normalize("NFD", "Sở phê phán."), 0, 1),
    ],
)
def test_claims_and_criticism_ask_for_a_second_reviewer(text: str, claims: int, critical: int) -> None:
    found = list(delicate_words(a_draft(text), LISTS))
    said = [finding.code for finding in found]
    assert (said.count("medical_claim"), said.count("critical_piece")) == (claims, critical)
    assert all(finding.level == Level.WARNS for finding in found)


def test_long_sentences_are_told_by_their_share_and_long_paragraphs_by_themselves() -> None:
    long, short = "Chữ " * 45 + "hết.", "Câu này ngắn."
    (finding,) = of("long_sentences", f"{long} {short} {short} {long}")
    assert finding.params == {"share": 40, "limit": 40, "longest": 46}
    assert not of("long_sentences", " ".join([long, *[short] * 9]))
    assert not of("long_sentences", long), "one sentence has no share"
    assert len(of("long_paragraph", *["Câu này ngắn. " * 60] * 5)) == 3
    assert not of("long_paragraph", "Câu này ngắn. " * 49)


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ("Thực hiện Kế hoạch số 05/KH-SYT, đơn vị đã họp.", True),
        ("Căn cứ Công văn số 12 của Sở, đơn vị đã họp.", True),
        ("Sáng ngày 05/11/2026, tại hội trường, đơn vị đã họp.", True),
        ("Trong ngày 5.11, tại phường Nha Trang, có họp.", True),
        ("Bảy giờ sáng, chị Hà đã bật máy.", False),
        ("Theo chị Hà, hồ sơ đã giảm một nửa.", False),
    ],
)
def test_an_opening_like_a_report_is_told(opening: str, told: bool) -> None:
    assert bool(of("report_opening", opening)) is told
    assert not of("report_opening", "Chị Hà bật máy.", opening), "only the beginning counts"


def test_capitals_are_told_where_they_are_shouted() -> None:
    assert [finding.field for finding in of("capitals", "Nội dung.", title="HỘI NGHỊ TỔNG KẾT NĂM")] == ["title"]
    assert of("capitals", "Đọc kỹ: KHÔNG ĐƯỢC CHẬM HỒ SƠ NÀO.")
    assert not of("capitals", "UBND, HĐND và TTYT cùng làm.", title="Thẻ BHYT")


def test_other_languages_are_spared_the_rules_of_vietnamese() -> None:
    text = "The CCHC programme in huyện Vạn Ninh, says Sở y tế. Call 0905123456."
    assert codes(text, language="en") == ["mobile_phone"]


def test_empty_lists_find_nothing_and_break_nothing() -> None:
    assert codes("Sở y tế nói về XY.", lists=Lists()) == ["abbreviation"]
