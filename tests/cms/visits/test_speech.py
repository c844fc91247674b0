"""What a voice is given to read: every case is a piece of text as units write it, and how a person would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import clean_line
from cms.visits.reading_aloud import elements_in
from cms.visits.speech import LONGEST, Speaker

SPEAKER = Speaker.of({"NLĐ": "người lao động", "TTYT": "nhầm"})

CASES = {
    # Abbreviations
    "CCHC tại UBND tỉnh": "cải cách hành chính tại ủy ban nhân dân tỉnh",
    "BHYT, TTYT và BVĐK": "bảo hiểm y tế, trung tâm y tế và bệnh viện đa khoa",
    "DVCTT": "dịch vụ công trực tuyến",
    "PAR Index tăng": "chỉ số cải cách hành chính tăng",
    "cải cách hành chính (CCHC) ở xã": "cải cách hành chính ở xã",
    "CCHC (cải cách hành chính) ở xã": "cải cách hành chính ở xã",
    "CCHC (bước 2) ở xã": "cải cách hành chính (bước 2) ở xã",
    "Quyền của NLĐ.": "Quyền của người lao động.",
    "CCHCX và xCCHC": "CCHCX và xCCHC",
    "PGS.TS. Nguyễn An": "Phó giáo sư, tiến sĩ Nguyễn An",
    "gặp ThS. Bình ở TP. Nha Trang": "gặp thạc sĩ Bình ở thành phố Nha Trang",
    "gặp BS.CKII Cường": "gặp bác sĩ chuyên khoa hai Cường",
    "sốt, ho, v.v.": "sốt, ho, vân vân.",
    "phòng COVID-19": "phòng cô vít mười chín",
    # Codes of documents
    "Kế hoạch 12/KH-SYT": "Kế hoạch số 12, K H S Y T",
    "Kế hoạch số 12/KH-SYT": "Kế hoạch số 12, K H S Y T",
    "Số: 07/KH-SYT": "Số 7, K H S Y T",
    "Nghị định 61/2018/NĐ-CP": "Nghị định số 61 năm 2018, N Đ C P",
    "Nghị quyết 18-NQ/TW": "Nghị quyết số 18, N Q T W",
    "Luật 126/2025/QH15": "Luật số 126 năm 2025, Q H 15",
    "1667/NQ-UBTVQH15": "số 1667, N Q U B T V Q H 15",
    "12823/CTr-UBND": "số 12823, C T R U B N D",
    # Dates
    "Ngày 29/11/2026": "Ngày 29 tháng 11 năm 2026",
    "họp 05/01/2026.": "họp ngày 5 tháng 1 năm 2026.",
    "họp 05-01-2026": "họp ngày 5 tháng 1 năm 2026",
    "họp 05.01.2026": "họp ngày 5 tháng 1 năm 2026",
    "31/02/2026": "31/02/2026",
    "từ 01/11/2026–30/11/2026": "từ ngày 1 tháng 11 năm 2026 đến ngày 30 tháng 11 năm 2026",
    "ngày 20-21/11/2026": "từ ngày 20 đến ngày 21 tháng 11 năm 2026",
    "sáng 3/4": "sáng ngày 3 tháng 4",
    "ngày 30/4": "ngày 30 tháng 4",
    "tháng 7/2026": "tháng 7 năm 2026",
    "11/2026": "tháng 11 năm 2026",
    "quý III/2026": "quý 3 năm 2026",
    "khóa XV": "khóa 15",
    "giai đoạn 2021–2030": "giai đoạn 2021 đến 2030",
    # Times
    "7h30": "7 giờ 30 phút",
    "07h00": "7 giờ",
    "13h": "13 giờ",
    "7g15": "7 giờ 15 phút",
    "07:45": "7 giờ 45 phút",
    "7h30-11h30": "7 giờ 30 phút đến 11 giờ 30 phút",
    "8 giờ 30 phút": "8 giờ 30 phút",
    "25h30": "25h30",
    "tỷ lệ 1:10": "tỷ lệ 1:10",
    # Numbers, shares, money
    "1.204 lượt": "1204 lượt",
    "12.345.678 đồng": "12345678 đồng",
    "1.5 lần": "1.5 lần",
    "87,5%": "87 phẩy 5 phần trăm",
    "1.204,5 tấn": "1204 phẩy 5 tấn",
    "10–15%": "10 đến 15 phần trăm",
    "253.000đ": "253000 đồng",
    "253.000 ₫/người": "253000 đồng mỗi người",
    "2,5 triệu đ": "2 phẩy 5 triệu đồng",
    "3/4 số dân": "3 trên 4 số dân",
    "12/15 đơn vị": "12 trên 15 đơn vị",
    "≥ 60 tuổi": "lớn hơn hoặc bằng 60 tuổi",
    # Units
    "60 km/h": "60 ki lô mét một giờ",
    "500mg x 2 lần/ngày": "500 mi li gam x 2 lần mỗi ngày",
    "37,5°C": "37 phẩy 5 độ C",
    "20 km2": "20 ki lô mét vuông",
    "120 mmHg": "120 mi li mét thủy ngân",
    "10 g muối": "10 gam muối",
    "vitamin B12": "vitamin B12",
    # Telephones
    "gọi 0912345678": "gọi 0 9 1 2, 3 4 5, 6 7 8",
    "gọi 0258.3822.123": "gọi 0 2 5 8, 3 8 2 2, 1 2 3",
    "gọi +84 912 345 678": "gọi cộng 8 4, 9 1 2, 3 4 5, 6 7 8",
    "gọi 1900 9095": "gọi 1 9 0 0, 9 0 9 5",
    "gọi 115": "gọi 115",
    # Addresses and signs
    "xem https://syt.vn/a?b=1.": "xem đường dẫn trên trang.",
    "thư an@syt.vn nhé": "thư an a còng syt chấm vn nhé",
    "và/hoặc": "và, hoặc",
    "Mẹ & bé": "Mẹ và bé",
    "": "",
}


@pytest.mark.parametrize("written", CASES)
def test_text_is_spoken_as_a_person_would_say_it(written):
    assert SPEAKER.speak(written) == CASES[written]


def test_a_text_is_cut_into_sentences_but_not_behind_a_title_or_inside_a_number():
    text = "PGS.TS. An nói: “Có 1.204 lượt.” CCHC là việc chung! BS. Bình về lúc 7h30. Thế à?"
    assert SPEAKER.sentences(text) == [
        "Phó giáo sư, tiến sĩ An nói: “Có 1204 lượt.",
        "cải cách hành chính là việc chung!",
        "Bác sĩ Bình về lúc 7 giờ 30 phút.",
        "Thế à?",
    ]


def test_what_holds_no_word_is_no_sentence():
    assert SPEAKER.sentences(" … – ! ") == []


def test_a_sentence_without_end_is_cut_where_one_breathes():
    parts = SPEAKER.sentences("Một câu rất dài, " * 40)
    assert len(parts) > 1
    assert all(len(part) <= LONGEST for part in parts)
    assert all(part.endswith(",") for part in parts)


@given(st.text(max_size=400))
def test_any_text_can_be_spoken_and_loses_no_whole_word_of_plain_letters(text):
    for part in SPEAKER.sentences(text):
        assert part == part.strip()
        assert part


@given(st.lists(st.sampled_from(["người", "dân", "chờ", "ít", "hơn"]), min_size=1, max_size=80))
def test_plain_words_stay_as_they_are_and_in_their_order(words):
    line = " ".join(words)
    assert " ".join(SPEAKER.sentences(line)) == clean_line(line)


def test_elements_are_numbered_as_the_page_has_them_and_captions_are_silent():
    html = """<p>Một <b>hai</b>&nbsp;ba.</p><ul><li>Việc <p>trong</p></li><li></li></ul>
    <figure><blockquote><p>Lời nói.</p></blockquote><figcaption>Tên <p>ai</p></figcaption></figure>
    <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><script>x</script>"""
    assert elements_in(html) == [
        (0, "Một hai ba."),
        (1, "Việc"),
        (2, "trong"),
        (4, "Lời nói."),
        (6, "A, B"),
        (7, "1, 2"),
    ]
