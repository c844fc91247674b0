"""Suggestions from words: good enough to be a first choice, never more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from submissions.intake import suggest
from submissions.intake.suggest import Story
from submissions.intake.topic_words import AUDIENCE_WORDS, TOPIC_WORDS

DEMO_ARTICLES = Path(__file__).parents[3] / "bulletin" / "demo" / "content" / "articles"


def demo_stories() -> list[tuple[dict[str, object], Story]]:
    found = []
    for path in sorted(DEMO_ARTICLES.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = [block.get("text", "") or " ".join(block.get("items", [])) for block in data["body"]]
        found.append((data, Story(title=data["title"], sapo=data["sapo"], text=" ".join(texts), pictures=1)))
    return found


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_titles_alone_are_enough_for_the_topic_of_most_articles() -> None:
    hits = [suggest.topics(Story(title=story.title))[0] == data["topic"] for data, story in demo_stories()]
    assert share(hits) >= 0.85


def test_with_the_text_the_topic_is_right_or_second_for_almost_all() -> None:
    stories = demo_stories()
    assert share([suggest.topics(story)[0] == data["topic"] for data, story in stories]) >= 0.9
    assert share([data["topic"] in suggest.topics(story)[:2] for data, story in stories]) >= 0.95


def test_without_a_title_the_topic_is_among_the_first_three_for_most() -> None:
    stories = [(data, Story(title="", sapo=story.sapo, text=story.text)) for data, story in demo_stories()]
    assert share([data["topic"] in suggest.topics(story)[:3] for data, story in stories]) >= 0.8


def test_genre_and_audience_are_right_for_most_articles() -> None:
    stories = demo_stories()
    assert share([suggest.genre(story) == data["genre"] for data, story in stories]) >= 0.85
    assert share([suggest.audience(story) == data["audience"] for data, story in stories]) >= 0.85


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("Infographic: 5 bước nộp hồ sơ trực tuyến", "infographic"),
        ("Đồ họa: đường đi của một hồ sơ", "infographic"),
        ("Hỏi – đáp: Mất giấy ra viện, xin cấp lại ở đâu?", "qa"),
        ("Video: Ba phút biết cách đặt lịch tiêm chủng", "video"),
        ("Phỏng vấn Giám đốc Trung tâm Y tế", "interview"),
        ("Một ngày ở bàn hướng dẫn dịch vụ công", "reportage"),
        ("Phóng sự ảnh: mùa tiêm chủng ở Khánh Sơn", "photo_story"),
    ],
)
def test_a_title_s_own_label_says_the_genre(title: str, genre: str) -> None:
    assert suggest.genre(Story(title=title, text="chữ " * 500)) == genre


def test_length_and_pictures_say_the_genre_where_the_title_does_not() -> None:
    assert suggest.genre(Story(title="Khai trương quầy mới", text="chữ " * 150)) == "news"
    assert suggest.genre(Story(title="Khai trương quầy mới", text="chữ " * 600)) == "article"
    assert suggest.genre(Story(title="Khai trương quầy mới", text="chữ " * 120, pictures=8)) == "photo_story"


def test_english_is_told_from_vietnamese_typed_without_marks() -> None:
    english = Story(
        title="Khanh Hoa health sector puts all licensing procedures online", text="Investors can apply online."
    )
    assert suggest.language(english) == "en"
    assert suggest.topics(english) == ["T16"]
    assert suggest.audience(english) == "investors"
    assert suggest.language(Story(title="Cai cach thu tuc hanh chinh o Khanh Hoa nam nay")) == "vi"
    assert suggest.language(Story(title="Rút ngắn thời gian cấp giấy phép qua ISO online")) == "vi"


def test_words_are_found_whatever_their_marks_and_capitals() -> None:
    plain, marked = Story(title="TIEM CHUNG cho tre em"), Story(title="Tiêm chủng cho trẻ em")
    assert suggest.topics(plain) == suggest.topics(marked)
    assert suggest.topics(plain)[0] == "T17"


def test_a_text_that_says_nothing_gets_the_general_choices() -> None:
    empty = Story(title="")
    assert (suggest.topics(empty), suggest.audience(empty), suggest.language(empty)) == (["T99"], "citizens", "vi")


def test_the_words_stand_in_folded_form_so_that_they_can_match() -> None:
    from cms.core.text import fold

    for table in (TOPIC_WORDS, AUDIENCE_WORDS):
        for words in table.values():
            assert all(fold(word) == word and weight > 0 for word, weight in words.items())
