"""Somebody with a cheap phone and no scripts: reads, turns on, searches as people type, and asks for the bulletin."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect, sync_playwright

from bulletin.newsletter.models import Subscriber
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.pdf.issues import a_published_issue
from tests.e2e.browser import ARGUMENTS
from tests.e2e.reader_visitor import LAYOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PHONE: Final = {"width": 360, "height": 740}
PLAN, LINE, SHORT = (
    "Kế hoạch 12/KH-SYT về cải cách hành chính ở Khánh Hòa",
    "Đường dây nóng phòng dịch COVID-19 ở Đồng Nai",
    "Tập huấn CCHC cho viên chức",
)
# What is typed, and the titles that it has to find.
PROBES: Final = (
    ("cải cách hành chính", (PLAN, SHORT)),
    ("cai cach hanh chinh", (PLAN, SHORT)),
    ("CCHC", (PLAN, SHORT)),
    ("cchc", (PLAN, SHORT)),
    ("Khánh Hoà", (PLAN,)),
    (unicodedata.normalize("NFD", "Khánh Hòa"), (PLAN,)),
    ("khanh hoa", (PLAN,)),
    ("cải cach hành chinh", (PLAN, SHORT)),
    ("12/KH-SYT", (PLAN,)),
    ("COVID-19", (LINE,)),
    ("covid 19", (LINE,)),
    ("đường dây nóng", (LINE,)),
    ("duong day nong", (LINE,)),
    ("dong nai", (LINE,)),
    ("đương dây nong", (LINE,)),
)


@pytest.fixture
def phone(chromium: str, live_server: LiveServer) -> Iterator[Page]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    factories.house()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        context = browser.new_context(
            base_url=live_server.url, viewport=PHONE, has_touch=True, java_script_enabled=False, locale="vi-VN"
        )
        context.set_default_timeout(20_000)
        yield context.new_page()
        browser.close()


def _is_whole(page: Page) -> None:
    """Nothing is wider than the phone or cut off, no button needs a script, and no cookie was left."""
    # What is typed scrolls in its field, as in every browser.
    found = [each for each in page.evaluate(LAYOUT, PHONE["width"]) if not each.startswith("clipped: <input")]
    assert found == [], page.url
    assert page.locator("button[type=button]:visible").count() == 0, page.url
    assert page.context.cookies() == [], page.url


def test_a_reader_goes_from_the_front_page_through_an_issue_to_the_form(phone: Page) -> None:
    first, second = (factories.an_article(state=State.APPROVED, title=title) for title in (PLAN, LINE))
    issue = a_published_issue(first, second, title="Làm ít giấy hơn")
    phone.goto("/")
    _is_whole(phone)
    phone.locator(f"a[href$='{issue.page.get_url()}']").first.tap()
    expect(phone.locator("h1")).to_have_text("Làm ít giấy hơn")
    _is_whole(phone)
    phone.get_by_role("link", name=PLAN).first.tap()
    expect(phone.locator("h1")).to_have_text(PLAN)
    _is_whole(phone)
    # On to the next piece of the issue, without going back.
    phone.locator("a[rel=next]").first.tap()
    expect(phone.locator("h1")).to_have_text(LINE)
    _is_whole(phone)
    phone.goto(issue.page.get_url())
    phone.locator(".letter-invitation a").tap()
    phone.get_by_label("Địa chỉ thư điện tử").fill("an@vi-du.vn")
    _is_whole(phone)
    phone.locator(".letter-form button").tap()
    expect(phone.locator("h1")).to_contain_text("hộp thư")
    _is_whole(phone)
    assert Subscriber.objects.filter(email="an@vi-du.vn").exists()


def test_what_readers_type_is_found_and_marked_without_scripts(phone: Page) -> None:
    for title in (PLAN, LINE, SHORT):
        factories.an_article(state=State.PUBLISHED, title=title, sapo="Chuyện kể từ một quầy tiếp nhận.")
    phone.goto("/")
    phone.locator("input[name=q]").first.fill(PROBES[0][0])
    with phone.expect_navigation():
        phone.locator("input[name=q]").first.press("Enter")
    missing = []
    for typed, titles in PROBES:
        field = phone.locator("main input[name=q]")
        field.fill(typed)
        with phone.expect_navigation():
            field.press("Enter")
        found = [words.strip() for words in phone.locator("main .row h2, main .row h3").all_inner_texts()]
        if not set(titles) <= set(found) or not phone.locator("main mark").count():
            missing.append(f"{typed}: {found}")
        _is_whole(phone)
    assert missing == []
