"""Suggestions in the search field at the head of every page: by keyboard, for screen readers, and nothing before them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from submissions.articles.enums import State
from tests import factories
from tests.e2e.browser import ARGUMENTS
from tests.e2e.reader_visitor import CHECK, LAYOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

TITLE: Final = "Tiêm chủng mở rộng ở trạm y tế"
MOVED: Final = """window.moved = 0;
new PerformanceObserver(list => { for (const each of list.getEntries()) window.moved += each.value; })
    .observe({type: "layout-shift", buffered: true});"""


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield found
        found.close()


def _front_page(browser: Browser, live_server: LiveServer, *, width: int, scheme: str) -> tuple[Page, list[str]]:
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="vi-VN",
    )
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(MOVED)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    return page, asked


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, options=CHECK).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def test_a_search_is_completed_by_keyboard_wherever_the_reader_is(browser: Browser, live_server: LiveServer) -> None:
    factories.house()
    article = factories.an_article(state=State.PUBLISHED, title=TITLE).page
    for width, scheme in ((1280, "light"), (360, "dark")):
        page, asked = _front_page(browser, live_server, width=width, scheme=scheme)
        field = page.get_by_role("combobox", name="Tìm trong bản tin")
        options = page.get_by_role("listbox").get_by_role("option")
        expect(field).to_have_attribute("aria-expanded", "false")
        assert not any("suggest" in url for url in asked), "nothing is fetched before somebody turns to the field"

        field.focus()
        page.keyboard.type("tiem ch")
        expect(options.first).to_have_text("tiêm chủng")
        expect(options.last).to_have_text(TITLE)
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status").filter(has_text="gợi ý")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        expect(field).to_have_value("tiêm chủng")
        chosen = page.locator("[role=option][aria-selected=true]")
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
        assert _faults(page) == []
        assert page.evaluate(LAYOUT, width) == []

        page.keyboard.press("Escape")
        expect(field).to_have_value("tiem ch")
        expect(field).to_have_attribute("aria-expanded", "false")
        assert page.evaluate("window.moved") < 0.001
        assert page.context.cookies() == []

        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tim-kiem/?q=ti%C3%AAm+ch%E1%BB%A7ng")
        expect(page.locator("main")).to_contain_text(TITLE)

        # There the field of the page itself completes, with the same script.
        field = page.get_by_role("combobox", name="Từ cần tìm")
        field.fill("tiem chung mo")
        expect(options.last).to_have_text(TITLE)
        assert _faults(page) == []
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{article.get_url()}")


def test_what_is_typed_before_the_script_is_there_is_completed_too(browser: Browser, live_server: LiveServer) -> None:
    factories.house()
    factories.an_article(state=State.PUBLISHED, title=TITLE)
    page = browser.new_context(base_url=live_server.url, locale="vi-VN").new_page()
    held = []
    page.route("**/suggest*.js", lambda route: held.append(route))
    page.goto("/")
    field = page.get_by_role("combobox", name="Tìm trong bản tin")
    with page.expect_request("**/suggest*.js"):
        field.focus()
    page.keyboard.type("tiem ch")
    expect(page.get_by_role("listbox", include_hidden=True)).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_role("option").first).to_have_text("tiêm chủng")
