"""English pages: in English for everybody, paired with the Vietnamese ones, apart from their lists."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site

from cms.website.models import SectionPage, SiteProfile
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.website.english import an_english_version
from tests.shared import shared


@shared
def original(db):
    unit = factories.a_unit(code="BVTHU")
    photo = factories.a_photo(unit=unit)
    return factories.an_article(unit=unit, state=State.PUBLISHED, lead_image=photo)


@shared
def version(original):
    return an_english_version(original)


def _text(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def _alternates(text):
    return dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', text))


@pytest.mark.parametrize("where", ["page", "/en/", "/en/articles/"])
def test_an_english_page_is_in_english(client, version, where):
    address = version.page.get_url() if where == "page" else where
    text = _text(client, address)
    assert '<html lang="en">' in text
    for word in ("Skip to content", "Published by", "Health Bulletin", version.page.title):
        assert word in text
    for word in ("Bỏ qua", "Chuyên mục", "Số bản tin", "Đính chính", "Liên quan"):
        assert word not in text
    today = timezone.localdate()
    assert f"{today.day} {today:%B %Y}" in text
    assert f"{today:%d/%m/%Y}" not in text


@pytest.mark.parametrize("wanted", ["en", "fr", "vi"])
def test_what_the_browser_prefers_changes_nothing(client, original, version, wanted):
    client.cookies["django_language"] = wanted
    for address, language in (
        (original.page.get_url(), "vi"),
        (version.page.get_url(), "en"),
        ("/", "vi"),
        ("/en/", "en"),
    ):
        response = client.get(address, headers={"accept-language": wanted})
        assert f'<html lang="{language}">' in response.content.decode()
        assert response.get("Content-Language", language) == language
        assert not response.cookies
        assert "accept-language" not in response.get("Vary", "").lower()


def test_after_an_english_page_the_next_is_vietnamese_again(client, original, version):
    client.get(version.page.get_url())
    assert translation.get_language() == "vi"
    assert "Chuyên mục" in _text(client, original.page.get_url())


def test_the_two_versions_name_each_other_and_the_original_is_for_everybody_else(client, original, version):
    vietnamese = _alternates(_text(client, original.page.get_url()))
    english = _alternates(_text(client, version.page.get_url()))
    assert vietnamese == english
    assert vietnamese["vi"] == vietnamese["x-default"] == original.page.get_full_url()
    assert vietnamese["en"] == version.page.get_full_url()


def test_an_article_without_an_english_version_names_no_other_language(client, original):
    assert _alternates(_text(client, original.page.get_url())) == {}


def test_the_front_pages_name_each_other(client, version):
    assert set(_alternates(_text(client, "/"))) == set(_alternates(_text(client, "/en/"))) == {"vi", "en", "x-default"}


def test_readers_find_the_way_between_the_versions(client, original, version):
    assert f'<a href="{version.page.get_url()}" lang="en" hreflang="en">' in _text(client, original.page.get_url())
    assert f'<a href="{original.page.get_url()}" lang="vi" hreflang="vi">' in _text(client, version.page.get_url())


@pytest.mark.parametrize("address", ["/", "/don-vi/BVTHU/", "/chuyen-muc/", "/chuyen-muc/chuyen-doi-so/"])
def test_vietnamese_lists_hold_the_original_alone(client, original, version, address):
    text = _text(client, address)
    assert original.page.title in text
    assert version.page.title not in text


def test_an_article_written_in_english_is_in_both(client, original):
    written = factories.an_article(
        unit=original.unit, state=State.PUBLISHED, language="en", title="Written in English"
    )
    for address in ("/", "/en/", "/en/articles/"):
        assert written.page.title in _text(client, address)


def test_the_english_list_goes_on_page_by_page(client, original):
    people = factories.a_cast(original.unit)
    for number in range(22):
        factories.an_article(**people, state=State.PUBLISHED, language="en", title=f"English piece {number}")
    first = client.get("/en/articles/").context["listing"]
    assert len(first.stories) == 20
    second = client.get(first.older_url)
    assert len(second.context["listing"].stories) == 2
    assert "noindex" in second.content.decode()
    assert client.get("/en/articles/?truoc=x").status_code == 404


def test_an_english_side_without_articles_says_so(client, db):
    factories.house()
    for address in ("/en/", "/en/articles/"):
        assert client.get(address).status_code == 200
    assert client.post("/en/").status_code == 405


def test_sections_and_the_house_have_english_names_on_english_pages(client, original, version):
    SectionPage.objects.filter(slug="chuyen-doi-so").update(english_title="Digital transformation")
    profile = SiteProfile.for_site(Site.objects.get())
    profile.english_name, profile.english_department = "Khanh Hoa Health", "Department of Health"
    profile.save()
    text = _text(client, version.page.get_url())
    assert "Digital transformation" in text
    assert "Khanh Hoa Health" in text
    assert "Digital transformation" not in _text(client, original.page.get_url())


def test_the_desk_stays_in_vietnamese(client, original, version):
    client.force_login(factories.an_editor())
    client.get(version.page.get_url())
    screen = client.get(reverse("moderation:submission", args=[version.pk]), headers={"accept-language": "en"})
    assert '<html lang="vi"' in screen.content.decode()
    assert "Bản gốc tiếng Việt" in screen.content.decode()


def test_the_lists_of_the_desk_show_what_is_being_translated_and_what_has_grown_old(client, original):
    editor = factories.an_editor()
    version = an_english_version(original, state=State.DRAFT, editor=editor)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[version.page_id])
    assert address in client.get(reverse("moderation:worklist"), {"muc": "ban-tieng-anh"}).content.decode()


def test_an_english_version_older_than_its_original_waits_in_a_list(client, original):
    editor = factories.an_editor()
    version = an_english_version(original, editor=editor)
    client.force_login(editor)
    address = reverse("moderation:submission", args=[version.pk])
    older = reverse("moderation:worklist"), {"muc": "ban-tieng-anh-cu"}
    assert address not in client.get(*older).content.decode()
    actions.correct(submission_id=original.pk, actor=editor, note="Sửa thời hạn.")
    factories.an_edit(original, by=editor)
    actions.approve(
        submission_id=original.pk, actor=factories.an_editor(), revision_id=factories.latest_revision_id(original)
    )
    assert address in client.get(*older).content.decode()


@pytest.mark.parametrize("where", ["page", "/en/", "/en/articles/"])
def test_the_vietnamese_name_of_a_unit_is_marked_as_vietnamese(client, version, where):
    text = _text(client, version.page.get_url() if where == "page" else where)
    name = re.escape(version.page.unit_label)
    assert re.search(rf'<(?:span|p class="story__unit") lang="vi">(?:<a [^>]*>)?{name}<', text)


def test_on_a_vietnamese_page_a_unit_needs_no_mark(client, original):
    assert 'class="story__unit">' in _text(client, original.page.get_url())
