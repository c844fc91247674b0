"""What machines read: every form valid to a grammar of its own, nothing that is not public, and the same cost at any size."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from cms.core.models import Rule
from cms.website import hubs
from cms.website.models import StoryPage
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.website.an_issue import a_published_issue
from tests.cms.website.english import an_english_version
from tests.shared import shared

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
NAMES = ("rss.xml", "atom.xml", "feed.json")
FEEDS = [f"{place}/{name}" for place in ("/feed", "/feed/don-vi/BVTHU", "/feed/chuyen-muc/chuyen-doi-so", "/en/feed") for name in NAMES]  # fmt: skip
HIDDEN = [state for state in State if state not in (State.PUBLISHED, State.CORRECTING)]
NASTY = '"><img src=x onerror=alert(1)>]]>\x0b & {{7*7}}'


@shared
def unit(db):
    return factories.a_unit(code="BVTHU")


@shared
def article(unit):
    photo = factories.a_photo(unit=unit)
    return factories.an_article(unit=unit, state=State.PUBLISHED, lead_image=photo, lead_alt="Quầy tiếp nhận")


@shared
def version(article):
    return an_english_version(article)


def _conforms(content: bytes, grammar: str) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / grammar))
    schema.assertValid(etree.fromstring(content))


def _months(client):
    text = client.get("/sitemap.xml").content.decode()
    return re.findall(r"/sitemap-[\w-]+\.xml", text)


def _sitemaps(client):
    return b"".join(client.get(address).content for address in _months(client))


# --- Feeds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [each for each in FEEDS if each.endswith("atom.xml")])
def test_atom_feeds_follow_the_grammar_of_the_rfc(client, version, address):
    _conforms(client.get(address).content, "atom.rng")


@pytest.mark.parametrize("address", [each for each in FEEDS if each.endswith("atom.xml")])
def test_empty_and_hostile_atom_feeds_follow_it_too(client, unit, address):
    _conforms(client.get(address).content, "atom.rng")
    factories.an_article(unit=unit, state=State.PUBLISHED, title=NASTY, sapo=NASTY)
    _conforms(client.get(address).content, "atom.rng")


def test_an_rss_item_has_what_the_specification_asks_for(client, article):
    channel = etree.fromstring(client.get("/feed/rss.xml").content).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    assert channel.findtext("language") == "vi"
    (item,) = channel.findall("item")
    assert item.findtext("guid") == article.page.uid.urn
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate").endswith("+0700") or item.findtext("pubDate").endswith("+0000")


@pytest.mark.parametrize("name", NAMES)
def test_the_feed_of_an_issue_holds_its_articles_in_their_order(client, unit, name):
    issue = a_published_issue(unit=unit, articles=3)
    content = client.get(f"/feed/ban-tin/{issue.page.year}/{issue.page.slug}/{name}").content
    wanted = [story.uid.urn for story in issue.page.articles()]
    assert len(wanted) == 3
    if name == "feed.json":
        assert [item["id"] for item in json.loads(content)["items"]] == wanted
    else:
        assert [entry.id for entry in feedparser.parse(content).entries] == wanted


@pytest.mark.parametrize("address", ["/feed/ban-tin/2026/99/rss.xml", "/feed/ban-tin/1/khong/rss.xml"])
def test_an_issue_that_is_not_there_has_no_feed(client, unit, address):
    assert client.get(address).status_code == 404


def test_the_english_feed_speaks_english(client, version):
    feed = feedparser.parse(client.get("/en/feed/rss.xml").content)
    assert feed.feed.language == "en"
    assert [entry.title for entry in feed.entries] == [version.page.title]
    assert client.get("/en/feed/rss.xml")["Content-Language"] == "en"


def test_the_vietnamese_feeds_hold_the_original_alone(client, article, version):
    for place in ("/feed", "/feed/don-vi/BVTHU", "/feed/chuyen-muc/chuyen-doi-so"):
        feed = feedparser.parse(client.get(f"{place}/rss.xml").content)
        assert [entry.id for entry in feed.entries] == [article.page.uid.urn]


def test_what_is_not_public_is_nowhere(client, unit):
    people = factories.a_cast(unit)
    hidden = [factories.an_article(**people, state=state, title=f"Bài chưa ai được đọc ({state})") for state in HIDDEN]
    content = _sitemaps(client).decode()
    content += "".join(client.get(address).content.decode() for address in FEEDS)
    assert "chưa ai được đọc" not in content
    for submission in hidden:
        assert submission.page.slug not in content
        url = f"http://testserver/don-vi/BVTHU/{submission.page.slug}/"
        assert client.get("/oembed/", {"url": url}).status_code == 404, submission.state


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED, State.SCHEDULED])
def test_an_english_version_that_is_not_public_is_nowhere(client, article, state):
    version = an_english_version(article, state=state, title="Nobody may read this yet")
    content = (
        _sitemaps(client).decode() + client.get("/en/").content.decode() + client.get("/en/articles/").content.decode()
    )
    content += "".join(client.get(address).content.decode() for address in FEEDS)
    content += client.get(article.page.get_url()).content.decode()
    assert "Nobody may read" not in content
    assert factories.latest_text(version).slug not in content


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml", "/sitemap-trang.xml"])
def test_machines_get_no_cookie_and_nothing_that_depends_on_one(client, version, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "max-age=30" in response["Cache-Control"]


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml"])
def test_what_has_not_changed_is_not_sent_again(client, version, address):
    response = client.get(address)
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405


def test_a_withdrawal_is_a_change_to_whoever_asks_by_date(client, unit):
    long_ago = timezone.now() - timedelta(days=3)
    submission = factories.an_article(unit=unit, state=State.PUBLISHED, at=long_ago)
    since = client.get("/feed/rss.xml")["Last-Modified"]
    assert client.get("/feed/rss.xml", headers={"if-modified-since": since}).status_code == 304
    actions.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai.")
    changed = client.get("/feed/rss.xml", headers={"if-modified-since": since})
    assert changed.status_code == 200
    assert submission.page.uid.urn not in changed.content.decode()


def test_lists_for_machines_cost_the_same_for_more_articles(client, unit, django_assert_max_num_queries):
    people = factories.a_cast(unit)

    def more():
        photo = factories.a_photo(unit=unit)
        an_english_version(factories.an_article(**people, state=State.PUBLISHED, lead_image=photo))

    def asked(address, *, at_most):
        client.get(address)
        with django_assert_max_num_queries(at_most) as captured:
            client.get(address)
        return len(captured)

    more()
    for story in StoryPage.objects.published():
        client.get(story.get_url())
    addresses = ["/feed/atom.xml", "/en/feed/atom.xml", "/en/", "/en/articles/", _months(client)[-1]]
    few = {address: asked(address, at_most=25) for address in addresses}
    more()
    more()
    for address in addresses:
        asked(address, at_most=few[address])


# --- WebSub --------------------------------------------------------------------------------------------------------


def _hubs(*addresses: str) -> None:
    Rule.objects.filter(code=hubs.CODE).update(value=" ".join(addresses))


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_names_no_hub_until_the_house_has_one(client, article, name):
    response = client.get(f"/feed/{name}")
    assert "hub" not in response.content.decode().replace("github", "")
    assert "Link" not in response


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_names_the_hubs_of_the_rule(client, article, name):
    _hubs("https://hub.vi-du.vn/", "http://unsafe.vi-du.vn/", "javascript:alert(1)")
    response = client.get(f"/feed/{name}")
    text = response.content.decode()
    assert "https://hub.vi-du.vn/" in text
    assert "unsafe" not in text
    assert "javascript" not in text
    if name == "atom.xml":
        _conforms(response.content, "atom.rng")
    if name != "feed.json":
        assert '<https://hub.vi-du.vn/>; rel="hub"' in response["Link"]
        assert 'rel="self"' in response["Link"]


# --- Sitemap -------------------------------------------------------------------------------------------------------


def test_every_part_of_the_sitemap_follows_its_grammar(client, version):
    client.get(version.page.get_url())
    _conforms(client.get("/sitemap.xml").content, "sitemap.rng")
    for address in _months(client):
        _conforms(client.get(address).content, "sitemap.rng")


def test_the_sitemap_names_pictures_dates_and_both_languages(client, article, version):
    client.get(article.page.get_url())
    text = client.get(_months(client)[-1]).content.decode()
    assert "<image:loc>http" in text
    assert text.count('hreflang="en"') == 2
    assert text.count('hreflang="vi"') == 2
    page = StoryPage.objects.get(pk=article.page_id)
    assert timezone.localtime(page.last_published_at).isoformat(timespec="seconds") in text


def test_a_picture_that_was_withdrawn_is_not_in_the_sitemap(client, article):
    client.get(article.page.get_url())
    article.page.lead_image.__class__.objects.update(withdrawn_at=timezone.now())
    assert "<image:loc>" not in client.get(_months(client)[-1]).content.decode()
