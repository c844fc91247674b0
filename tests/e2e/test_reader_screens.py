"""Every page of the reader: axe finds nothing, nothing is clipped or wider than it may be, and the keys lead the right way."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests import factories
from tests.e2e import reader_material
from tests.e2e.browser import ARGUMENTS
from tests.e2e.reader_screens import ONLY, SCREENS
from tests.e2e.reader_visitor import Visitor
from tests.faults.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once]

PATIENCE_MS = 15_000
STOPS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    return {text: (at.innerText || at.getAttribute("aria-label") || at.name || "").trim().split("\\n")[0],
            seen: box.width > 0 && at.checkVisibility(), ringed: getComputedStyle(at).outlineStyle !== "none"
                || getComputedStyle(at.closest(".row") || at).outlineStyle !== "none"
                || getComputedStyle(at.nextElementSibling || at).outlineStyle !== "none"};
}"""


@pytest.fixture
def addresses(transactional_db: None, settings: Settings) -> dict[str, str]:
    """The demo and more, in a database that had nothing but the house."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.PROVINCE_PORT = free_ports(1)[0]
    return reader_material.addresses()


@contextmanager
def a_reader(chromium: str, server: LiveServer, *, scripts: bool = True) -> Iterator[Page]:
    """A window of somebody who has never been here."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, "--lang=vi"])
        context = browser.new_context(
            base_url=server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce",
            bypass_csp=True, java_script_enabled=scripts,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        try:
            yield context.new_page()
        finally:
            browser.close()


def test_every_page_of_the_reader_is_for_everybody(
    addresses: dict[str, str], live_server: LiveServer, chromium: str
) -> None:
    only = os.environ.get(ONLY, "").split(",")
    with a_reader(chromium, live_server) as page:
        visitor = Visitor(page)
        for screen in SCREENS:
            if only == [""] or screen.name in only:
                visitor.visit(screen, screen.address.format_map(addresses))
    assert not visitor.troubles, f"{len(visitor.troubles)} troubles:\n" + "\n".join(visitor.troubles)


def _an_article() -> str:
    factories.house()
    return str(factories.an_article(state="published").page.get_url())


def test_the_keys_go_from_the_skip_link_through_the_page_and_are_always_seen(
    transactional_db: None, live_server: LiveServer, chromium: str
) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with a_reader(chromium, live_server) as page:
        page.goto(_an_article())
        stops = []
        for _ in range(14):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(STOPS))
        assert stops[0]["text"] == "Đến nội dung chính"
        assert all(stop["seen"] and stop["ringed"] for stop in stops), stops
        words = [stop["text"] for stop in stops]
        assert words.index("Hiển thị") < words.index("Các số bản tin") < len(words)
        page.goto(page.url)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_choice_of_display_is_kept_on_the_next_page_and_left_again(
    transactional_db: None, live_server: LiveServer, chromium: str
) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with a_reader(chromium, live_server) as page:
        page.goto(_an_article())
        size = page.evaluate("getComputedStyle(document.querySelector('.prose')).fontSize")
        page.locator("[data-look] > summary").focus()
        page.keyboard.press("Enter")
        for name, value in (("theme", "dark"), ("size", "largest"), ("contrast", "more"), ("width", "wide")):
            page.locator(f"[data-look] input[name={name}][value={value}]").check(force=True)
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        assert page.locator(".look__panel").is_hidden()
        page.goto("/")
        chosen = page.evaluate("({...document.documentElement.dataset})")
        assert chosen == {"theme": "dark", "size": "largest", "contrast": "more", "width": "wide"}
        page.go_back()
        assert page.evaluate("getComputedStyle(document.querySelector('.prose')).fontSize") != size
        page.locator("[data-look] > summary").click()
        page.locator(".look__reset").click()
        page.reload()
        assert page.evaluate("({...document.documentElement.dataset})") == {}
        assert page.context.cookies() == []


def test_without_scripts_there_is_the_article_and_no_dead_button(
    transactional_db: None, live_server: LiveServer, chromium: str
) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with a_reader(chromium, live_server, scripts=False) as page:
        page.goto(_an_article())
        assert page.locator(".story__title").is_visible()
        assert page.locator(".look").is_hidden()
        assert page.locator("[data-copy]").is_hidden()
        assert page.locator(".share__way").last.count()
        page.locator(".share__code summary").click()
        assert page.locator(".share__code .qr svg").is_visible()
