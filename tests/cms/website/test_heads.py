"""What other sites read of a single story: linked data, Dublin Core, its picture or drawn card, and its embedding."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import storages
from lxml import etree
from PIL import Image

from cms.website import card_files, cards
from cms.website.models import SiteProfile
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.website.an_issue import a_published_issue
from tests.cms.website.english import an_english_version
from tests.shared import shared

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


def _linked_data(client, page):
    text = client.get(page.get_url()).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found)


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


def test_no_card_shows_a_title_that_is_not_public(client, unit):
    people = factories.a_cast(unit)
    for state in HIDDEN:
        page = factories.an_article(**people, state=state).page
        digest = card_files.words_of(page, SiteProfile.objects.first()).digest
        assert client.get(f"/the/{page.uid}-{digest}.png").status_code == 404, state


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
    assert "<img src=x" not in (root.findtext("html") or "")


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


def test_the_front_pages_are_shown_with_the_picture_of_what_leads_them(client, article, version):
    for path in ("/", "/en/"):
        text = client.get(path).content.decode()
        (image,) = re.findall(r'<meta property="og:image" content="([^"]+)"', text)
        assert image.startswith("http")
        assert re.search(r'<meta property="og:description" content="[^"]{20,}"', text)
        assert text.count('<meta name="description"') == 1
