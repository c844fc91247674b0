from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import is_syllable, shorten, unknown_share, word_count
from tests.cms.core.text_strategies import nfd, vietnamese_texts

PROSE = (
    "Trong mười tháng đầu năm, ngành Y tế tiếp nhận phản ánh, kiến nghị; người dân có thể gửi ngay trên điện thoại, "
    "không phải đến trụ sở cơ quan. Giờ hẹn, giấy tờ, quy trình, khuyến khích, nghiêng, quốc, quý, gì, giếng, khuya."
)


def test_words_are_what_spaces_separate():
    assert word_count("Bớt một lần xếp hàng") == 5
    assert word_count("Hỏi – đáp:\n mất giấy  ra viện") == 7
    assert word_count("  ") == 0


def test_a_summary_ends_with_an_ellipsis_where_something_is_left_out():
    assert shorten("một hai ba", words=3) == "một hai ba"
    assert shorten("một hai, ba", words=2) == "một hai…"
    assert shorten("", words=2) == ""


@given(vietnamese_texts, st.integers(min_value=1, max_value=20))
def test_a_summary_has_no_more_words_than_asked_for(text, words):
    assert word_count(shorten(text, words=words)) <= words


@pytest.mark.parametrize("word", PROSE.replace(",", "").replace(";", "").replace(".", "").split())
def test_real_words_are_syllables(word):
    assert is_syllable(word)
    assert is_syllable(nfd(word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize(
    "word", ["tuyén", "đợc", "cách2", "tiep", "xyz", "cát̉", "kà", "ngế", "", "q", "hoàà", "Müller"]
)
def test_impossible_words_are_not(word):
    assert not is_syllable(word)


def test_unreadable_scans_stand_out_from_clean_prose():
    assert unknown_share(PROSE) == 0.0
    assert unknown_share("thong tin, tuyén truyén cai cach") >= 0.3
    assert unknown_share("Së Y tÕ Kh¸nh Hßa") > 0.5
    assert unknown_share("12 – 15%") == 0.0
