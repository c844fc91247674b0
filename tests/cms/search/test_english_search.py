"""The search of the English pages: English articles alone, in English for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cms.search.finding import PAGE_SIZE
from submissions.articles.enums import State
from tests import factories
from tests.cms.website.english import an_english_version
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from submissions.articles.models import Submission

ADDRESS = "/en/search/"


@shared
def original(db: None) -> Submission:
    """A Vietnamese article that has an English word in its title too."""
    return factories.an_article(state=State.PUBLISHED, title="Phòng khám outpatient mở sớm")


@shared
def version(original: Submission) -> Submission:
    """Its English version, whose words are those of `tests.cms.website.english`."""
    return an_english_version(original)


def text_of(client: Client, **query: str) -> str:
    """The page, which is always there."""
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
    assert not response.cookies
    return response.content.decode()


def test_english_words_find_the_english_article_and_no_vietnamese_one(
    client: Client, original: Submission, version: Submission
) -> None:
    text = text_of(client, q="outpatient")
    assert f'href="{version.page.get_url()}"' in text
    assert original.page.title not in text
    assert '<html lang="en">' in text
    assert "<mark>outpatient</mark>" in text
    assert "Found for “outpatient”: 1 result<" in text
    vietnamese = client.get("/tim-kiem/", {"q": "outpatient"}).content.decode()
    assert original.page.title in vietnamese.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.usefixtures("version")
def test_vietnamese_words_find_nothing_and_it_says_so_in_english(client: Client, original: Submission) -> None:
    text = text_of(client, q="phòng khám")
    assert original.page.title not in text
    assert "Nothing was found for “phòng khám”." in text
    assert 'href="/en/articles/"' in text
    for word in ("Tìm kiếm", "Không tìm", "kết quả"):
        assert word not in text


@pytest.mark.usefixtures("original")
def test_what_an_editor_still_works_on_is_not_found(client: Client, original: Submission) -> None:
    hidden = an_english_version(original, state=State.APPROVED)
    assert hidden.page.title not in text_of(client, q="outpatient")


def test_a_slip_of_the_keyboard_still_leads_to_the_article(client: Client, version: Submission) -> None:
    text = text_of(client, q="outpatiemt")
    assert f'href="{version.page.get_url()}"' in text
    assert "These are the results for" in text


def test_the_page_without_words_has_its_head_and_results_are_kept_out_of_search_engines(
    client: Client, version: Submission
) -> None:
    empty = text_of(client)
    assert 'name="description" content="Find articles in English by their words."' in empty
    assert '<link rel="canonical"' in empty
    assert "noindex" not in empty
    assert version.page.title not in empty
    assert '<meta name="robots" content="noindex, follow">' in text_of(client, q="outpatient")
    assert "Disallow: /en/search/?" in client.get("/robots.txt").content.decode()


def test_every_english_page_has_the_field_in_its_masthead(client: Client, version: Submission) -> None:
    for address in ("/en/", "/en/articles/", version.page.get_url()):
        text = client.get(address).content.decode()
        assert 'action="/en/search/"' in text, address
        assert 'action="/tim-kiem/"' not in text, address


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"q": "á" * 10_000}, {"q": "'"}, {"q": "clinic", "page": "x"}])
def test_whatever_is_asked_is_answered(client: Client, version: Submission, query: dict[str, str]) -> None:
    text_of(client, **query)


def test_there_is_a_way_to_the_next_page_and_back(client: Client, original: Submission) -> None:
    unit = factories.a_unit()
    for number in range(PAGE_SIZE + 1):
        factories.an_article(unit=unit, state=State.PUBLISHED, language="en", title=f"Clinic hours, part {number}")
    first = text_of(client, q="clinic hours")
    assert 'href="/en/search/?q=clinic+hours&amp;page=2" rel="next"' in first
    second = text_of(client, q="clinic hours", page="2")
    assert 'href="/en/search/?q=clinic+hours" rel="prev"' in second
    assert ", page 2" in second
