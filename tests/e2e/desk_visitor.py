"""Somebody who goes through the screens of the desk, person by person: axe finds nothing, nothing is too wide or broken."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, sync_playwright

from bulletin.demo.people import DOMAIN
from cms.accounts.models import User
from tests.e2e.browser import ARGUMENTS
from tests.e2e.desk_material import DeskMaterial
from tests.e2e.desk_screens import ONLY, PHONE, WIDE, WRITE, Screen, keep_picture
from tests.faults.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page, Response
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

PATIENCE_MS = 10_000
SETTLED_MS = 3_000
WORD = Path(__file__).parent.parent / "data" / "word" / "bvdkt-2026-11.docx"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
CHECK = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
MOST_SAID = 2  # of one kind on one screen
# Violations of Wagtail's own that our templates and styles can't reach: (rule, selector) -> why.
UPSTREAM: dict[tuple[str, str], str] = {}

# Colours are looked at when they have arrived.
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
STRUCTURE = """() => {
    const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const found = [];
    const heads = [...document.querySelectorAll("h1")].filter(seen).map(each => each.textContent.trim());
    if (heads.length !== 1) found.push(`headings of the first level: ${JSON.stringify(heads)}`);
    const mains = document.querySelectorAll("main, [role=main]").length;
    if (mains !== 1) found.push(`main parts: ${mains}`);
    if (!document.title.trim()) found.push("no title");
    for (const image of document.images)
        if (seen(image) && image.complete && !image.naturalWidth && image.src) found.push(`broken picture ${image.src}`);
    return found;
}"""

FITS = "limit => document.documentElement.scrollWidth <= limit"
WIDTH = """limit => {
    const found = [];
    const name = element => element.outerHTML.slice(0, 140).replace(/\\s+/g, " ");
    if (document.documentElement.scrollWidth > limit) {
        found.push(`the page is ${document.documentElement.scrollWidth} wide`);
        const scrolls = element => {
            for (let at = element.parentElement; at && at !== document.documentElement; at = at.parentElement)
                if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true;
            return false;
        };
        const wide = [...document.body.querySelectorAll("*")].filter(
            each => each.checkVisibility() && each.getBoundingClientRect().right > limit + 1 && !scrolls(each));
        for (const each of wide.slice(0, 4)) found.push(`  ${Math.round(each.getBoundingClientRect().right)}: ${name(each)}`);
    }
    for (const each of document.querySelectorAll("main *, .content-wrapper *")) {
        const style = getComputedStyle(each);
        if (!each.checkVisibility() || !/hidden|clip/.test(style.overflowX) || style.textOverflow === "ellipsis") continue;
        if (each.clientWidth < 3 || each.clientHeight < 3 || each.closest("svg, textarea, [aria-hidden=true]")) continue;
        const box = each.getBoundingClientRect();
        for (const node of each.childNodes) {
            if (node.nodeType !== 3 || !node.textContent.trim()) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const text = range.getBoundingClientRect();
            if (text.right > box.right + 1 || text.left < box.left - 1 || text.bottom > box.bottom + 3) found.push(`clipped: ${name(each)}`);
        }
    }
    return found;
}"""


def desk_material(settings: Settings) -> DeskMaterial:
    """The demo and more, in a database that had nothing but the house."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.PROVINCE_PORT = free_ports(1)[0]
    return DeskMaterial(word=WORD)


