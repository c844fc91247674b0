"""People at browsers: each with a window of their own, signed in, leaving screenshots behind."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bulletin.demo.people import DOMAIN, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


class People:
    """Opens windows for people at one site; the same person comes back to the same window."""

    def __init__(self, browser: Browser, *, base_url: str, artefacts: Path) -> None:
        self._browser, self._base_url, self._artefacts = browser, base_url, artefacts
        self._windows: dict[str, Page] = {}
        self._contexts: list[BrowserContext] = []
        self._pictures = 0
        self.errors: list[str] = []

    def reader(self, *, phone: bool = False) -> Page:
        """A window without a sign-in."""
        return self._window(PHONE if phone else DESK)

    def sign_in(self, name: str, *, phone: bool = False) -> Page:
        """The window of a person of the demo, at the desk they land on."""
        if name not in self._windows:
            page = self._window(PHONE if phone else DESK)
            page.goto("/quan-tri/")
            page.fill("input[name=username]", f"{name}@{DOMAIN}")
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_selector("#wagtail-sidebar", state="attached")
            self._windows[name] = page
        page = self._windows[name]
        page.goto("/quan-tri/")
        return page

    def picture(self, page: Page, name: str) -> None:
        """Keeps a numbered screenshot of the whole page."""
        self._pictures += 1
        page.screenshot(path=self._artefacts / f"month-{self._pictures:02}-{name}.png", full_page=True)

    def close(self) -> None:
        """Closes all windows."""
        for context in self._contexts:
            context.close()

    def _window(self, size: dict[str, int]) -> Page:
        context = self._browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=self._base_url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on(
            "response",
            lambda answer: self.errors.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )
        return page


@contextmanager
def people(*, chromium: str, base_url: str, artefacts: Path) -> Iterator[People]:
    """A headless browser for a while."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        gathered = People(browser, base_url=base_url, artefacts=artefacts)
        try:
            yield gathered
        finally:
            gathered.close()
            browser.close()
