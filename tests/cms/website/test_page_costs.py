"""What a page costs the database: a story five queries at most, whatever it shows; nothing kept is ever stale for its writer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.website import standing
from cms.website.models import SectionPage, SiteProfile
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MOST = 5


def _cold(client, address):
    """The queries of a page that nobody has kept anything of; its pictures are drawn."""
    assert client.get(address).status_code == 200
    cache.clear()
    standing.drop()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def _figures(unit, number):
    return [
        {"type": "paragraph", "value": "<p>Sáng thứ hai.</p>"},
        *(
            {
                "type": "figure",
                "value": {"image": factories.a_photo(unit=unit).pk, "alt": "Quầy", "caption": "Quầy.", "credit": "An"},
            }
            for _ in range(number)
        ),
    ]


@shared
def unit(db):
    return factories.a_unit(code="BVTHU")


def _published(unit, **content: Any):
    lead = factories.a_photo(unit=unit)
    return factories.an_article(unit=unit, state=State.PUBLISHED, lead_image=lead, **content)


def test_an_article_with_photos_related_ones_and_a_correction_costs_at_most_five_queries(client, unit):
    for _ in range(4):
        _published(unit)
    editor = factories.an_editor()
    submission = _published(unit, editor=editor, body=_figures(unit, 4))
    now = timezone.now() + timedelta(minutes=1)
    actions.correct(submission_id=submission.pk, actor=editor, note="Số đúng là 24 phút.", now=now)
    factories.an_edit(submission, by=editor, sapo="Thời gian chờ là 24 phút.")
    revision_id = factories.latest_revision_id(submission)
    actions.approve(submission_id=submission.pk, actor=factories.an_editor(), revision_id=revision_id, now=now)
    address = submission.page.get_url()
    assert "Số đúng là 24 phút." in client.get(address).content.decode()
    queries = _cold(client, address)
    assert len(queries) <= MOST, "\n".join(queries)


def test_the_second_reader_of_these_seconds_pays_no_more_for_the_masthead(client, unit):
    address = _published(unit).page.get_url()
    cold = len(_cold(client, address))
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) < cold


def test_a_changed_profile_is_on_the_next_page(client, unit):
    assert "Sở Y tế Đổi Tên" not in client.get("/").content.decode()
    profile = SiteProfile.for_site(Site.objects.get())
    profile.department = "Sở Y tế Đổi Tên"
    profile.save()
    assert "Sở Y tế Đổi Tên" in client.get("/").content.decode()


def test_a_renamed_section_is_in_the_navigation_of_the_next_page(client, unit):
    client.get("/")
    section = SectionPage.objects.get(slug="chuyen-doi-so")
    section.title = "Số hóa ngành y"
    section.save()
    assert "Số hóa ngành y" in client.get("/").content.decode()


def test_a_section_that_is_taken_down_leaves_the_navigation(client, unit):
    client.get("/")
    SectionPage.objects.get(slug="chuyen-doi-so").unpublish()
    assert "/chuyen-muc/chuyen-doi-so/" not in client.get("/").content.decode()


def test_a_story_below_a_restricted_page_still_asks_for_the_password(client, unit):
    article = _published(unit).page
    other = _published(unit).page
    restriction = PageViewRestriction.objects.create(
        page=article.page_ptr, restriction_type=PageViewRestriction.PASSWORD, password="mat-khau"
    )
    content = client.get(article.get_url()).content.decode()
    assert article.sapo not in content
    assert article.slug not in client.get(other.get_url()).content.decode()
    restriction.delete()
    assert article.sapo in client.get(article.get_url()).content.decode()


def test_photos_of_the_text_are_all_there_and_in_their_order(client, unit):
    body = _figures(unit, 3)
    body.append(dict(body[1]))
    article = factories.an_article(unit=unit, state=State.PUBLISHED, body=body).page
    shown = client.get(article.get_url()).content.decode().count('<figure class="figure">')
    assert shown == 4


def test_what_is_the_same_for_all_is_compressed_and_what_is_one_persons_is_not(client, unit):
    address = _published(unit).page.get_url()
    compressed = client.get(address, headers={"accept-encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert len(compressed.content) < len(client.get(address).content) / 2
    assert "Content-Encoding" not in client.get("/quan-tri/login/", headers={"accept-encoding": "gzip"}).headers
    client.force_login(factories.an_editor(), backend="django.contrib.auth.backends.ModelBackend")
    assert "Content-Encoding" not in client.get(address, headers={"accept-encoding": "gzip"}).headers


def test_an_article_and_a_feed_ask_for_their_page_by_what_has_an_index(client, unit):
    article = _published(unit).page
    for address in (article.get_url(), "/feed/don-vi/BVTHU/rss.xml"):
        asked = next(sql for sql in _cold(client, address) if 'url_path" =' in sql)
        # Wagtail has an index of slugs and none of addresses, which every article of the archive would be read for.
        assert '"slug" = ' in asked, address
