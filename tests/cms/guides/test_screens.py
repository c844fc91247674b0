"""The guides at the desk: one's own first, all open to everybody, and each screen's link leads to its place."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.accounts.roles import Role
from cms.guides.files import PAGES, SLUGS, guide
from cms.guides.places import own_guides, place_of
from tests import factories

GUIDES = "/quan-tri/huong-dan/"
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_everybody_signed_in_reads_all_guides_with_their_own_first(signed_in, client):
    unit = factories.a_unit()
    people = {
        "nguoi-viet": factories.a_writer(unit),
        "lanh-dao-don-vi": factories.a_head(unit),
        "bien-tap-vien": factories.an_editor(),
        "thu-ky": factories.a_desk_editor(),
        "ban-bien-tap": factories.a_board_member(),
        "chuyen-vien-tchc": factories.an_officer(),
        "quan-tri": factories.an_administrator(),
    }
    assert list(people) == list(SLUGS.values())
    for own, person in people.items():
        browser = signed_in(person)
        response = browser.get(GUIDES)
        assert [each.slug for each in response.context["own"]] == [own]
        assert [each.slug for each in response.context["others"]] == [slug for slug in PAGES if slug != own]
        for slug in PAGES if own == "nguoi-viet" else (own,):
            page = browser.get(f"{GUIDES}{slug}/").content.decode()
            assert all(f'<h2 id="{section.anchor}">' in page for section in guide(slug).sections)
            assert all(f'href="#{section.anchor}"' in page for section in guide(slug).sections)
    both = factories.a_person(Role.DESK, Role.EDITOR)
    assert [each.slug for each in own_guides(both)] == ["bien-tap-vien", "thu-ky"]
    assert "login" in client.get(GUIDES)["Location"]
    assert "login" in client.get(f"{GUIDES}thu-ky/")["Location"]


def test_a_screen_leads_to_its_place_in_the_guide_of_the_reader(signed_in):
    unit = factories.a_unit()
    writer, head, editor = factories.a_writer(unit), factories.a_head(unit), factories.an_editor()
    board = factories.a_board_member()
    expected = (
        (writer, "intake_upload", "nguoi-viet/#gui-bai"),
        (writer, "moderation:submission", "nguoi-viet/#sua-bai-tra-lai"),
        (writer, "notices:list", "#thong-bao"),
        (head, "moderation:submission", "lanh-dao-don-vi/#cho-gui"),
        (head, "intake_upload", "nguoi-viet/#gui-bai"),
        (editor, "moderation:submission", "bien-tap-vien/#duyet-bai"),
        (editor, "wagtailadmin_pages:edit", "bien-tap-vien/#sua-bai"),
        (writer, "wagtailadmin_pages:edit", "nguoi-viet/#viet-truc-tiep"),
        (board, "wagtailadmin_pages:edit", "bien-tap-vien/#sua-bai"),
        (board, "issues_issue", "ban-bien-tap/#so-ban-tin"),
        (board, "moderation:worklist", "ban-bien-tap/#viec-cua-toi"),
    )
    for person, screen, place in expected:
        assert place_of(user=person, view_name=screen) == GUIDES + place, screen
    assert (
        signed_in(head).get(GUIDES, {"tu": "unit_people"})["Location"] == f"{GUIDES}lanh-dao-don-vi/#nguoi-cua-don-vi"
    )


def test_the_link_stands_in_the_header_and_in_the_help_menu_of_ours_and_of_wagtails_screens(signed_in):
    submission = factories.an_article()
    writer = submission.created_by
    desk = factories.a_desk_editor()
    screens = (
        (writer, reverse("unit_articles", args=[submission.unit.code]), "unit_articles"),
        (writer, reverse("wagtailadmin_pages:edit", args=[submission.page_id]), "wagtailadmin_pages:edit"),
        (writer, reverse("notices:list"), "notices:list"),
        (desk, reverse("issues_board"), "issues_board"),
        (desk, reverse("wagtailimages:index"), "wagtailimages:index"),
    )
    for person, url, name in screens:
        page = signed_in(person).get(url).content.decode()
        link = f"{GUIDES}?tu={name}"
        assert f'href="{link}"' in page, f"{name}: no link in the header, which works without JavaScript"
        assert f'"{link}"' in page.replace(f'href="{link}"', ""), f"{name}: no link in the help menu"
    page = signed_in(writer).get(reverse("wagtailadmin_explore_root"), follow=True).content.decode()
    assert "?tu=" not in page, "no link where the guides say nothing"
    assert GUIDES in page
    assert "guide.wagtail.org" not in page
    assert "guide.wagtail.org" in signed_in(factories.an_administrator()).get(GUIDES).content.decode()


def test_unknown_screens_and_guides_are_answered_calmly(signed_in):
    browser = signed_in(factories.an_editor())
    for screen in ("", "x", "moderation:x", "'; DROP TABLE", "\x00", "x" * 10_000, "//vi-du.vn", "<script>"):
        assert browser.get(GUIDES, {"tu": screen}).status_code == 200
    for slug in ("README", "khong-co", "quan-tri.md", "..%2Fpeople", "%00"):
        assert browser.get(f"{GUIDES}{slug}/").status_code == 404
