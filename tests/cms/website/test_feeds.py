"""Feeds: valid to an independent reader, with the full text, and with nothing that is not public."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.utils import timezone

from submissions.articles.enums import State
from tests import factories
from tests.shared import shared

NASTY = '"><img src=x onerror=alert(1)> & {{7*7}}'
XML_FEEDS = ["rss.xml", "atom.xml"]
HIDDEN = [state for state in State if state not in (State.PUBLISHED, State.CORRECTING)]


@shared
def unit(db):
    return factories.a_unit(code="BVTHU")


@shared
def article(unit):
    photo = factories.a_photo(unit=unit)
    body = [
        {"type": "heading", "value": "Việc đã làm"},
        {"type": "paragraph", "value": '<p>Xem <a href="/ban-tin/">bản tin</a> của tháng.</p>'},
        {
            "type": "figure",
            "value": {"image": photo.pk, "alt": "Bàn tiếp nhận", "caption": "Ảnh hai", "credit": "H.A"},
        },
    ]
    content: dict[str, Any] = {
        "title": "Một cửa, một nụ cười",
        "body": body,
        "lead_image": photo,
        "lead_alt": "Quầy tiếp nhận",
    }
    submission = factories.an_article(unit=unit, state=State.PUBLISHED, **content)
    return submission.page


def _parsed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("name", XML_FEEDS)
def test_a_feed_reader_gets_the_article_with_its_full_text(client, article, name):
    (entry,) = _parsed(client, f"/feed/{name}").entries
    assert entry.title == "Một cửa, một nụ cười"
    assert entry.id == article.uid.urn
    assert entry.link.endswith(f"/don-vi/BVTHU/{article.slug}/")
    assert entry.author == "Nguyễn An"
    text = entry.content[0].value
    assert "Việc đã làm" in text
    assert "Ảnh hai" in text


@pytest.mark.parametrize("name", XML_FEEDS)
def test_addresses_inside_the_text_are_absolute(client, article, name):
    (entry,) = _parsed(client, f"/feed/{name}").entries
    text = entry.content[0].value
    assert 'href="/' not in text
    assert 'src="/' not in text
    assert "srcset" not in text
    assert "://" in text


def test_the_json_feed_has_what_its_specification_asks_for(client, article):
    response = client.get("/feed/feed.json")
    assert response["Content-Type"].startswith("application/feed+json")
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feed/feed.json")
    (item,) = feed["items"]
    assert item["id"] == article.uid.urn
    assert item["title"] == "Một cửa, một nụ cười"
    assert item["authors"] == [{"name": "Nguyễn An"}]
    assert item["date_published"].endswith("+07:00")
    assert "Việc đã làm" in item["content_html"]


def test_what_is_not_public_is_in_no_feed(client, unit):
    people = factories.a_cast(unit)
    for state in HIDDEN:
        factories.an_article(**people, state=state, title=f"Bài chưa ai được đọc ({state})")
    for address in ("/feed/{}", "/feed/don-vi/BVTHU/{}", "/feed/chuyen-muc/chuyen-doi-so/{}"):
        for name in (*XML_FEEDS, "feed.json"):
            assert "chưa ai được đọc" not in client.get(address.format(name)).content.decode()


@pytest.mark.parametrize("name", XML_FEEDS)
def test_a_hostile_title_is_text_in_a_feed(client, unit, name):
    factories.an_article(unit=unit, state=State.PUBLISHED, title=NASTY, sapo=NASTY, byline=NASTY)
    content = client.get(f"/feed/{name}").content.decode()
    assert "<img src=x" not in content
    assert "49" not in feedparser.parse(content).entries[0].title


def test_the_feed_of_a_unit_holds_its_own_articles_only(client, article):
    other = factories.an_article(unit=factories.a_unit(code="BVKHAC"), state=State.PUBLISHED)
    assert [entry.id for entry in _parsed(client, "/feed/don-vi/BVTHU/rss.xml").entries] == [article.uid.urn]
    assert [entry.id for entry in _parsed(client, "/feed/don-vi/BVKHAC/atom.xml").entries] == [other.page.uid.urn]


def test_the_feed_of_a_section_follows_the_main_topic(client, unit):
    digital = factories.an_article(unit=unit, state=State.PUBLISHED, topic="T08")
    factories.an_article(unit=unit, state=State.PUBLISHED, topic="T13")
    feed = _parsed(client, "/feed/chuyen-muc/chuyen-doi-so/rss.xml")
    assert [entry.id for entry in feed.entries] == [digital.page.uid.urn]
    assert feed.feed.title.startswith("Chuyển đổi số")


def test_a_unit_without_articles_has_a_valid_empty_feed(client, unit):
    assert _parsed(client, "/feed/don-vi/BVTHU/rss.xml").entries == []


@pytest.mark.parametrize(
    "address", ["/feed/don-vi/KHONGCO/rss.xml", "/feed/chuyen-muc/khong-co/rss.xml", "/feed/rss.php"]
)
def test_a_feed_of_nothing_is_not_found(client, unit, address):
    assert client.get(address).status_code == 404


def test_the_newest_article_comes_first(client, unit):
    now = timezone.now()
    older = factories.an_article(unit=unit, state=State.PUBLISHED, at=now - timedelta(days=2))
    newer = factories.an_article(unit=unit, state=State.PUBLISHED, at=now - timedelta(days=1))
    ids = [entry.id for entry in _parsed(client, "/feed/rss.xml").entries]
    assert ids == [newer.page.uid.urn, older.page.uid.urn]


def test_an_unchanged_feed_is_not_sent_again(client, article):
    etag = client.get("/feed/rss.xml")["ETag"]
    assert client.get("/feed/rss.xml", headers={"if-none-match": etag}).status_code == 304


def test_a_feed_costs_the_same_number_of_queries_for_more_articles(
    client, unit, django_assert_num_queries, django_assert_max_num_queries
):
    people = factories.a_cast(unit)
    factories.an_article(**people, state=State.PUBLISHED)
    client.get("/feed/rss.xml")
    with django_assert_max_num_queries(15) as captured:
        client.get("/feed/rss.xml")
    few = len(captured)
    for _ in range(3):
        factories.an_article(**people, state=State.PUBLISHED)
    with django_assert_num_queries(few):
        client.get("/feed/rss.xml")
