from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import LegacyEncoding, LegacyFont, detect_encoding, font_encoding, repair_legacy, to_unicode
from cms.core.text.legacy import _TCVN3, _VNI
from cms.core.text.marks import VIETNAMESE_LETTERS
from tests.cms.core.text_strategies import any_texts, vietnamese_texts

TCVN3, VNI = LegacyEncoding.TCVN3, LegacyEncoding.VNI

SAMPLES = [
    (TCVN3, "Së Y tÕ Kh¸nh Hßa", "Sở Y tế Khánh Hòa"),
    (TCVN3, "c¶i c¸ch hµnh chÝnh", "cải cách hành chính"),
    (TCVN3, "ng\u00adêi d©n ®\u00adîc phôc vô", "người dân được phục vụ"),
    (
        TCVN3,
        "Kh«ng hÑn l¹i lÇn hai: kû c\u00ad¬ng b¾t ®Çu tõ tê phiÕu hÑn",
        "Không hẹn lại lần hai: kỷ cương bắt đầu từ tờ phiếu hẹn",
    ),
    (TCVN3, "§Èy m¹nh ¦u ®·i ¡n uèng ¤n ®Þnh Ên ®Þnh", "Đẩy mạnh Ưu đãi Ăn uống Ôn định ấn định"),
    (VNI, "Sôû Y teá Khaùnh Hoøa", "Sở Y tế Khánh Hòa"),
    (VNI, "caûi caùch haønh chính", "cải cách hành chính"),
    (VNI, "ngöôøi daân ñöôïc", "người dân được"),
    (VNI, "BEÄNH VIEÄN ÑA KHOA TÆNH", "BỆNH VIỆN ĐA KHOA TỈNH"),
    (VNI, "UÛy ban nhaân daân tænh kyù keát", "Ủy ban nhân dân tỉnh ký kết"),
]

ALL_TCVN3 = "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ ăâêôơưđ ĂÂÊÔƠƯĐ"


@pytest.mark.parametrize(("encoding", "seen", "meant"), SAMPLES)
def test_legacy_text_is_recognised_by_its_spelling_and_converted(encoding, seen, meant):
    assert to_unicode(seen, encoding) == meant
    assert detect_encoding(seen) == encoding
    assert repair_legacy(seen).text == meant
    assert repair_legacy(seen).encoding == encoding
    assert not repair_legacy(seen).doubtful


def test_both_tables_know_every_vietnamese_letter():
    assert set(_TCVN3.values()) == set(ALL_TCVN3.replace(" ", ""))
    assert VIETNAMESE_LETTERS - set(_VNI.values()) == set()


@pytest.mark.parametrize(
    ("font", "meaning"),
    [
        (".VnTime", LegacyFont(TCVN3, capitals=False)),
        (".VnArial Narrow", LegacyFont(TCVN3, capitals=False)),
        (".VnTimeH", LegacyFont(TCVN3, capitals=True)),
        (".vntime", LegacyFont(TCVN3, capitals=False)),
        ("VNI-Times", LegacyFont(VNI, capitals=False)),
        ("Vni-Helve", LegacyFont(VNI, capitals=False)),
        ("Times New Roman", None),
        ("Be Vietnam Pro", None),
        ("", None),
    ],
)
def test_the_font_tells_the_encoding(font, meaning):
    assert font_encoding(font) == meaning


def test_a_capitals_font_gives_capitals():
    assert to_unicode("céng hßa", TCVN3, capitals=True) == "CỘNG HÒA"


def test_the_micro_sign_survives_an_editor_that_made_it_a_greek_letter():
    assert to_unicode("h\u03bcnh chÝnh", TCVN3) == "hành chính"


def test_lost_soft_hyphens_are_restored_where_sure_and_reported():
    repair = repair_legacy("ngêi d©n ®îc phôc vô ë trêng")
    assert repair.encoding is TCVN3
    assert "được" in repair.text
    assert "trường" in repair.text
    assert repair.doubtful


def test_only_the_legacy_words_of_a_mixed_text_are_converted():
    repair = repair_legacy("Đồng chí Nguyễn Văn Ân, Gi¸m ®èc bÖnh viÖn, cán bộ kü thuËt")
    assert repair.text == "Đồng chí Nguyễn Văn Ân, Giám đốc bệnh viện, cán bộ kỹ thuật"
    assert repair.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế Khánh Hòa",
        "cán bộ",
        "hành chính",
        "Ý kiến của bà Tám",
        "Müller, São Paulo, naïve café",
        "Coca-Cola® © 2026",
        "5 µg, 20 °C, ½ viên, § 3",
        "µ",
        "",
        "plain ASCII",
    ],
)
def test_text_that_is_not_legacy_is_left_alone(text):
    assert detect_encoding(text) is None
    assert repair_legacy(text).text == text


@given(vietnamese_texts)
def test_conversion_is_composed_whatever_comes(text):
    for encoding in LegacyEncoding:
        assert unicodedata.is_normalized("NFC", to_unicode(text, encoding))


SYLLABLES = "người dân được phục vụ tại bệnh viện đa khoa tỉnh cải cách thủ tục hành chính kiểm soát bệnh tật".split()


@given(st.lists(st.sampled_from(SYLLABLES), min_size=8, max_size=30))
def test_vietnamese_prose_survives_the_round_trip_through_each_encoding(words):
    # Some words read as Vietnamese in either encoding (vụ is vô in TCVN3), so the prose opens with words that do not.
    text = " ".join(["sở", "y", "tế", "tỉnh", "phục", "vụ", "người", "được", "việc", *words])
    tcvn3_code = {letter: chr(code) for code, letter in _TCVN3.items() if code < 0x100}
    assert repair_legacy("".join(tcvn3_code.get(char, char) for char in text)).text == text
    vni_code = {letter: code for code, letter in reversed(_VNI.items())}
    assert repair_legacy("".join(vni_code.get(char, char) for char in text)).text == text


@given(any_texts)
def test_no_text_breaks_the_repair(text):
    repair_legacy(text)
