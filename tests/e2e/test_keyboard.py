"""Moderation without a mouse: two editors claim, return, approve, ask for a second reader, and work on many at once."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect, sync_playwright

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation.models import ReturnReason
from tests import factories
from tests.e2e.browser import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from cms.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

WORDS = "Nhờ đơn vị ghi rõ chức danh của người được phỏng vấn."
TITLES = ("Bàn thứ nhất", "Bàn thứ hai", "Bàn thứ ba", "Bàn thứ tư", "Bàn thứ năm")
MOST_TABS = 120

RING = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    return at === document.body ? "the focus is lost" : !ring ? "no ring around " + at.outerHTML.slice(0, 120)
        : !inside ? "out of sight: " + at.outerHTML.slice(0, 120) : "";
}"""


class Hands:
    """A person at a window who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Presses keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Types a text where the focus is."""
        self.page.keyboard.insert_text(text)

    def sees_where(self) -> None:
        """The focus is on something, in sight once the page has scrolled, with a ring around it."""
        try:
            self.page.wait_for_function(f"({RING})() === ''", timeout=3_000)
        except PlaywrightTimeout:
            raise AssertionError(self.page.evaluate(RING)) from None

    def go_to(self, selector: str, *, key: str = "Tab") -> None:
        """Presses Tab until the focus is there; every stop on the way can be seen."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return self.sees_where()
            self.page.keyboard.press(key)
        raise AssertionError(f"{selector} can't be reached from {self.page.url} by {key}")

    def leads_on(self, *keys: str) -> None:
        """Presses keys of which the last opens a page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    def sign_in(self, person: User) -> None:
        """The form of signing in."""
        self.page.goto("/quan-tri/")
        self.go_to("input[name=username]")
        self.write(person.email)
        self.press("Tab")
        self.go_to("input[name=password]")
        self.write(factories.PASSWORD)
        self.leads_on("Enter")
        self.page.wait_for_selector("[data-desk=list]")

    def is_at(self, title: str) -> None:
        """The focus is on the row of an article, and it is told to whoever does not see it."""
        expect(self.page.locator("[data-desk-open]:focus")).to_have_text(title)
        expect(self.page.locator("[data-desk-live]")).to_contain_text(title)
        self.sees_where()

    def is_told(self, *words: str) -> None:
        """What was done is said where screen readers hear it."""
        told = self.page.locator(".messages [role=status], [role=status].messages, .messages [role=alert]").first
        for each in words:
            expect(told).to_contain_text(each)


@contextmanager
def hands(chromium: str, server: LiveServer) -> Iterator[Hands]:
    """A window for one person."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, base_url=server.url, locale="vi-VN", reduced_motion="reduce"
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        try:
            yield Hands(page)
            assert troubles == []
        finally:
            browser.close()


@pytest.fixture
def waiting(transactional_db: None) -> dict[str, Any]:
    """Five articles of a unit that wait to be claimed, the first longest, and two editors."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    at = timezone.now() - timedelta(hours=5)
    articles = [
        factories.an_article(
            unit=unit, writer=writer, state=State.SUBMITTED, at=at + timedelta(minutes=place), title=title
        )
        for place, title in enumerate(TITLES)
    ]
    return {"first": factories.an_editor(), "second": factories.an_editor(), "articles": articles}


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def test_an_editor_claims_and_returns_without_a_mouse(waiting, live_server, chromium) -> None:
    first, _second, third, *_rest = waiting["articles"]
    editor = waiting["first"]
    with hands(chromium, live_server) as editor_hands:
        editor_hands.sign_in(editor)
        _moves_and_claims(editor_hands)
        assert fresh(third).claimed_by == editor
        assert fresh(first).state == State.SUBMITTED
        _asks_for_help(editor_hands)
        _opens_and_returns(editor_hands)
    returned = fresh(third)
    assert returned.state == State.RETURNED
    given = returned.events.latest("pk").reason
    assert WORDS in given
    assert ReturnReason.objects.filter(kind=ReturnReason.Kind.RETURN, is_active=True).first().text in given


