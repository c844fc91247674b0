"""Numbers of people and names beside diagnoses: what is found, what is left alone, and that it is shown masked."""

from __future__ import annotations

import unicodedata

import pytest

from submissions.checks.rules import Level, mask
from tests.submissions.checks.drafts import codes, found, of

PERSONAL = {"citizen_id", "insurance_number", "mobile_phone", "name_with_diagnosis"}


def personal(text: str) -> list[str]:
    return [code for code in codes(text) if code in PERSONAL]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Số CCCD 056085001234 của anh.", "citizen_id"),
        ("Mang theo 058 199 001 234 khi đến.", "citizen_id"),
        ("số định danh 056.085.001.234", "citizen_id"),
        ("số định danh 056-085-001-234", "citizen_id"),
        ("số định danh ０５６０８５００１２３４", "citizen_id"),
        ("CMND số 225 123 456 cấp năm 2010", "citizen_id"),
        ("BHYT số ٧٩١٢٣٤٥٦٧٨", "insurance_number"),
        ("gọi 09٠٥١٢٣٤٥٦", "mobile_phone"),
        ("thẻ DN4565612345678.", "insurance_number"),
        ("thẻ dn 4 56 56 123 45678", "insurance_number"),
        ("Mã thẻ BHYT: 5620123456", "insurance_number"),
        ("số bảo hiểm xã hội 0123456789", "insurance_number"),
        ("gọi +84 905 123 456", "mobile_phone"),
        ("gọi 0905.123.456 nhé", "mobile_phone"),
        ("Zalo: 0358123456", "mobile_phone"),
        ("(+84) 78 123 4567", "mobile_phone"),
        ("0084905123456", "mobile_phone"),
        ("Anh Nguyễn Văn An bị ung thư dạ dày.", "name_with_diagnosis"),
        ("Bà Cao Thị Nìm mắc bệnh lao đã hai năm.", "name_with_diagnosis"),
        ("Bệnh nhân Mấu Hương nhiễm HIV.", "name_with_diagnosis"),
        ("BỆNH NHÂN NGUYỄN THỊ HOA DƯƠNG TÍNH", "name_with_diagnosis"),
        ("Cháu Trần Lê Hoà Bình được chẩn đoán viêm phổi.", "name_with_diagnosis"),
    ],
)
def test_personal_data_warns_also_decomposed(text: str, code: str) -> None:
    assert personal(text) == [code]
    assert personal(unicodedata.normalize("NFD", text)) == [code]
    assert {finding.level for finding in found(text) if finding.code == code} == {Level.WARNS}


@pytest.mark.parametrize(
    "text",
    [
        "Số hồ sơ 999085001234 đã xong.",
        "Chi 1.056.085.001.234 đồng cho cả năm.",
        "Công văn 056085001234/SYT-TCHC.",
        "Gọi 0258 3822 115 hoặc (0259) 3822660.",
        "Tổng đài 19009095 và 115, 1800 1234.",
        "Số cũ 0120 1234567, số thiếu 090512345.",
        "Đường dây nóng của Sở: 0905 123 456.",
        "Hotline: 0905.123.456",
        "Từ 01/07/2025 đến 30/06/2026, 12.500 lượt.",
        "Bác sĩ Nguyễn Văn An điều trị ung thư đã mười năm.",
        "BSCKII. Trần Thị Bình nói về sốt xuất huyết.",
        "Ông Trần Văn Bình, Giám đốc Bệnh viện Ung bướu, nói về ung thư.",
        "Chị Hương, 30 tuổi, mắc bệnh lao.",
        "Anh Nguyễn Văn An nộp hồ sơ rất nhanh. Khoa có người bị ung thư.",
        "Anh Nguyễn Văn An nộp hồ sơ ở Bệnh viện Ung bướu.",
        "Trẻ em ở Lâm Đồng, Hà Nội được tiêm phòng sởi.",
        "Chị Nguyễn Thị Hoa, nhân viên phòng khám, tuyên truyền về sốt xuất huyết.",
    ],
)
def test_public_numbers_other_numbers_and_people_who_treat_are_left_alone(text: str) -> None:
    assert personal(text) == []


def test_what_is_found_is_shown_masked_and_no_other_finding_shows_it() -> None:
    text = "Anh Nguyễn Văn An, CCCD 056085001234, ĐT 0905 123 456, thẻ DN 4 56 56 12345678 bị ung thư, CCHC chậm trễ."
    said = found(text)
    assert {finding.code for finding in said} >= PERSONAL
    for finding in said:
        for secret in ("056085001234", "0905 123 456", "12345678", "85001"):
            assert secret not in f"{finding.passage} {finding.params}", finding
    for finding in said:
        if finding.code == "name_with_diagnosis":
            assert "N.V.A" in finding.passage
            assert "Nguyễn Văn An" not in finding.passage


def test_masks_keep_enough_to_recognise_a_number_by() -> None:
    assert mask("056085001234") == "056********4"
    assert mask("0905 123.456") == "090******6"
    assert mask("DN 4 56 56 12345678") == "DN4***********8"[: len("DN4565612345678")]


def test_captions_are_read_too() -> None:
    (finding,) = of("mobile_phone", "Nội dung.", sapo="Gọi 0905123456.")
    assert (finding.field, finding.block_id) == ("sapo", "")
