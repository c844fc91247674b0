"""The reader's pages: what stands on them, what must not, and that hostile text stays text."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.website.models import SiteProfile
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.once

NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
HIDDEN = [state for state in State if state not in (State.PUBLISHED, State.CORRECTING, State.WITHDRAWN)]


@shared
def unit(db):
    return factories.a_unit(code="BVTHU")


@shared
def article(unit):
    content: dict[str, Any] = {
        "title": "Một cửa, một nụ cười",
        "sapo": "Bàn tiếp nhận mở sớm nửa giờ.",
        "lead_image": factories.a_photo(unit=unit),
        "lead_alt": "Quầy tiếp nhận buổi sáng",
        "lead_caption": "Người dân lấy số lúc sáu giờ rưỡi.",
        "lead_credit": "Hoài An",
    }
    return factories.an_article(unit=unit, state=State.PUBLISHED, **content).page


def _text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _with_a_photo(unit):
    words: dict[str, Any] = {
        "lead_alt": "Quầy tiếp nhận",
        "lead_caption": "Buổi sáng ở quầy.",
        "lead_credit": "Hoài An",
    }
    photo = factories.a_photo(unit=unit)
    return factories.an_article(unit=unit, state=State.PUBLISHED, lead_image=photo, **words).page


def _json_ld(content):
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', content)
    return json.loads(data)


def test_an_article_shows_all_that_was_approved_with_it(client, article):
    content = _text(client, article.get_url())
    for expected in (article.title, article.sapo, article.byline, article.unit_label, article.lead_caption, "Hoài An"):
        assert expected in content
    assert 'alt="Quầy tiếp nhận buổi sáng"' in content
    assert f"{timezone.localtime(article.first_published_at):%d/%m/%Y}" in content
    assert 'href="/don-vi/BVTHU/"' in content


def test_an_article_tells_machines_who_it_is(client, article):
    content = _text(client, article.get_url())
    assert f'<link rel="canonical" href="{article.get_full_url()}">' in content
    data = _json_ld(content)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == article.title
    assert data["@id"] == article.uid.urn
    assert data["image"]["url"].startswith("http")


def test_hostile_text_stays_text_on_the_page_and_in_its_data(client, unit):
    hostile: dict[str, Any] = dict.fromkeys(
        ("title", "sapo", "byline", "lead_alt", "lead_caption", "lead_credit"), NASTY
    )
    page = factories.an_article(
        unit=unit, state=State.PUBLISHED, lead_image=factories.a_photo(unit=unit), body=_hostile_body(unit), **hostile
    ).page
    for address in (page.get_url(), "/", "/don-vi/BVTHU/", "/chuyen-muc/", "/chuyen-muc/chuyen-doi-so/"):
        content = _text(client, address)
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "{{7*7}}" in content
    assert _json_ld(_text(client, page.get_url()))["headline"] == NASTY


def _hostile_body(unit):
    photo = factories.a_photo(unit=unit)
    return [
        {"type": "paragraph", "value": "<p>Chữ thường.</p>"},
        {"type": "heading", "value": NASTY},
        {"type": "quote", "value": {"text": NASTY, "attribution": NASTY}},
        {"type": "figure", "value": {"image": photo.pk, "alt": NASTY, "caption": NASTY, "credit": NASTY}},
        {"type": "table", "value": {"header": True, "rows": [[NASTY, "b"], [NASTY, "d"]]}},
    ]


def test_a_table_keeps_its_heading_row(client, unit):
    table = {"header": True, "rows": [["Khâu", "Phút"], ["Tiếp đón", "9"]]}
    body = [{"type": "paragraph", "value": "<p>Thời gian chờ:</p>"}, {"type": "table", "value": table}]
    page = factories.an_article(unit=unit, state=State.PUBLISHED, body=body).page
    content = _text(client, page.get_url())
    assert '<th scope="col">Khâu</th>' in content
    assert "<td>Tiếp đón</td>" in content


def test_what_is_not_public_is_on_no_page_and_not_in_the_sitemap(client, unit):
    people, title = factories.a_cast(unit), "Bài còn nằm trong ngăn kéo"
    hidden = [factories.an_article(**people, state=state, title=f"{title} ({state})") for state in HIDDEN]
    for submission in hidden:
        assert client.get(f"/don-vi/BVTHU/{submission.page.slug}/").status_code == 404
    month = f"/sitemap-{timezone.localtime():%Y-%m}.xml"
    for address in ("/", "/don-vi/BVTHU/", "/chuyen-muc/", "/chuyen-muc/chuyen-doi-so/", "/sitemap-trang.xml", month):
        text = _text(client, address)
        assert [submission.state for submission in hidden if submission.page.slug in text] == []


def test_a_withdrawn_article_is_gone_with_its_reason_and_nothing_else(client, article):
    submission = article.specific.submission
    actions.withdraw(
        submission_id=submission.pk,
        actor=factories.a_desk_editor(),
        reason="Người trong ảnh đề nghị qua điện thoại.",
        public_note="Theo đề nghị của người trong ảnh.",
        now=timezone.now(),
    )
    response = client.get(article.get_url())
    content = response.content.decode()
    assert response.status_code == 410
    assert "Theo đề nghị của người trong ảnh." in content
    assert "qua điện thoại" not in content
    assert article.title not in content
    assert article.sapo not in content
    assert "noindex" in content
    assert article.slug not in _text(client, "/")


def test_a_corrected_article_says_so_above_and_below(client, unit):
    editor = factories.an_editor()
    submission = factories.an_article(unit=unit, state=State.PUBLISHED, editor=editor)
    now = timezone.now() + timedelta(minutes=1)
    actions.correct(submission_id=submission.pk, actor=editor, note="Số đúng là 24 phút.", now=now)
    second = factories.an_editor()
    factories.an_edit(submission, by=editor, sapo="Thời gian chờ là 24 phút.")
    revision_id = factories.latest_revision_id(submission)
    actions.approve(submission_id=submission.pk, actor=second, revision_id=revision_id, now=now)
    content = _text(client, submission.page.get_url())
    assert "Số đúng là 24 phút." in content
    assert 'href="#dinh-chinh"' in content


def test_an_english_article_is_marked_as_english(client, unit):
    page = factories.an_article(unit=unit, state=State.PUBLISHED, language="en", title="All licensing online").page
    assert '<html lang="en">' in _text(client, page.get_url())
    assert re.search(r'<article class="row" lang="en">', _text(client, "/don-vi/BVTHU/"))


def test_readers_get_no_cookie_and_the_same_page_for_all(client, article):
    for address in ("/", article.get_url(), "/don-vi/", "/tim-kiem/?q=mot", "/feed/rss.xml"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_the_front_page_leads_with_the_newest_article_that_has_a_picture(client, article):
    newer = factories.an_article(state=State.PUBLISHED, at=timezone.now() + timedelta(minutes=5)).page
    response = client.get("/")
    assert response.context["lead_story"].pk == article.pk
    assert newer.pk in [story.pk for story in response.context["latest"]]


def test_an_empty_house_has_a_front_page(client, unit):
    for address in ("/", "/chuyen-muc/", "/don-vi/", "/don-vi/BVTHU/", "/ban-tin/"):
        assert client.get(address).status_code == 200


def test_older_articles_are_reached_page_by_page(client, unit):
    now, people = timezone.now(), factories.a_cast(unit)
    for number in range(21):
        factories.an_article(**people, state=State.PUBLISHED, at=now - timedelta(hours=number))
    first = client.get("/don-vi/BVTHU/").context["listing"]
    assert len(first.stories) == 20
    second = client.get(first.older_url).context["listing"]
    assert len(second.stories) == 1
    assert second.older_url == ""
    assert {story.pk for story in first.stories}.isdisjoint(story.pk for story in second.stories)


@pytest.mark.parametrize("cursor", ["-1", "1e9", "%00", "x" * 300])
def test_a_cursor_that_nobody_gave_out_is_not_found(client, unit, cursor):
    assert client.get(f"/don-vi/BVTHU/?truoc={cursor}").status_code == 404


def test_a_list_costs_the_same_number_of_queries_for_more_articles(client, unit, django_assert_max_num_queries):
    def asked(address, *, at_most):
        client.get(address)
        with django_assert_max_num_queries(at_most) as captured:
            client.get(address)
        return len(captured)

    for _ in range(3):
        _with_a_photo(unit)
    addresses = ("/", "/don-vi/BVTHU/", "/chuyen-muc/", "/chuyen-muc/chuyen-doi-so/")
    few = {address: asked(address, at_most=30) for address in addresses}
    for _ in range(3):
        _with_a_photo(unit)
    for address in addresses:
        asked(address, at_most=few[address])


def test_a_missing_page_says_so_in_the_site_s_own_face(client, unit):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert 'class="masthead"' in response.content.decode()


def test_the_footer_says_what_the_law_asks(client, unit):
    profile = SiteProfile.for_site(Site.objects.get())
    profile.department = "Sở Y tế Thử nghiệm"
    profile.responsible_person = "Bà Lê Thị Thử"
    profile.licence = "Giấy phép số 00/GP-UBND"
    profile.save()
    content = _text(client, "/")
    for expected in ("Sở Y tế Thử nghiệm", "Bà Lê Thị Thử", "Giấy phép số 00/GP-UBND"):
        assert expected in content


def test_the_sitemap_names_every_month_and_every_article(client, article):
    index = _text(client, "/sitemap.xml")
    month = f"sitemap-{timezone.localtime(article.first_published_at):%Y-%m}.xml"
    assert month in index
    assert article.get_full_url() in _text(client, f"/{month}")
    assert "/don-vi/BVTHU/" in _text(client, "/sitemap-trang.xml")


def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client, unit):
    content = _text(client, "/robots.txt")
    assert "Disallow: /quan-tri/" in content
    assert re.search(r"^Sitemap: https?://.+/sitemap\.xml$", content, re.MULTILINE)


def test_security_txt_names_a_contact_and_expires(client, unit):
    assert client.get("/.well-known/security.txt").status_code == 404
    profile = SiteProfile.for_site(Site.objects.get())
    profile.email = "an-toan@vi-du.vn"
    profile.save()
    content = _text(client, "/.well-known/security.txt")
    assert "Contact: mailto:an-toan@vi-du.vn" in content
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", content, re.MULTILINE)
