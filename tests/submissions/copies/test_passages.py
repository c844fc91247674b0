"""What is compared of a text, and which passages two texts share. No database."""

from __future__ import annotations

import json
import time
import unicodedata
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import canonical_tones, fold
from submissions.copies.passages import MIN_PASSAGE, passages, share_of, shared_runs
from submissions.copies.shingles import QUOTATION, shingle_hashes, text_of_content, words_of
from tests.submissions.copies.texts import EVENT, texts

SENTENCES = st.lists(
    st.sampled_from(" ".join(texts()).split()) | st.text(max_size=12) | st.sampled_from(["a", "“", "”", '"', "\n"]),
    max_size=120,
).map(" ".join)
# The spelling that places the tone on the second vowel, and the one that places it on the first.
NEWER = {"òa": "oà", "óa": "oá", "ỏa": "oả", "úy": "uý", "ủy": "uỷ", "òe": "oè", "óe": "oé"}


def share(mine: str, theirs: str) -> int:
    words = words_of(mine)
    return share_of(words, shared_runs(words, words_of(theirs)))


def sides(mine: str, theirs: str) -> list[tuple[str, str]]:
    """The marked words of each passage, on both sides."""
    my_words, their_words = words_of(mine), words_of(theirs)
    found = passages(
        mine=my_words, my_text=mine, theirs=their_words, their_text=theirs, groups=shared_runs(my_words, their_words)
    )
    return [(shared(each.mine), shared(each.theirs)) for each in found]


def shared(side):
    return "|".join(piece.text for piece in side.pieces if piece.is_shared)


def without_marks(text: str) -> str:
    bare = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    return bare.replace("đ", "d").replace("Đ", "D")


def newer_tones(text: str) -> str:
    for older, newer in NEWER.items():
        text = text.replace(older, newer)
    return text


def test_a_text_is_wholly_in_itself_however_it_is_written():
    for text in texts()[:12]:
        for other in (
            text,
            without_marks(text),
            newer_tones(text),
            canonical_tones(text),
            unicodedata.normalize("NFD", text),
            text.upper(),
            text.replace(" ", "  ").replace(",", " ,"),
            text.replace(" ", "\u00a0"),
            text.replace("\n", " "),
        ):
            assert share(text, other) == 100
            assert share(other, text) == 100
            assert shingle_hashes(words_of(text)) == shingle_hashes(words_of(other))


@given(SENTENCES, SENTENCES)
def test_any_two_texts_are_compared_without_an_error_and_what_is_marked_is_the_same_on_both_sides(mine, theirs):
    assert 0 <= share(mine, theirs) <= 100
    for here, there in sides(mine, theirs):
        assert len(fold(here, i_for_y=True).split()) >= MIN_PASSAGE
        assert fold(here, i_for_y=True) == fold(there, i_for_y=True)


@given(SENTENCES)
def test_words_stand_where_they_say_and_a_text_is_in_itself_or_too_short_for_a_passage(text):
    words = words_of(text)
    for word in words:
        assert word.folded == QUOTATION or word.folded in fold(text[word.start : word.end], i_for_y=True).split()
    count = sum(word.counts for word in words)
    assert share(text, text) == (100 if count >= MIN_PASSAGE else 0)


def test_a_moved_paragraph_is_found_where_it_went():
    lines = texts()[3].split("\n")
    moved = "\n".join([*lines[2:], *lines[:2]])
    assert share("\n".join(lines), moved) >= 97


def test_a_third_that_is_copied_is_a_third():
    copied, own = texts()[5], texts()[20]
    words = own.split()
    mixed = " ".join([*words[:200], *copied.split()[:100]])
    assert 28 <= share(mixed, copied) <= 38
    assert share(own, copied) == 0


def test_changed_words_leave_one_passage_with_the_change_unmarked():
    text = " ".join(texts()[7].replace("“", "").replace("”", "").split())
    words = text.split()
    words[40:42] = ["hoàn", "toàn", "khác"]
    (found,) = sides(text, " ".join(words))
    assert found[0].count("|") == 1
    assert found[0].split("|")[0].endswith(" ".join(text.split()[37:40]))
    assert "hoàn toàn khác" not in found[1]


def test_unrelated_articles_share_nothing():
    assert max(share(mine, theirs) for mine, theirs in permutations(texts()[:14], 2)) <= 4


def test_two_reports_of_one_event_with_the_same_names_and_the_same_quoted_words_are_not_copies():
    first, second = EVENT
    assert len(words_of(first)) > 100
    assert share(first, second) <= 10
    assert share(second, first) <= 10


def test_a_quoted_law_is_nobodys_copy_but_the_same_words_without_marks_are():
    law = (
        "cơ quan tiếp nhận hồ sơ không được yêu cầu tổ chức, cá nhân nộp thêm giấy tờ ngoài thành phần hồ sơ theo quy "
        "định của pháp luật"
    )
    first = f"Ở trạm y tế xã Diên Khánh, bảng niêm yết ghi rõ: “{law}” và số điện thoại của người phụ trách."
    second = f"Người dân phường Ninh Hòa nay có thể tự tin nhắc cán bộ rằng “{law}” mỗi khi bị đòi thêm giấy."
    assert sides(first, second) == []
    assert len(sides(first.replace("“", "").replace("”", ""), second.replace("“", "").replace("”", ""))) == 1


def test_a_name_in_quotation_marks_is_compared_like_other_words():
    assert [
        word.folded for word in words_of("Mô hình “Một cửa thân thiện” ở xã")
    ] == "mo hinh mot cua than thien o xa".split()


def test_a_short_notice_has_no_shingles():
    notice = "Trung tâm Y tế khu vực Nha Trang thông báo lịch nghỉ Tết Nguyên đán năm 2026 cho người bệnh được biết."
    assert shingle_hashes(words_of(notice)) == set()
    assert shingle_hashes(words_of("")) == set()


def test_the_words_of_an_article_are_its_standfirst_headings_text_and_tables_and_nothing_quoted_or_captioned():
    blocks = [
        {"type": "heading", "value": "Kết quả"},
        {"type": "paragraph", "value": "<p>Nhanh &amp; <b>gọn</b><br/>hơn</p><ul><li>một</li><li>hai</li></ul>"},
        {"type": "quote", "value": {"text": "Lời người khác", "attribution": "Ai đó"}},
        {"type": "figure", "value": {"image": 1, "caption": "Chú thích", "alt": "Ảnh"}},
        {"type": "table", "value": {"header": True, "rows": [["a", "b"], ["c", "d"]]}},
        {
            "type": "table",
            "value": {
                "header": True,
                "rows": [{"type": "item", "value": [{"type": "item", "value": "e"}], "id": "x"}],
            },
        },
        {"type": "unknown", "value": "x"},
    ]
    expected = "Mở đầu\nKết quả\nNhanh & gọn\nhơn\nmột\nhai\na b\nc d\ne"
    assert text_of_content({"sapo": "Mở đầu", "body": blocks}) == expected
    assert text_of_content({"sapo": "Mở đầu", "body": json.dumps(blocks)}) == expected
    assert text_of_content({}) == ""


def test_a_refrain_and_a_text_without_spaces_cost_no_more_than_their_length():
    started = time.perf_counter()
    assert share("la " * 20_000, "la " * 20_000) == 100
    assert share("lu " * 20_000, "lu " * 30 + "la " * 20_000) >= 0
    assert words_of("x" * 1_000_000)
    assert time.perf_counter() - started < 20
