"""Addresses for ever: whatever is renamed, the old address leads to the thing itself in one step."""

from __future__ import annotations

import pytest
from django.test import TestCase
from wagtail.contrib.redirects.models import Redirect

from cms.website.models import SectionPage
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage
from submissions.moderation import actions
from submissions.units.models import UnitIndexPage
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def article():
    return factories.an_article(unit=factories.a_unit(code="BVTHU"), state=State.PUBLISHED)


def _rename(submission, slug):
    """A correction that changes the address, as the desk makes it."""
    editor = factories.an_editor()
    actions.correct(submission_id=submission.pk, actor=editor, note="Sửa tít.")
    factories.an_edit(submission, by=editor, slug=slug)
    actions.approve(
        submission_id=submission.pk, actor=factories.an_editor(), revision_id=factories.latest_revision_id(submission)
    )
    return ArticlePage.objects.get(pk=submission.page_id).get_url()


def _lands(client, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, new)
    return client.get(new)


def test_the_old_address_of_a_renamed_article_leads_to_the_new_one(client, article):
    old = article.page.get_url()
    new = _rename(article, "ten-moi")
    assert new == "/don-vi/BVTHU/ten-moi/"
    assert _lands(client, old, new).status_code == 200
    assert _lands(client, f"{old}?utm_source=x", new).status_code == 200


def test_after_many_renamings_every_old_address_is_one_step_away(client, article):
    olds = [article.page.get_url()]
    for slug in ("ten-hai", "ten-ba", "ten-bon"):
        olds.append(_rename(article, slug))
    *olds, new = olds
    for old in olds:
        assert _lands(client, old, new).status_code == 200


def test_a_name_that_comes_back_makes_no_loop(client, article):
    first = article.page.get_url()
    second = _rename(article, "ten-hai")
    assert _rename(article, first.rstrip("/").rpartition("/")[2]) == first
    assert client.get(first).status_code == 200
    assert _lands(client, second, first).status_code == 200


def test_the_old_address_of_a_withdrawn_article_ends_at_its_note(client, article):
    old = article.page.get_url()
    new = _rename(article, "ten-moi")
    actions.withdraw(submission_id=article.pk, actor=factories.a_desk_editor(), reason="Sai.", public_note="Gỡ bài.")
    note = _lands(client, old, new)
    assert note.status_code == 410
    assert "Gỡ bài." in note.content.decode()


def _rename_page(page, slug):
    # Wagtail tells of it once it is committed.
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.slug = slug
        page.save()


def test_a_renamed_unit_takes_its_articles_and_their_notes_along(client, article):
    gone = factories.an_article(unit=article.unit, state=State.PUBLISHED)
    actions.withdraw(submission_id=gone.pk, actor=factories.a_desk_editor(), reason="Sai.")
    draft = factories.an_article(unit=article.unit)
    _rename_page(UnitIndexPage.objects.get(unit=article.unit), "BVMOI")
    slug = article.page.slug
    assert _lands(client, f"/don-vi/BVTHU/{slug}/", f"/don-vi/BVMOI/{slug}/").status_code == 200
    assert _lands(client, "/don-vi/BVTHU/", "/don-vi/BVMOI/").status_code == 200
    note = _lands(client, f"/don-vi/BVTHU/{gone.page.slug}/", f"/don-vi/BVMOI/{gone.page.slug}/")
    assert note.status_code == 410
    assert client.get(f"/don-vi/BVTHU/{draft.page.slug}/").status_code == 404
    text = client.get(f"/don-vi/BVMOI/{slug}/").content.decode()
    assert 'href="/don-vi/BVMOI/"' in text


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_the_feed_of_a_renamed_unit_is_found_by_its_old_address(client, article, name):
    _rename_page(UnitIndexPage.objects.get(unit=article.unit), "BVMOI")
    answer = _lands(client, f"/feed/don-vi/BVTHU/{name}", f"/feed/don-vi/BVMOI/{name}")
    assert article.page.title in answer.content.decode()


def test_a_renamed_section_is_found_by_its_old_address_and_so_is_its_feed(client, article):
    _rename_page(SectionPage.objects.get(slug="chuyen-doi-so"), "so-hoa")
    assert _lands(client, "/chuyen-muc/chuyen-doi-so/", "/chuyen-muc/so-hoa/").status_code == 200
    answer = _lands(client, "/feed/chuyen-muc/chuyen-doi-so/rss.xml", "/feed/chuyen-muc/so-hoa/rss.xml")
    assert article.page.title in answer.content.decode()


def test_the_feed_of_what_never_was_is_not_found(client, article):
    Redirect.add_redirect("/don-vi/CHUACO", redirect_to="https://ke-xau.vn/")
    assert client.get("/feed/don-vi/CHUACO/rss.xml").status_code == 404


def test_two_old_names_of_one_article_and_one_of_another_do_not_mix(client, article):
    other = factories.an_article(unit=article.unit, state=State.PUBLISHED)
    old, others_old = article.page.get_url(), other.page.get_url()
    new = _rename(article, "ten-moi")
    # The other takes the name that has become free: what stands there now goes before what once stood there.
    taken = _rename(other, old.rstrip("/").rpartition("/")[2])
    assert taken == old
    assert client.get(old).status_code == 200
    assert _lands(client, others_old, old).status_code == 200
    assert client.get(new).status_code == 200


def test_a_units_code_is_found_in_small_letters_too(client, article):
    url = ArticlePage.objects.get(pk=article.page_id).get_url()
    unit = url[: url.index("BVTHU/") + len("BVTHU/")]
    for address in (unit, url):
        assert _lands(client, address.replace("BVTHU", "bvthu"), address).status_code == 200
    assert client.get("/don-vi/bvthux/").status_code == 404
    assert client.get("/don-vi/BVTHU/khong-co/").status_code == 404