class Visitor:
    """A window that goes from screen to screen and notes what is wrong with each."""

    def __init__(self, page: Page, artefacts: Path) -> None:
        self.page, self.artefacts = page, artefacts
        self.axe = Axe().axe_script
        self.troubles: list[str] = []
        self._at = ""
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("pageerror", lambda error: self.note(f"script: {error}"))
        page.on("response", self._look_at_answer)

    def note(self, trouble: str) -> None:
        """Adds what is wrong with the screen that is open."""
        self.troubles.append(f"{self._at}: {trouble}")

    def visit(self, screen: Screen, address: str) -> None:
        """Opens a screen and looks at it wide, dark where wished, and on a phone."""
        self._at, page = screen.name, self.page
        page.set_viewport_size({"width": WIDE, "height": 900})
        try:
            answer = page.goto(address, wait_until="load")
            page.add_style_tag(content=STILL)
            if answer is None or answer.status != screen.status:
                self.note(f"answered {answer and answer.status} at {address}")
                return
            if screen.prepare is not None:
                screen.prepare(page)
            page.locator(screen.shows).filter(visible=True).first.wait_for()
        except Error as error:
            page.screenshot(path=self.artefacts / f"desk-{screen.name}.png")
            self.note(f"{str(error).splitlines()[0]} ({screen.shows}) at {address}")
            return
        self._look(screen)

    def _look(self, screen: Screen) -> None:
        page = self.page
        page.evaluate(self.axe)
        self._violations(CHECK)
        for trouble in page.evaluate(STRUCTURE):
            self.note(trouble)
        for trouble in page.evaluate(WIDTH, WIDE):
            self.note(f"at {WIDE}: {trouble}")
        if screen.dark:
            page.emulate_media(color_scheme="dark")
            self._violations(CONTRAST, "dark: ")
            page.emulate_media(color_scheme="light")
        if os.environ.get(WRITE) and screen.pictured:
            keep_picture(page, screen, width=WIDE)
        page.set_viewport_size({"width": PHONE, "height": 780})
        # Scripts of the editor lay out again when the window has another size; what stays too wide is told below.
        with suppress(Error):
            page.wait_for_function(FITS, arg=PHONE, timeout=SETTLED_MS)
        for trouble in page.evaluate(WIDTH, PHONE):
            self.note(f"at {PHONE}: {trouble}")
        if os.environ.get(WRITE) and screen.pictured:
            keep_picture(page, screen, width=PHONE)

    def _violations(self, options: dict[str, Any], prefix: str = "") -> None:
        for each in self.page.evaluate("options => axe.run(document, options)", options)["violations"]:
            nodes = [node for node in each["nodes"] if (each["id"], node["target"][-1]) not in UPSTREAM]
            for node in nodes[:MOST_SAID]:
                html, why = " ".join(node["html"].split()), " ".join(str(node.get("failureSummary")).split())
                self.note(f"{prefix}{each['id']} ({len(nodes)}): {node['target'][-1]} {html[:160]} – {why[:220]}")

    def _look_at_answer(self, answer: Response) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.note(f"{answer.status} {answer.url}")


@contextmanager
def a_visitor(chromium: str, server: LiveServer, artefacts: Path) -> Iterator[Visitor]:
    """One window for all screens; the person changes with the cookie."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, "--lang=vi"])
        context = browser.new_context(
            base_url=server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce",
            bypass_csp=True,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        # A letter names its pictures by the address of the site, which here is the one of the test.
        site = settings.WAGTAILADMIN_BASE_URL
        context.route(f"{site}/**", lambda route: route.continue_(url=route.request.url.replace(site, server.url, 1)))
        try:
            yield Visitor(context.new_page(), artefacts)
        finally:
            browser.close()


def session_of(name: str) -> str:
    """The value of the cookie of a person of the demo who is signed in."""
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@{DOMAIN}"), backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def troubles_of(
    listed: Iterable[Screen], *, numbers: dict[str, Any], server: LiveServer, chromium: str, artefacts: Path
) -> list[str]:
    """Visits the listed screens, each as the person who looks at it; says what is wrong with them."""
    only = os.environ.get(ONLY, "").split()
    screens = sorted((one for one in listed if not only or one.name in only), key=lambda one: one.who)
    sessions = {screen.who: session_of(screen.who) for screen in screens if screen.who}
    with a_visitor(chromium, server, artefacts) as visitor:
        for who, theirs in groupby(screens, key=lambda one: one.who):
            visitor.page.context.clear_cookies()
            if who:
                cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[who], "url": server.url}
                visitor.page.context.add_cookies([cookie])
            for screen in theirs:
                visitor.visit(screen, screen.address.format_map(numbers))
    return visitor.troubles
