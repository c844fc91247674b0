"""Plain text to blocks and back: what is typed on a phone, and what becomes of a stored text that is changed there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.intake.plain_text import TooMuchText, body_from_text, rewritten, text_of_html

STORED = (
    '<p>Mở đầu <b>đậm</b> với <a href="https://vi-du.vn/?a=1&amp;b=2">liên kết</a>.</p>'
    "<ul><li>Một</li><li>Hai &amp; ba</li></ul><p>Dòng một<br/>dòng hai</p><ol><li>Bước</li></ol>"
)
SHOWN = "Mở đầu đậm với liên kết.\n\n- Một\n- Hai & ba\n\nDòng một\ndòng hai\n\n1. Bước"


def kinds(text: str) -> list[tuple[str, object]]:
    return [(block["type"], block["value"]) for block in body_from_text(text)]


def test_each_mark_at_the_beginning_of_a_line_makes_its_block() -> None:
    text = "Đoạn một.\ncùng đoạn\n\nĐoạn hai.\n- a\n- b\n## Tít phụ\nĐoạn ba.\n1. x\n2) y\n> Tôi mừng.\n> — Bà Hoa"
    assert kinds(text) == [
        ("paragraph", "<p>Đoạn một.<br>cùng đoạn</p><p>Đoạn hai.</p><ul><li>a</li><li>b</li></ul>"),
        ("heading", "Tít phụ"),
        ("paragraph", "<p>Đoạn ba.</p><ol><li>x</li><li>y</li></ol>"),
        ("quote", {"text": "Tôi mừng.", "attribution": "Bà Hoa"}),
    ]
    assert kinds("– Anh ơi, chờ lâu không?") == [("paragraph", "<p>– Anh ơi, chờ lâu không?</p>")], "speech is no list"
    assert kinds("  \n\n \n") == []
    assert kinds("##không cách\n-không") == [("paragraph", "<p>##không cách<br>-không</p>")]


def test_markup_controls_and_decomposed_letters_come_out_as_clean_text() -> None:
    typed = "<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n- <b>x</b>\x00\u202e {{7*7}}\n\nTiê\u0301ng"
    (block,) = body_from_text(typed)
    assert "<script" not in block["value"]
    assert "<img" not in block["value"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in block["value"]
    assert "<li>&lt;b&gt;x&lt;/b&gt; {{7*7}}</li>" in block["value"]
    assert "Tiếng" in block["value"]


def test_a_stored_text_is_shown_with_its_lists_and_breaks() -> None:
    assert text_of_html(STORED) == SHOWN
    assert text_of_html("") == ""
    assert text_of_html("chữ trần<p>đoạn</p>đuôi") == "chữ trần\n\nđoạn\n\nđuôi"


def test_paragraphs_that_were_not_changed_keep_every_byte() -> None:
    assert rewritten(STORED, SHOWN) == [{"type": "paragraph", "value": STORED}]
    changed = rewritten(STORED, SHOWN.replace("dòng hai", "dòng thứ hai"))
    assert changed == [
        {"type": "paragraph", "value": STORED.replace("dòng hai", "dòng thứ hai").replace("<br/>", "<br>")}
    ]
    moved = rewritten(STORED, "1. Bước\n\nMở đầu đậm với liên kết.")
    assert moved[0]["value"].endswith("liên kết</a>.</p>")
    assert [block["type"] for block in rewritten(STORED, f"{SHOWN}\n\n## Mới\n\n> Trích")] == [
        "paragraph",
        "heading",
        "quote",
    ]
    assert rewritten(STORED, "") == []


@pytest.mark.parametrize("text", ["x" * 200_001, "a\n" * 5_002, "đ" * 1_000_000])
def test_more_than_an_article_is_refused_at_once(text: str) -> None:
    with pytest.raises(TooMuchText):
        body_from_text(text)
    with pytest.raises(TooMuchText):
        rewritten("<p>x</p>", text)


@given(st.text(max_size=300))
def test_any_text_gives_blocks_with_no_tag_but_the_allowed_ones(text: str) -> None:
    for block in body_from_text(text):
        if block["type"] == "paragraph":
            bare = block["value"]
            for tag in ("<p>", "</p>", "<br>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>"):
                bare = bare.replace(tag, "")
            assert "<" not in bare


@given(st.text(alphabet="abđ &<>-#1. \n", max_size=120))
def test_what_was_made_from_text_is_kept_when_it_is_shown_and_sent_back(text: str) -> None:
    for block in body_from_text(text):
        if block["type"] == "paragraph":
            assert rewritten(block["value"], text_of_html(block["value"])) == [block]


@given(st.text(max_size=200))
def test_any_stored_text_can_be_shown(html: str) -> None:
    assert isinstance(text_of_html(html), str)
