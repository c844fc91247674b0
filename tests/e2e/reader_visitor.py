"""Somebody who looks at every page of the reader: wide and narrow, light and dark, with large text, and asks axe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from tests.e2e.reader_screens import SCHEMES, WIDTHS, WRITE, Screen, keep_picture

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
CHECK: Final = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST: Final = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
REFLOW, TABLET, WIDE = 320, 768, 1440
MOST_SAID = 2

# Clipping is looked for where a style can clip; the cover of an issue is a picture made of words and hides its overflow.
LAYOUT: Final = """limit => {
    const found = [];
    const name = element => element.outerHTML.slice(0, 120).replace(/\\s+/g, " ");
    if (document.documentElement.scrollWidth > limit) {
        found.push(`the page is ${document.documentElement.scrollWidth} wide`);
        const wide = [...document.body.querySelectorAll("*")].filter(each => each.checkVisibility()
            && each.getBoundingClientRect().right > limit + 1 && !each.closest(".table, .visually-hidden"));
        for (const each of wide.slice(0, 4)) found.push(`  ${Math.round(each.getBoundingClientRect().right)}: ${name(each)}`);
    }
    for (const each of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(each);
        if (!each.checkVisibility() || !/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
        if (each.closest("svg, .visually-hidden, [aria-hidden=true]")) continue;
        if (each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1) found.push(`clipped: ${name(each)}`);
    }
    const heads = [...document.querySelectorAll("h1")].filter(each => each.checkVisibility());
    if (heads.length !== 1) found.push(`headings of the first level: ${heads.length}`);
    return found;
}"""
# The lines of a block stand clear of each other when its line is as high as a capital with two marks and a dot below.
LEADING: Final = """() => [...document.querySelectorAll("h1, h2, h3, p, li, dt, dd, figcaption, a")].filter(each => {
    const style = getComputedStyle(each), height = parseFloat(style.lineHeight);
    return each.checkVisibility() && !each.closest(".cover") && height && height < 1.28 * parseFloat(style.fontSize);
}).slice(0, 3).map(each => `line too low for stacked marks: ${each.outerHTML.slice(0, 100)}`)"""


class Visitor:
    """Looks at pages and writes down what is wrong with them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.axe = Axe().axe_script
        self.troubles: list[str] = []
        self._at = ""
        page.on("pageerror", lambda error: self.note(f"script: {error}"))
        page.on("response", self._look_at_answer)

    def note(self, trouble: str) -> None:
        """Adds what is wrong with the page that is open."""
        self.troubles.append(f"{self._at}: {trouble}")

    def visit(self, screen: Screen, address: str) -> None:
        """Opens a page and looks at it in all its forms."""
        self._at, page = screen.name, self.page
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.emulate_media(media="screen", color_scheme="light")
        try:
            answer = page.goto(address, wait_until="load")
            if answer is None or answer.status != screen.status:
                self.note(f"answered {answer and answer.status} at {address}")
                return
            if screen.prepare is not None:
                screen.prepare(page)
            page.emulate_media(media=screen.media, color_scheme="light")
            page.locator(screen.shows).filter(visible=True).first.wait_for()
        except Error as error:
            self.note(f"{str(error).splitlines()[0]} ({screen.shows}) at {address}")
            return
        if page.context.cookies():
            self.note("left a cookie")
        page.evaluate(self.axe)
        self._violations(CHECK, "")
        for trouble in page.evaluate(LEADING):
            self.note(trouble)
        if screen.media == "screen":
            self._forms()
        if os.environ.get(WRITE) and screen.pictured:
            self._pictures(screen)
        page.evaluate("localStorage.clear()")

    def _forms(self) -> None:
        page = self.page
        page.emulate_media(color_scheme="dark")
        self._violations(CONTRAST, "dark: ")
        page.emulate_media(color_scheme="light")
        for width in (TABLET, REFLOW):
            page.set_viewport_size({"width": width, "height": 800})
            for trouble in page.evaluate(LAYOUT, width):
                self.note(f"at {width}: {trouble}")
        # Twice the size of everything, as the settings of a browser have it.
        page.set_viewport_size({"width": TABLET, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for trouble in page.evaluate(LAYOUT, TABLET):
            self.note(f"at 200 %: {trouble}")
        page.evaluate("document.documentElement.style.fontSize = ''")

    def _pictures(self, screen: Screen) -> None:
        for scheme in SCHEMES if screen.media == "screen" else ("light",):
            self.page.emulate_media(media=screen.media, color_scheme=scheme)
            for width in WIDTHS:
                self.page.set_viewport_size({"width": width, "height": 900})
                keep_picture(self.page, screen, width=width, scheme=scheme)

    def _violations(self, options: dict[str, Any], prefix: str) -> None:
        for each in self.page.evaluate("options => axe.run(document, options)", options)["violations"]:
            for node in each["nodes"][:MOST_SAID]:
                html, why = " ".join(node["html"].split()), " ".join(str(node.get("failureSummary")).split())
                self.note(f"{prefix}{each['id']} ({len(each['nodes'])}): {html[:160]} – {why[:200]}")

    def _look_at_answer(self, answer: Response) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.note(f"{answer.status} {answer.url}")