def _moves_and_claims(at_desk: Hands) -> None:
    at_desk.go_to("#muc-cho-nhan")
    at_desk.leads_on("Enter")
    at_desk.press("j")
    at_desk.is_at(TITLES[1])
    at_desk.press("j")
    at_desk.is_at(TITLES[2])
    at_desk.press("k", "k", "k")
    at_desk.is_at(TITLES[0])
    at_desk.press("j", "j")
    at_desk.is_at(TITLES[2])
    at_desk.leads_on("n")
    at_desk.is_told(TITLES[2])
    # The list came again without the claimed one; the person goes on where they were.
    at_desk.is_at(TITLES[3])


def _asks_for_help(at_desk: Hands) -> None:
    at_desk.press("?")
    expect(at_desk.page.locator("#desk-keys")).to_be_visible()
    assert at_desk.page.evaluate("document.getElementById('desk-keys').contains(document.activeElement)")
    at_desk.press("Escape")
    expect(at_desk.page.locator("#desk-keys")).to_be_hidden()
    at_desk.is_at(TITLES[3])


def _opens_and_returns(at_desk: Hands) -> None:
    page = at_desk.page
    at_desk.go_to("#muc-cua-toi", key="Shift+Tab")
    at_desk.leads_on("Enter")
    at_desk.press("k")
    at_desk.is_at(TITLES[2])
    at_desk.leads_on("Enter")
    page.wait_for_selector("[data-desk=article]")
    at_desk.press("t")
    expect(page.locator("#tay-return")).to_have_attribute("open", "")
    at_desk.sees_where()
    at_desk.press("Space")
    expect(page.locator("#form-return input[type=checkbox]").first).to_be_checked()
    at_desk.go_to("#form-return textarea")
    # Letters that are keys of the desk elsewhere are letters here.
    page.keyboard.type("dtn")
    at_desk.press("Control+a")
    at_desk.write(WORDS)
    at_desk.go_to("#do-return")
    at_desk.leads_on("Enter")
    at_desk.is_told(TITLES[2])
    at_desk.sees_where()


def test_a_second_editor_approves_asks_for_another_and_claims_many_without_a_mouse(
    waiting, live_server, chromium
) -> None:
    one, two, three, four, five = waiting["articles"]
    editor = waiting["second"]
    with hands(chromium, live_server) as at_desk:
        at_desk.sign_in(editor)
        at_desk.go_to("#muc-cho-nhan")
        at_desk.leads_on("Enter")
        at_desk.press("j")
        at_desk.is_at(TITLES[1])
        _approves(at_desk, TITLES[1])
        assert fresh(two).state == State.APPROVED
        at_desk.is_at(TITLES[2])
        _asks_for_a_second(at_desk)
        assert fresh(three).needs_second
        _claims_two(at_desk)
    assert {fresh(one).claimed_by, fresh(four).claimed_by} == {editor}
    assert fresh(five).claimed_by is None


def _approves(at_desk: Hands, title: str) -> None:
    at_desk.press("d")
    at_desk.go_to("#do-approve")
    at_desk.leads_on("Enter")
    at_desk.is_told(title)


def _asks_for_a_second(at_desk: Hands) -> None:
    page = at_desk.page
    at_desk.leads_on("Enter")
    page.wait_for_selector("[data-desk=article]")
    at_desk.go_to("#tay-ask_second > summary")
    at_desk.press("Enter")
    at_desk.go_to("#form-ask_second textarea")
    at_desk.write("Bài có lời khuyên y tế.")
    at_desk.go_to("#do-ask_second")
    at_desk.leads_on("Enter")
    at_desk.sees_where()


def _claims_two(at_desk: Hands) -> None:
    page = at_desk.page
    at_desk.leads_on("u")
    live = page.locator("[data-desk-live]")
    # Where the person opened a row they go on.
    at_desk.is_at(TITLES[2])
    at_desk.press("k")
    at_desk.is_at(TITLES[0])
    at_desk.press("x")
    expect(live).to_contain_text("1")
    at_desk.press("j", "j")
    at_desk.is_at(TITLES[3])
    at_desk.press("x")
    expect(page.locator("[data-desk-tick]:checked")).to_have_count(2)
    at_desk.go_to("#nhieu-claim")
    at_desk.leads_on("Enter")
    at_desk.is_told("2")
