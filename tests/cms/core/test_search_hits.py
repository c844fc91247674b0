"""Marking what was looked for, and cutting the text around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.search.hits import excerpt, pieces

TEXT = (
    "Ngày 10/11, Sở Y tế tổ chức họp giao ban. Nhiều đơn vị báo cáo kết quả.\n"
    "Công tác cải cách hành chính được đánh giá cao. Người dân hài lòng với bộ phận một cửa."
)


def marked(text: str, query: str) -> list[str]:
    return [piece.text for piece in pieces(text, query) if piece.is_hit]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("hai long", ["hài", "lòng"]),
        ("CCHC", ["cải", "cách", "hành", "chính"]),
        ("SYT", ["Sở", "Y", "tế"]),
        ("đánh giá", ["đánh", "giá"]),
        ("đánh gia", ["đánh", "giá"]),
        ("không có", []),
        ("", []),
        ("&|<>!", []),
    ],
)
def test_the_words_of_a_query_are_marked_in_whichever_wording(query, expected):
    assert marked(TEXT, query) == expected


def test_marks_as_typed_are_preferred_and_others_are_marked_where_they_do_not_occur():
    assert marked("má, ma, mà", "má") == ["má"]
    assert marked("ma, mà", "má") == ["ma", "mà"]
    assert marked("cải cách hành chính", "cchc") == ["cải", "cách", "hành", "chính"]
    assert marked("họp về CCHC", "cải cách hành chính") == ["CCHC"]


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_pieces_are_the_text(text, query):
    assert "".join(piece.text for piece in pieces(text, query)) == text


def test_an_excerpt_holds_the_words_and_begins_at_a_sentence():
    cut = excerpt(TEXT, "CCHC", length=60)
    assert cut.startswith("… Công tác cải cách hành chính")
    assert cut.endswith("…")
    assert len(cut) < 70
    assert excerpt(TEXT, "giao ban", length=500) == " ".join(TEXT.split())
    assert excerpt(TEXT, "không có", length=60) == ""


def test_an_excerpt_is_cut_where_most_words_stand_together():
    text = "Một cửa. " + "x " * 200 + "Cửa hàng mở từ sáng, bộ phận một cửa phục vụ. " + "y " * 200
    assert "bộ phận một cửa" in excerpt(text, "bộ phận một cửa", length=80)


@given(st.text(max_size=200), st.text(max_size=10))
def test_any_text_is_cut(text, query):
    assert len(excerpt(text, query, length=40)) <= max(len(text) + 4, 110)
