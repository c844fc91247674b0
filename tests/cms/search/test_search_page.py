"""The search page: finds Vietnamese as people type it, shows words as text, and bears whatever is typed."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from cms.website.templatetags.website_reader import highlight
from submissions.articles.enums import State
from tests import factories
from tests.shared import shared

HIDDEN = [state for state in State if state not in (State.PUBLISHED, State.CORRECTING)]


@shared
def unit(db):
    return factories.a_unit()


@shared
def article(unit):
    return factories.an_article(
        unit=unit,
        state=State.PUBLISHED,
        title="Bác sĩ Khánh Hòa được người dân tin cậy",
        sapo="Đường dây nóng trả lời trong ngày.",
    ).page


@pytest.mark.parametrize(
    "query", ["Khánh Hòa", "Khánh Hoà", "khanh hoa", "duoc nguoi dan", "duong day nong", "tin cậy"]
)
def test_an_article_is_found_with_and_without_marks(client, article, query):
    assert f'href="{article.get_url()}"' in client.get("/tim-kiem/", {"q": query}).content.decode()


def test_the_words_found_are_marked(client, article):
    content = client.get("/tim-kiem/", {"q": "nguoi"}).content.decode()
    assert "<mark>người</mark>" in content


def test_nothing_found_says_so_and_offers_a_way_on(client, article):
    response = client.get("/tim-kiem/", {"q": "xyzzyxyzzy"})
    assert response.status_code == 200
    assert article.get_url() not in response.content.decode()
    assert 'href="/chuyen-muc/"' in response.content.decode()


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_is_not_found(client, unit, state):
    factories.an_article(unit=unit, state=state, title="Chuyện còn trong ngăn kéo")
    content = client.get("/tim-kiem/", {"q": "ngăn kéo"}).content.decode()
    assert "Chuyện còn trong" not in content


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "\x00",
        "a\x00b",
        "'",
        '"',
        '"*',
        "a & | ! (",
        "NEAR(a b)",
        "-",
        "*",
        "%",
        "\\",
        "🙂",
        "á" * 10_000,
        "x " * 5_000,
    ],
)
def test_whatever_is_typed_is_answered(client, article, query):
    assert client.get("/tim-kiem/", {"q": query}).status_code == 200


@pytest.mark.parametrize("number", ["-1", "0", "1e9", "999999999999", "x", "٣", "2"])
def test_an_odd_page_number_is_answered(client, article, number):
    assert client.get("/tim-kiem/", {"q": "tin", "trang": number}).status_code == 200


def test_a_hostile_query_comes_back_as_text(client, article):
    content = client.get("/tim-kiem/?q=" + quote('"><script>alert(1)</script>')).content.decode()
    assert "<script>alert" not in content


def test_a_hostile_title_is_text_among_the_results(client, unit):
    factories.an_article(unit=unit, state=State.PUBLISHED, title='Nguy <img src=x onerror="alert(1)"> hiểm')
    content = client.get("/tim-kiem/", {"q": "nguy hiem"}).content.decode()
    assert "<img src=x" not in content
    assert "<mark>Nguy</mark> &lt;img src=x" in content


def test_more_results_than_a_page_holds_are_reached_by_a_link(client, unit):
    people = factories.a_cast(unit)
    for _ in range(21):
        factories.an_article(**people, state=State.PUBLISHED)
    first = client.get("/tim-kiem/", {"q": "một cửa"})
    assert len(first.context["results"]) == 20
    second = client.get(first.context["next_url"])
    assert len(second.context["results"]) == 1
    assert second.context["next_url"] == ""
    seen = {result.story.pk for result in (*first.context["results"], *second.context["results"])}
    assert len(seen) == 21


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Được người dân tin", "duoc", "<mark>Được</mark> người dân tin"),
        ("má, ma, mà", "má", "<mark>má</mark>, ma, mà"),
        ("má, ma, mà", "ma", "<mark>má</mark>, <mark>ma</mark>, <mark>mà</mark>"),
        ("Khánh Hòa", "khánh hoà", "<mark>Khánh</mark> <mark>Hòa</mark>"),
        ("tiếp nhận", "tie\u0302\u0301p", "<mark>tiếp</mark> nhận"),
        ("a < b & c", "b", "a &lt; <mark>b</mark> &amp; c"),
        ("chữ thường", "", "chữ thường"),
    ],
)
def test_highlighting_marks_words_and_escapes_the_rest(text, query, shown):
    assert highlight(text, query) == shown


def test_the_empty_search_page_is_for_search_engines_and_its_results_are_not(client, db):
    empty, results = (client.get("/tim-kiem/", query).content.decode() for query in ({}, {"q": "một cửa"}))
    assert "noindex" not in empty
    assert '<meta name="description" content="Tìm bài' in empty
    assert '<meta name="robots" content="noindex, follow">' in results
