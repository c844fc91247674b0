from __future__ import annotations

import pytest
from hypothesis import assume, given

from cms.core.text import UnreadableEncodingError, decode_bytes, nfc, repair_mojibake
from cms.core.text.marks import VIETNAMESE_LETTERS
from tests.cms.core.text_strategies import any_texts, nfd, vietnamese_texts


def mojibake(text: str) -> str:
    """What UTF-8 looks like to a program that takes it for Windows-1252."""
    seen = []
    for byte in text.encode():
        try:
            seen.append(bytes([byte]).decode("cp1252"))
        except UnicodeDecodeError:
            seen.append(chr(byte))
    return "".join(seen)


def test_utf_8_read_as_windows_1252_is_put_right():
    assert repair_mojibake("Sá»Ÿ Y táº¿ KhÃ¡nh HÃ²a") == "Sở Y tế Khánh Hòa"


def test_text_mangled_twice_is_put_right():
    assert repair_mojibake(mojibake(mojibake("Sở Y tế Khánh Hòa"))) == "Sở Y tế Khánh Hòa"


def test_decomposed_text_that_was_mangled_is_put_right():
    assert nfc(repair_mojibake(mojibake(nfd("tiếp nhận hồ sơ, đúng hạn")))) == "tiếp nhận hồ sơ, đúng hạn"


def test_a_no_break_space_lost_on_the_way_is_made_good():
    assert mojibake("là việc của Hà Nội") == "lÃ\u00a0 viá»‡c cá»§a HÃ\u00a0 Ná»™i"
    assert repair_mojibake("lÃ  viá»‡c cá»§a HÃ  Ná»™i") == "là việc của Hà Nội"


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế Khánh Hòa",
        "“QUÁ TRÌNH CỦA XÃ”",
        "“XÃ”",
        "“THỊ XÃ…”",
        "XÃ\u00a0HỘI",
        "Là á…”",
        "Ý É” Ô” Ê’",
        "naïve café ©",
        "",
    ],
)
def test_correct_text_is_never_touched(text):
    assert repair_mojibake(text) == text


@given(vietnamese_texts)
def test_vietnamese_text_is_never_taken_for_mojibake(text):
    assert repair_mojibake(text) == text


@given(vietnamese_texts)
def test_every_mangled_line_with_a_sure_sign_comes_back(text):
    line = text.replace("\n", " ")
    assume(any(char in VIETNAMESE_LETTERS and ord(char) > 0xFF for char in line))
    # A letter whose last byte reads as a quote or a dash is no sure sign, so a sure one is added.
    assert repair_mojibake(mojibake("ạ" + line)) == "ạ" + line


@given(any_texts)
def test_no_text_breaks_the_repair(text):
    repair_mojibake(text)


def test_old_excel_s_windows_1258_is_read():
    assert decode_bytes("Sở Y tế".encode("utf-8-sig")) == "Sở Y tế"
    assert decode_bytes(b"t\xea\xec") == "tế"
    assert decode_bytes(b"Trung t\xe2m Y t\xea\xec, Kh\xe1nh Ho\xcca") == "Trung tâm Y tế, Khánh Hòa"


def test_files_in_other_encodings_are_read():
    assert decode_bytes(nfd("Trạm Y tế").encode()) == "Trạm Y tế"
    assert decode_bytes("Trạm Y tế".encode("utf-16")) == "Trạm Y tế"
    assert decode_bytes("c¶i c¸ch hµnh chÝnh ë Kh¸nh Hßa".encode("latin-1")) == "cải cách hành chính ở Khánh Hòa"
    assert decode_bytes("caûi caùch haønh chính ôû Khaùnh Hoøa".encode("latin-1")) == "cải cách hành chính ở Khánh Hòa"
    assert decode_bytes(b"") == ""


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"\xff\xfe\x00\xd8", b"\x89PNG\r\n\x1a\n\x00"])
def test_binary_data_is_refused(data):
    with pytest.raises(UnreadableEncodingError):
        decode_bytes(data)
