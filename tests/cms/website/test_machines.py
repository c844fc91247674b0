"""What machines read: every form valid to a grammar of its own, nothing that is not public, and the same cost at any size."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.core.files.storage import storages
from django.utils import timezone
from lxml import etree
from PIL import Image

from cms.core.models import Rule
from cms.website import card_files, cards, hubs
from cms.website.models import SiteProfile, StoryPage
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.website.an_issue import a_published_issue
from tests.cms.website.english import an_english_version

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
NAMES = ("rss.xml", "atom.xml", "feed.json")
FEEDS = [f"{place}/{name}" for place in ("/feed", "/feed/don-vi/BVTHU", "/feed/chuyen-muc/chuyen-doi-so", "/en/feed") for name in NAMES]  # fmt: skip
HIDDEN = [state for state in State if state not in (State.PUBLISHED, State.CORRECTING)]
NASTY = '"><img src=x onerror=alert(1)>]]>\x0b & {{7*7}}'


@pytest.fixture
def unit(db):
    return factories.a_unit(code="BVTHU")


@pytest.fixture
def article(unit):
    photo = factories.a_photo(unit=unit)
    return factories.an_article(unit=unit, state=State.PUBLISHED, lead_image=photo, lead_alt="Quầy tiếp nhận")


@pytest.fixture
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


def _linked_data(client, page):
    text = client.get(page.get_url()).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found)


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


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_is_nowhere(client, unit, state):
    submission = factories.an_article(unit=unit, state=state, title="Bài chưa ai được đọc", scheduled_at=None)
    content = _sitemaps(client).decode()
    content += "".join(client.get(address).content.decode() for address in FEEDS)
    assert "chưa ai được đọc" not in content
    assert submission.page.slug not in content
    url = f"http://testserver/don-vi/BVTHU/{submission.page.slug}/"
    assert client.get("/oembed/", {"url": url}).status_code == 404


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


@pytest.mark.parametrize("address", ["/feed/atom.xml", "/en/feed/atom.xml", "/en/", "/en/articles/", "MONTH"])
def test_lists_for_machines_cost_the_same_for_more_articles(client, unit, address, django_assert_max_num_queries):
    def more():
        photo = factories.a_photo(unit=unit)
        an_english_version(factories.an_article(unit=unit, state=State.PUBLISHED, lead_image=photo))

    more()
    if address == "MONTH":
        address = _months(client)[-1]
    for story in StoryPage.objects.published():
        client.get(story.get_url())
    client.get(address)
    with django_assert_max_num_queries(25) as captured:
        client.get(address)
    few = len(captured)
    more()
    more()
    client.get(address)
    with django_assert_max_num_queries(few):
        client.get(address)


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


# --- Linked data, Dublin Core, Open Graph --------------------------------------------------------------------------

# The properties that schema.org knows for what we say, with those that are inherited.
CREATIVE_WORK = {
    "@context", "@type", "@id", "url", "mainEntityOfPage", "name", "headline", "description", "inLanguage",
    "isAccessibleForFree", "publisher", "image", "datePublished", "dateModified", "isPartOf", "hasPart", "author",
    "sourceOrganization", "translationOfWork", "workTranslation",
}  # fmt: skip
KNOWN = {
    "NewsArticle": CREATIVE_WORK | {"articleSection"},
    "PublicationIssue": CREATIVE_WORK | {"issueNumber"},
    "Periodical": {"@type", "name", "url"},
    "GovernmentOrganization": {"@type", "name", "url", "logo"},
    "Organization": {"@type", "name"},
    "Person": {"@type", "name"},
    "ImageObject": {"@type", "url", "width", "height"},
    "WebPage": {"@type", "@id", "breadcrumb"},
    "BreadcrumbList": {"@type", "itemListElement"},
    "ListItem": {"@type", "position", "name", "item"},
}


def _check(node: Any) -> None:
    if isinstance(node, list):
        for each in node:
            _check(each)
    elif isinstance(node, dict):
        assert set(node) <= KNOWN[node["@type"]], node
        assert all(value not in ("", None, []) for value in node.values())
        for value in node.values():
            _check(value)


def test_an_article_is_described_in_the_words_of_schema_org(client, article, version):
    data = _linked_data(client, article.page)
    _check(data)
    assert data["@type"] == "NewsArticle"
    assert data["author"] == {"@type": "Person", "name": "Nguyễn An"}
    assert (data["image"]["width"], data["image"]["height"]) == (1200, 630)
    assert data["dateModified"] >= data["datePublished"]
    assert data["isPartOf"]["@type"] == "Periodical"
    assert data["workTranslation"]["url"].endswith(version.page.get_url())
    crumbs = data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [each["position"] for each in crumbs] == [1, 2, 3]
    assert crumbs[-1]["item"] == data["url"]
    other = _linked_data(client, version.page)
    _check(other)
    assert other["translationOfWork"]["url"] == data["url"]


def test_an_issue_names_its_parts_and_they_name_it(client, unit):
    issue = a_published_issue(unit=unit, articles=2)
    data = _linked_data(client, issue.page)
    _check(data)
    assert data["@type"] == "PublicationIssue"
    assert data["issueNumber"] == f"{issue.page.number}/{issue.page.year}"
    assert [part["@type"] for part in data["hasPart"]] == ["NewsArticle", "NewsArticle"]
    part = _linked_data(client, issue.page.articles()[0])
    _check(part)
    assert part["isPartOf"]["@type"] == "PublicationIssue"
    assert part["isPartOf"]["isPartOf"]["@type"] == "Periodical"


def test_an_article_has_dublin_core(client, article):
    text = client.get(article.page.get_url()).content.decode()
    core = dict(re.findall(r'<meta name="(DC[\w.]+)" content="([^"]*)">', text))
    assert core["DC.title"] == article.page.title
    assert core["DC.creator"] == "Nguyễn An"
    assert core["DC.language"] == "vi"
    assert core["DC.identifier"].endswith(article.page.get_url())
    assert core["DCTERMS.issued"].endswith("+07:00")
    assert '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">' in text


def _picture_of(client, page):
    text = client.get(page.get_url()).content.decode()
    (address,) = re.findall(r'<meta property="og:image" content="([^"]*)">', text)
    return address


def test_an_article_without_a_photo_is_shown_by_a_card_that_is_drawn_once(client, unit):
    page = factories.an_article(unit=unit, state=State.PUBLISHED).page
    address = _picture_of(client, page)
    response = client.get(address)
    content = b"".join(response.streaming_content)
    image = Image.open(BytesIO(content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert "immutable" in response["Cache-Control"]
    storage = storages["private"]
    name = card_files.ensure_card(page, SiteProfile.objects.first())
    made = storage.get_modified_time(name)
    b"".join(client.get(address).streaming_content)
    assert storage.get_modified_time(name) == made


def test_a_photo_goes_before_a_card_but_an_issue_always_has_its_card(client, unit, article):
    assert "/the/" not in _picture_of(client, article.page)
    assert "/the/" in _picture_of(client, a_published_issue(unit=unit, articles=1).page)


def test_the_card_of_an_old_title_leads_to_the_present_one(client, unit):
    page = factories.an_article(unit=unit, state=State.PUBLISHED).page
    answer = client.get(f"/the/{page.uid}-{'0' * 20}.png")
    assert answer.status_code == 301
    assert client.get(answer.url).status_code == 200


def test_the_card_of_a_withdrawn_article_is_gone(client, unit, django_capture_on_commit_callbacks):
    submission = factories.an_article(unit=unit, state=State.PUBLISHED)
    address = _picture_of(client, submission.page)
    b"".join(client.get(address).streaming_content)
    actions.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai.")
    assert client.get(address).status_code == 404
    from cms.website.tasks import drop_cards

    drop_cards(submission.page_id)
    folder = card_files._folder(submission.page.uid)
    assert card_files._files(storages["private"], folder) == []


@pytest.mark.parametrize("state", HIDDEN)
def test_no_card_shows_a_title_that_is_not_public(client, unit, state):
    page = factories.an_article(unit=unit, state=state).page
    digest = card_files.words_of(page, SiteProfile.objects.first()).digest
    assert client.get(f"/the/{page.uid}-{digest}.png").status_code == 404


@pytest.mark.parametrize(
    "title", ["", "Ặ" * 5_000, "a " * 5_000, "\u202e\x00\ufeff" * 50, "Một\ncửa", "👩‍⚕️ 東京 ", "W" * 219]
)
def test_any_title_makes_a_card(title):
    content = cards.draw(cards.Words.of(over=title, title=title, foot=title))
    assert Image.open(BytesIO(content)).size == (1200, 630)
    assert len(content) < 400_000


def test_the_worker_draws_the_card_before_anybody_asks(unit):
    from cms.website.tasks import draw_card

    page = factories.an_article(unit=unit, state=State.PUBLISHED).page
    draw_card(page.pk)
    digest = card_files.words_of(page, SiteProfile.objects.first()).digest
    assert card_files._files(storages["private"], card_files._folder(page.uid)) == [f"{digest}.png"]


# --- oEmbed --------------------------------------------------------------------------------------------------------


def test_a_page_names_where_its_embedding_is_offered(client, article):
    text = client.get(article.page.get_url()).content.decode()
    links = re.findall(r'<link rel="alternate" type="(\S+\+oembed)" href="([^"]*)"', text)
    assert [kind for kind, _address in links] == ["application/json+oembed", "text/xml+oembed"]
    for _kind, address in links:
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_an_article_is_embedded_as_a_quotation(client, article):
    data = client.get("/oembed/", {"url": article.page.get_full_url()}).json()
    assert (data["version"], data["type"], data["title"]) == ("1.0", "rich", article.page.title)
    assert article.page.title in data["html"]
    assert data["thumbnail_url"].startswith("http")
    assert "<script" not in data["html"]


def test_the_xml_form_says_the_same(client, unit):
    page = factories.an_article(unit=unit, state=State.PUBLISHED, title=NASTY).page
    answer = client.get("/oembed/", {"url": page.get_full_url(), "format": "xml"})
    root = etree.fromstring(answer.content)
    assert root.findtext("title") == NASTY.replace("\x0b", "") or root.findtext("title") == page.title
    assert "<img src=x" not in root.findtext("html")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "x" * 2_001}, 400),
        ({"url": "http://169.254.169.254/latest/"}, 404),
        ({"url": "https://ban-tin.vi-du.vn.ke-xau.vn/don-vi/BVTHU/"}, 404),
        ({"url": "file:///etc/passwd"}, 404),
        ({"url": "http://[::1"}, 404),
        ({"url": "http://localhost:99999/"}, 404),
        ({"url": "HERE/don-vi/BVTHU/%00/"}, 404),
        ({"url": "HERE/don-vi/BVTHU/%ff/"}, 404),
        ({"url": "HERE/don-vi/BVTHU/"}, 404),
        ({"url": "HERE/"}, 404),
        ({"url": "HERE/khong-co/", "format": "xml"}, 404),
        ({"url": "HERE/don-vi/BVTHU/", "format": "yaml"}, 501),
        ({"url": "HERE/don-vi/BVTHU/", "maxwidth": "-1"}, 400),
        ({"url": "HERE/don-vi/BVTHU/", "maxwidth": "١٢"}, 400),
        ({"url": "HERE/don-vi/BVTHU/", "maxheight": "99999999999999999999"}, 400),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_plainly(client, article, asked, status):
    root = article.page.get_full_url().removesuffix(article.page.get_url())
    question = {name: value.replace("HERE", root) for name, value in asked.items()}
    assert client.get("/oembed/", question).status_code == status


def test_an_embedding_keeps_to_the_size_that_is_asked_for(client, article):
    data = client.get("/oembed/", {"url": article.page.get_full_url(), "maxwidth": "300", "maxheight": "200"}).json()
    assert (data["width"], data["height"]) == (300, 200)
