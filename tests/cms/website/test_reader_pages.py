"""The reader's further pages: by audience, contributor and month, about the house, and the ways to pass a story on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.website.bylines import names_of
from cms.website.contributors import Contributor, Credit
from cms.website.founding import LINKS, ensure_house_pages
from cms.website.house_pages import AudiencePage, InfoPage, LinksPage, PortalLink
from cms.website.models import HomePage, SiteProfile
from cms.website.pieces import Piece
from cms.website.sharing import qr_code, ways
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@shared
def unit(db):
    return factories.a_unit(code="BVTHU", short_name="BV Thử")


def _published(unit, **content: Any):
    return factories.an_article(unit=unit, state=State.PUBLISHED, **content).page


def _text(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


# --- Bylines and contributors ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Kim Duyên – Quang Huy", ["Kim Duyên", "Quang Huy"]),
        ("Nguyễn An, Trần Bình và Lê Chi", ["Nguyễn An", "Trần Bình", "Lê Chi"]),
        ("Bài và ảnh: Hoài An", ["Hoài An"]),
        ("Lê Thị Hồng-Gấm", ["Lê Thị Hồng-Gấm"]),
        ("BS. Y Ksor (TTYT Khánh Sơn)", ["BS. Y Ksor"]),
        ("Nguyễn Hoà; Nguyễn Hòa", ["Nguyễn Hoà"]),
        ("Phòng TCHC", []),
        ("CDC Khánh Hòa / Minh Tú", ["Minh Tú"]),
        ("", []),
        ("—, / &", []),
        ("x" * 200, []),
        ("A, B, C, D, E, F, G, H", ["A", "B", "C", "D", "E", "F"]),
    ],
)
def test_a_byline_names_people_and_no_offices(byline, names):
    assert names_of(byline) == names


def test_a_published_article_gives_its_author_a_page(client, unit):
    article = _published(unit, byline="Kim Duyên – Quang Huy")
    content = _text(client, article.get_url())
    assert 'href="/tac-gia/kim-duyen-bvthu/"' in content
    listed = _text(client, "/tac-gia/quang-huy-bvthu/")
    assert article.title in listed
    assert "BV Thử" in listed
    assert "Kim Duyên" in _text(client, "/tac-gia/")


def test_who_has_nothing_public_has_no_page(client, unit):
    factories.an_article(unit=unit, state=State.APPROVED, byline="Người Chưa Đăng")
    assert client.get("/tac-gia/nguoi-chua-dang-bvthu/").status_code == 404
    submission = factories.an_article(unit=unit, state=State.PUBLISHED, byline="Người Đã Gỡ")
    assert client.get("/tac-gia/nguoi-da-go-bvthu/").status_code == 200
    actions.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai.", now=timezone.now())
    assert client.get("/tac-gia/nguoi-da-go-bvthu/").status_code == 404
    assert "Người Đã Gỡ" not in _text(client, "/tac-gia/")


def test_a_contributor_s_page_tells_nothing_of_accounts(client, unit):
    writer = factories.a_writer(unit, name="Nguyễn Kín", email="nguyen.kin@vi-du.vn")
    _published(unit, writer=writer, byline="Nguyễn Kín")
    content = _text(client, "/tac-gia/nguyen-kin-bvthu/") + _text(client, "/tac-gia/")
    assert "nguyen.kin@vi-du.vn" not in content


def test_the_same_name_in_two_units_is_two_contributors(client, unit):
    other = factories.a_unit(code="TTHAI")
    mine, theirs = _published(unit, byline="Lê An"), _published(other, byline="Lê An")
    assert mine.title in _text(client, "/tac-gia/le-an-bvthu/")
    assert theirs.title not in _text(client, "/tac-gia/le-an-bvthu/")


def test_names_that_differ_in_marks_alone_stay_two_people(client, unit):
    _published(unit, byline="Nguyễn Hoa")
    _published(unit, byline="Nguyễn Hòa")
    _published(unit, byline="Nguyễn Hoà")
    slugs = sorted(Contributor.objects.values_list("slug", flat=True))
    assert len(slugs) == 2
    assert all(client.get(f"/tac-gia/{slug}/").status_code == 200 for slug in slugs)


def test_a_correction_of_the_byline_moves_the_credit(client, unit):
    editor = factories.an_editor()
    submission = factories.an_article(unit=unit, state=State.PUBLISHED, editor=editor, byline="Tên Sai")
    now = timezone.now() + timedelta(minutes=1)
    actions.correct(submission_id=submission.pk, actor=editor, note="Tên tác giả đúng là Tên Đúng.", now=now)
    factories.an_edit(submission, by=editor, byline="Tên Đúng")
    revision_id = factories.latest_revision_id(submission)
    actions.approve(submission_id=submission.pk, actor=factories.an_editor(), revision_id=revision_id, now=now)
    assert client.get("/tac-gia/ten-sai-bvthu/").status_code == 404
    assert client.get("/tac-gia/ten-dung-bvthu/").status_code == 200
    assert Credit.objects.filter(story=submission.page_id).count() == 1


# --- Audiences ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("audience", "slug"),
    [("citizens", "nguoi-dan"), ("patients", "nguoi-dan"), ("staff", "can-bo"), ("businesses", "doanh-nghiep"), ("investors", "doanh-nghiep")],
)  # fmt: skip
def test_an_article_stands_behind_the_door_of_its_readers_only(client, unit, audience, slug):
    article = _published(unit, audience=audience)
    for door in ("nguoi-dan", "can-bo", "doanh-nghiep"):
        assert (article.title in _text(client, f"/doi-tuong/{door}/")) == (door == slug)
    assert article.title in _text(client, "/doi-tuong/")


def test_the_front_page_has_the_doors(client, unit):
    content = _text(client, "/")
    for page in AudiencePage.objects.all():
        assert f'href="{page.get_url()}"' in content


# --- The archive ----------------------------------------------------------------------------------------------------
def test_an_article_is_in_the_month_of_its_local_day(client, unit):
    at = datetime(2026, 11, 1, 0, 30, tzinfo=HANOI)
    article = _published(unit, at=at)
    assert article.title in _text(client, "/luu-tru/2026/11/")
    assert 'href="/luu-tru/2026/11/"' in _text(client, "/luu-tru/")
    assert 'href="/luu-tru/2026/11/"' in _text(client, "/luu-tru/2026/")


@pytest.mark.parametrize(
    "address",
    ["/luu-tru/1999/", "/luu-tru/2026/00/", "/luu-tru/2026/13/", "/luu-tru/2026/1/", "/luu-tru/2020/01/", "/luu-tru/2099/12/", "/luu-tru/2026/11/?truoc=xyz"],
)  # fmt: skip
def test_a_month_without_an_archive_is_not_found(client, unit, address):
    _published(unit, at=datetime(2026, 11, 5, 8, 0, tzinfo=HANOI))
    assert client.get(address).status_code == 404


def test_an_empty_house_has_an_archive_and_contributors(client, unit):
    for address in ("/luu-tru/", "/tac-gia/", "/doi-tuong/", "/doi-tuong/can-bo/"):
        assert client.get(address).status_code == 200


def test_these_lists_cost_the_same_for_more_articles(client, unit, django_assert_max_num_queries):
    at, people = datetime(2026, 11, 5, 8, 0, tzinfo=HANOI), factories.a_cast(unit)
    addresses = ["/luu-tru/", "/luu-tru/2026/11/", "/tac-gia/", "/tac-gia/le-an-bvthu/", "/doi-tuong/", "/doi-tuong/nguoi-dan/"]  # fmt: skip

    def more():
        for number in range(3):
            photo = factories.a_photo(unit=unit)
            _published(**people, at=at + timedelta(hours=number), byline="Lê An", lead_image=photo)

    def asked(address, *, at_most):
        client.get(address)
        with django_assert_max_num_queries(at_most) as captured:
            client.get(address)
        return len(captured)

    more()
    few = {address: asked(address, at_most=25) for address in addresses}
    more()
    for address in addresses:
        asked(address, at_most=few[address])


# --- About the house ------------------------------------------------------------------------------------------------
def test_about_contact_and_links_are_there_from_the_start_and_in_the_footer(client, unit):
    for address in ("/ve-ban-tin/", "/lien-he/", "/lien-ket/"):
        assert client.get(address).status_code == 200
        assert f'href="{address}"' in _text(client, "/")
    profile = SiteProfile.objects.get()
    profile.phone, profile.responsible_person = "0258 000 111", "Bà Lê Thị Thử"
    profile.save()
    assert 'href="tel:0258000111"' in _text(client, "/lien-he/")
    assert "Bà Lê Thị Thử" in _text(client, "/ve-ban-tin/")


def test_the_register_names_owner_and_machine_of_each_link(client, unit):
    content = _text(client, "/lien-ket/")
    for name, owner, url, _note in LINKS:
        assert name in content
        assert owner in content
        assert f'href="{url}"' in content


@pytest.mark.parametrize("url", ["http://vi-du.gov.vn/", "javascript:alert(1)", "ftp://vi-du.gov.vn/", "vi-du"])
def test_a_link_of_the_register_is_https(unit, url):
    link = PortalLink(page=LinksPage.objects.get(), name="Cổng", owner="Cơ quan", url=url)
    with pytest.raises(ValidationError) as refused:
        link.full_clean()
    assert "url" in refused.value.message_dict


def test_setting_up_again_leaves_what_the_office_wrote(unit):
    about = InfoPage.objects.get()
    about.text = "<p>Chúng tôi viết lại.</p>"
    about.save()
    LinksPage.objects.get().portal_links.first().delete()
    ensure_house_pages(home=HomePage.objects.get())
    assert InfoPage.objects.get().text == "<p>Chúng tôi viết lại.</p>"
    assert PortalLink.objects.count() == len(LINKS) - 1


# --- Passing on -----------------------------------------------------------------------------------------------------
def test_share_links_carry_the_address_and_load_nothing(client, unit):
    article = _published(unit, title="Một cửa & hai dấu “nháy”")
    content = _text(client, article.get_url())
    for way in ways(title=article.title, url=article.get_full_url()):
        assert way.url.split("?")[0] in content
    assert content.count("<script") == 3  # ours, the one that reads aloud, and the data block
    assert "facebook.net" not in content
    assert "sp.zalo.me" not in content


def test_a_title_can_t_break_out_of_the_mail_link():
    (mail, *_others) = ways(title='"><script>\r\nBcc: x@y', url="https://vi-du.vn/a/")
    assert "\n" not in mail.url
    assert "<" not in mail.url
    assert '"' not in mail.url


def test_the_code_is_a_picture_without_words():
    svg = str(qr_code("https://vi-du.vn/don-vi/BVTHU/mot-cua/?a=<script>"))
    assert svg.startswith("<svg aria-hidden")
    assert "script" not in svg


def test_a_slot_without_a_provider_shows_nothing_and_with_one_its_piece(client, unit, monkeypatch):
    from cms.website import pieces

    assert "Đọc nhiều" not in _text(client, "/")

    def provider(*, slot, request, page):
        return [Piece(template_name="website/parts/caption.html", context={"caption": "Đọc nhiều"})] if slot == "home_most_read" else []  # fmt: skip

    real = pieces.hooks.get_hooks
    monkeypatch.setattr(pieces.hooks, "get_hooks", lambda name: [*real(name), provider] if name == pieces.HOOK else real(name))  # fmt: skip
    assert "Đọc nhiều" in _text(client, "/")


@pytest.mark.parametrize("address", ["/luu-tru/", "/luu-tru/2026/11/", "/tac-gia/", "/doi-tuong/", "/doi-tuong/can-bo/", "/ve-ban-tin/", "/lien-he/", "/lien-ket/"])  # fmt: skip
def test_these_pages_are_cookie_free_and_the_same_for_all(client, unit, address):
    _published(unit, at=datetime(2026, 11, 5, 8, 0, tzinfo=HANOI))
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
