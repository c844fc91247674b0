from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given

from cms.core.text import clean_line, clean_text, nfc
from tests.cms.core.text_strategies import any_texts, is_nfc, nfd, vietnamese_texts


def test_composed_and_decomposed_text_are_stored_equal():
    composed = "Nghiệm thu"
    decomposed = nfd(composed)
    assert (len(composed), len(composed.encode())) == (10, 12)
    assert (len(decomposed), len(decomposed.encode())) == (12, 14)
    assert nfc(decomposed) == nfc(composed) == composed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("tie\u0301\u0302p", "tiếp"),
        ("ê\u0301", "ế"),
        ("tê\u0301", "tế"),
        ("e\u0323\u0302", "ệ"),
        ("e\u0302\u0323", "ệ"),
        ("u\u0301\u031b", "ứ"),
        ("o\u0323\u031b", "ợ"),
        ("a\u0301\u0306", "ắ"),
        ("A\u0303\u0302", "Ẫ"),
        ("a\u0301\u0301", "á"),
    ],
)
def test_marks_in_the_wrong_order_are_put_right(typed, stored):
    assert nfc(typed) == stored


@pytest.mark.parametrize(
    ("seen", "stored"),
    [
        ("đƣợc", "được"),
        ("ĐƢỢC", "ĐƯỢC"),
        ("ngƣời dân", "người dân"),
        ("Ðơn vị", "Đơn vị"),
        ("ðơn vị", "đơn vị"),
        ("Khаnh Hоa", "Khanh Hoa"),  # Cyrillic а and о
        ("Кhánh Hòa", "Khánh Hòa"),  # Cyrillic К
        ("tе\u0302\u0301", "tế"),  # Cyrillic е under the marks
        ("ΒVĐK tỉnh", "BVĐK tỉnh"),  # Greek Β
        ("Н1N1", "H1N1"),  # Cyrillic Н
    ],
)
def test_look_alike_letters_become_vietnamese_ones(seen, stored):
    assert nfc(seen) == stored


@pytest.mark.parametrize(
    "text", ["Москва", "Ελλάδα", "TNFα", "β-lactam", "μg", "5 µg", "ΔT", "Ωm", "Wi-Фи", "naïve café"]
)
def test_words_of_other_alphabets_stay(text):
    assert nfc(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Khánh\u200b Hòa", "Khánh Hòa"),
        ("Khánh\ufeff Hòa", "Khánh Hòa"),
        ("hành\u00ad chính", "hành chính"),
        ("bản\u202etin", "bảntin"),
        ("\u2066bản tin\u2069", "bản tin"),
        ("bản\x00 tin\x07", "bản tin"),
        ("bản\x9c tin", "bản tin"),
        ("e\u200b\u0301", "é"),
        ("tin\ud800", "tin"),
        ("tin\uffff", "tin"),
        ("\u3164", ""),
        ("dòng một\u2028dòng hai", "dòng một\ndòng hai"),
        ("dòng một\x0bdòng hai", "dòng một\ndòng hai"),
    ],
)
def test_invisible_characters_are_removed(dirty, clean):
    assert nfc(dirty) == clean


def test_an_emoji_keeps_its_joiners_and_a_word_does_not():
    assert nfc("👩\u200d⚕️ tại trạm") == "👩\u200d⚕️ tại trạm"
    assert nfc("hành\u200dchính") == "hànhchính"


@pytest.mark.parametrize("word", ["Khánh Hoà", "Khánh Hòa", "uỷ ban", "ủy ban", "bác sỹ", "bác sĩ"])
def test_the_author_s_spelling_is_kept(word):
    assert nfc(word) == word


def test_case_is_free_of_any_locale():
    assert nfc("ĐẮK").lower() == "đắk"
    assert nfc("nghiệp vụ dược").upper() == "NGHIỆP VỤ DƯỢC"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  Bản   tin\n số\t5 ", "Bản tin số 5"),
        ("đạt 87,5\u00a0%", "đạt 87,5\u00a0%"),
        ("đạt 87,5 \u00a0 %", "đạt 87,5\u00a0%"),
        ("253\u202f000\u00a0đồng", "253\u00a0000\u00a0đồng"),
        ("Y\u00a0tế", "Y tế"),
        ("năm 2026\u00a0điểm", "năm 2026 điểm"),
        ("\u00a0\u3000", ""),
        ("\r\n", ""),
    ],
)
def test_a_line_has_single_spaces_and_no_break_only_before_a_unit(dirty, clean):
    assert clean_line(dirty) == clean


def test_a_text_keeps_its_paragraphs_and_loses_indents():
    assert clean_text("     Đoạn một. \r\nĐoạn  hai.\r\r\n\n\n\nĐoạn ba.\n\n") == "Đoạn một.\nĐoạn hai.\n\nĐoạn ba."


@given(any_texts)
def test_normalising_twice_changes_nothing(text):
    for clean in (nfc, clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once


@given(any_texts)
def test_what_comes_out_is_composed_storable_and_visible(text):
    for clean in (nfc, clean_line, clean_text):
        result = clean(text)
        assert is_nfc(result)
        assert result.encode("utf-8") is not None
        assert not any(unicodedata.category(char) in ("Cs", "Cc") and char not in "\n\r\t" for char in result)
    assert "\n" not in clean_line(text)


@given(vietnamese_texts)
def test_composed_vietnamese_comes_out_as_it_went_in(text):
    assert nfc(text) == text
    assert nfc(nfd(text)) == text


@given(any_texts)
def test_composition_of_the_input_makes_no_difference(text):
    assert nfc(nfd(text)) == nfc(text)
    assert clean_line(nfd(text)) == clean_line(text)


def test_five_megabytes_are_cleaned_in_a_few_seconds():
    text = nfd("Nghiệm thu được ƣ ") * 250_000
    started = time.perf_counter()
    clean_text(text)
    assert time.perf_counter() - started < 20
