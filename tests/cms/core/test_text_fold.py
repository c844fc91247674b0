from __future__ import annotations

import pytest
from hypothesis import given

from cms.core.text import canonical_tones, fold, nfc
from tests.cms.core.text_strategies import any_texts, is_nfc, nfd, vietnamese_texts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("được người", "duoc nguoi"),
        ("Đẩy mạnh CCHC:", "day manh cchc"),
        ("Khánh Hoà", "khanh hoa"),
        ("Khánh Hòa", "khanh hoa"),
        ("đƣợc", "duoc"),
        ("COVID-19", "covid 19"),
        ("12/KH-SYT", "12 kh syt"),
        ("ẤẦẨẪẬ ắằẳẵặ ỗộ ữự ỹỵ", "aaaaa aaaaa oo uu yy"),
        ("m²", "m2"),
        ("tin_bài", "tin bai"),
        ("  …  ", ""),
        ("", ""),
    ],
)
def test_marks_case_and_punctuation_fall(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bác sỹ", "bác sĩ"),
        ("kỹ thuật", "kĩ thuật"),
        ("lý do", "lí do"),
        ("mỹ phẩm", "mĩ phẩm"),
        ("quý III", "quí III"),
    ],
)
def test_i_and_y_are_one_on_request(one, other):
    assert fold(one) != fold(other)
    assert fold(one, i_for_y=True) == fold(other, i_for_y=True)


@pytest.mark.parametrize("word", ["tay", "huy", "thuy", "y", "nay", "cay", "tuyen"])
def test_a_y_that_is_no_i_stays(word):
    assert fold(word, i_for_y=True) == word


@pytest.mark.parametrize(
    ("new", "old"),
    [
        *zip("oà oá oả oã oạ".split(), "òa óa ỏa õa ọa".split(), strict=True),
        *zip("oè oé oẻ oẽ oẹ".split(), "òe óe ỏe õe ọe".split(), strict=True),
        *zip("uỳ uý uỷ uỹ uỵ".split(), "ùy úy ủy ũy ụy".split(), strict=True),
        ("Khánh Hoà", "Khánh Hòa"),
        ("CỘNG HOÀ", "CỘNG HÒA"),
        ("Uỷ ban", "Ủy ban"),
        ("sức khoẻ", "sức khỏe"),
        ("UỶ QUYỀN", "ỦY QUYỀN"),
        (nfd("thuỷ"), "thủy"),
    ],
)
def test_tones_move_to_the_first_vowel(new, old):
    assert canonical_tones(new) == old
    assert canonical_tones(old) == old


@pytest.mark.parametrize(
    "word", ["quý", "quỳ", "Quỹ", "quà", "hoàn", "hoàng", "khoái", "xoáy", "thuở", "Huế", "nguyễn", "toẹt"]
)
def test_other_words_keep_their_tones(word):
    assert canonical_tones(word) == word


@given(any_texts)
def test_composition_makes_no_difference_to_what_is_folded(text):
    assert fold(text) == fold(nfd(text)) == fold(nfc(text))
    assert canonical_tones(text) == canonical_tones(nfd(text))


@given(any_texts)
def test_folding_twice_changes_nothing(text):
    for once in (fold(text), fold(text, i_for_y=True)):
        assert fold(once) == once
    assert fold(fold(text, i_for_y=True), i_for_y=True) == fold(text, i_for_y=True)
    assert canonical_tones(canonical_tones(text)) == canonical_tones(text)


@given(vietnamese_texts)
def test_vietnamese_folds_to_ascii_words(text):
    folded = fold(text)
    assert folded.isascii()
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)


@given(vietnamese_texts)
def test_tone_placement_and_case_make_no_difference(text):
    assert fold(canonical_tones(text)) == fold(text) == fold(text.upper()) == fold(text.lower())
    assert is_nfc(canonical_tones(text))
