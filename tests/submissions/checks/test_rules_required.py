"""What an article can't be handed in without, how it is cut into pieces, and its length."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from submissions.checks.rules import Draft, Gatherer, Kind, Level, Limits, Photo, Piece, blocking, examine
from tests.submissions.checks.drafts import LISTS, a_draft, codes, found, of


def test_an_empty_draft_lacks_every_field_in_the_order_of_the_form() -> None:
    lacking = list(blocking(Draft()))
    assert [finding.field for finding in lacking] == ["title", "sapo", "body", "byline", "genre", "topic", "audience"]
    assert {finding.level for finding in lacking} == {Level.BLOCKS}


def test_a_complete_draft_lacks_nothing_and_blanks_are_nothing() -> None:
    assert list(blocking(a_draft("Nội dung bài."))) == []
    assert [finding.code for finding in blocking(replace(a_draft("Nội dung."), title="  ", byline="\n"))] == [
        "title_missing",
        "byline_missing",
    ]


def test_a_list_is_text_and_a_heading_alone_is_not() -> None:
    assert "body_missing" not in codes("<ul><li>Giảm một lần xếp hàng</li></ul>")
    heading = Piece(kind=Kind.HEADING, field="body", text="Một cửa")
    assert "body_missing" in [finding.code for finding in blocking(replace(a_draft(), pieces=(heading,)))]


def test_every_photo_needs_its_three_words_and_says_which_one_it_is() -> None:
    photos = (
        Photo(prefix="lead", number=1, alt="Bàn tiếp nhận", caption=" ", credit="An"),
        Photo(prefix="figure-a1", number=2, alt="", caption="Sáng thứ hai", credit="", block_id="a1"),
    )
    lacking = list(blocking(a_draft("Nội dung.", photos=photos)))
    assert [(finding.field, finding.params["number"], finding.block_id) for finding in lacking] == [
        ("lead-caption", 1, ""),
        ("figure-a1-alt", 2, "a1"),
        ("figure-a1-credit", 2, "a1"),
    ]


def test_rich_text_falls_into_paragraphs_and_items_without_its_markup() -> None:
    text = Gatherer()
    text.add_rich(
        "body", '<p>Một &amp; <b>hai</b><br/>ba</p><ul><li>bốn <a href="x">năm</a></li></ul><p>sa\u0301u</p>', "b"
    )
    assert [(piece.kind, piece.text) for piece in text.pieces] == [
        (Kind.PARAGRAPH, "Một & hai"),
        (Kind.PARAGRAPH, "ba"),
        (Kind.ITEM, "bốn năm"),
        (Kind.PARAGRAPH, "sáu"),
    ]


def test_sentences_end_where_they_end_and_not_at_a_title_an_initial_or_a_quoted_word() -> None:
    piece = Piece(
        kind=Kind.PARAGRAPH,
        field="body",
        text="ThS. Nguyễn An ở TP. Nha Trang nói “Đẹp” Hôm nay. “Tốt lắm!” Chị Hà kể. Ông N. Văn đến lúc 7.30 sáng… Rồi về.",
    )
    assert piece.sentences == [
        "ThS. Nguyễn An ở TP. Nha Trang nói “Đẹp” Hôm nay.",
        "“Tốt lắm!”",
        "Chị Hà kể.",
        "Ông N. Văn đến lúc 7.30 sáng…",
        "Rồi về.",
    ]


def test_length_is_counted_in_syllables_of_the_text_and_judged_by_the_limits() -> None:
    limits = replace(LISTS, limits=Limits(words_min=5, words_max=8))
    assert of("text_short", "một hai ba bốn", lists=limits)[0].params == {"words": 4, "least": 5, "most": 8}
    assert codes("một hai ba bốn năm", lists=limits) == []
    assert (
        of("text_long", "một hai ba", "<ul><li>bốn năm sáu bảy tám chín</li></ul>", lists=limits)[0].params["words"]
        == 9
    )
    assert codes("một hai", lists=limits, genre="") == ["genre_missing"], "without a genre there is no length"


@pytest.mark.parametrize(
    "body",
    [
        "a" * 5_000_000,
        "A" * 5_000_000,
        "<p>ab</p>" * 600_000,
        "<p" * 2_000_000,
        "0905123456 " * 500_000,
        "AA " * 2_000_000,
        "Nguyễn Văn An nhiễm HIV. " * 200_000,
        "A. " * 2_000_000,
        "huyện A " * 600_000,
        "không để chậm trễ " * 300_000,
        "(là " * 1_000_000,
    ],
    ids=[
        "word",
        "capitals",
        "paragraphs",
        "tags",
        "phones",
        "abbreviations",
        "names",
        "dots",
        "places",
        "denials",
        "brackets",
    ],
)
def test_five_megabytes_of_anything_are_cut_and_said_to_be_and_take_no_long_time(body: str) -> None:
    begun = time.process_time()
    said = found(body)
    assert time.process_time() - begun < 5
    assert "text_cut" in {finding.code for finding in said}
    assert len(said) < 200


def test_the_time_grows_with_the_text_and_not_with_its_square() -> None:
    paragraph = (
        "Nguyễn Văn An mắc bệnh lao, số 0905 123 456, theo Nghị định 42/2022, tại huyện Vạn Ninh, CCHC chậm trễ. "
    )

    def seconds(times: int) -> float:
        draft = a_draft(*[paragraph] * times)
        begun = time.process_time()
        list(examine(draft, LISTS))
        return time.process_time() - begun

    seconds(10)
    assert seconds(800) < 30 * max(seconds(100), 0.002)
