"""A screen in a waiting hall, in a real browser: without a network, without scripts, cleared, after the end of a message."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from bulletin.led import actions, screen_actions
from bulletin.led.enums import ScreenVerb
from bulletin.led.files import version
from bulletin.led.models import LedScreen
from cms.website.models import StoryPage
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.led.screens import HEADLINE, a_screen, an_approved_message
from tests.cms.website.an_issue import a_published_issue
from tests.e2e.browser import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

HALL = {"width": 1920, "height": 1080}
PORTRAIT = {"width": 1080, "height": 1920}
SMALL = {"width": 1280, "height": 720}
LONGEST = ("Ế Ộ Ỹ nghỉ Tết: bộ phận một cửa Ổn định lại từ Mùng Sáu, " + "người bệnh tới Ắt được chỉ dẫn kỹ")[:90]
SECOND = ("Trường hợp cấp cứu vẫn tiếp nhận hai mươi tư giờ mỗi ngày ở cổng phía đường Yersin, điện thoại " * 2)[
    :140
].strip()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WHAT_IS_KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""
FITS = """() => {
    const stage = document.querySelector("[data-stage]");
    const box = stage.getBoundingClientRect(), found = [];
    if (document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth) found.push("scrolls");
    for (const each of document.querySelectorAll("[data-stage] *")) {
        const at = each.getBoundingClientRect();
        if (at.top < box.top - 1 || at.bottom > box.bottom + 1 || at.right > box.right + 1) found.push(each.className);
    }
    return found;
}"""


@pytest.fixture
def screen(transactional_db: None) -> LedScreen:
    """A screen, with an issue, its two articles and a message."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    factories.house()
    issue = a_published_issue(unit=factories.a_unit())
    StoryPage.objects.filter(pk=issue.page_id).update(lead_image=factories.a_photo())
    made = a_screen()
    an_approved_message()
    return made


@contextmanager
def device(chromium: str, server: LiveServer, *, clock: bool = True, **context: Any) -> Iterator[Page]:
    """A browser in the hall; its clock can be moved ahead."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        window = browser.new_context(base_url=server.url, **{"viewport": HALL, **context})
        window.set_default_timeout(30_000)
        page = window.new_page()
        if clock:
            page.clock.install(time=timezone.now())
        yield page
        browser.close()


def open_and_keep(page: Page, screen: LedScreen) -> None:
    """Loads the page for the first time, until the device has kept what it needs."""
    page.goto(f"/led/{screen.key}/")
    page.wait_for_selector("html[data-kept]", state="attached")


def seen_in_a_round(page: Page, turns: int = 8) -> set[str]:
    """The titles of so many turns."""
    found = set()
    for _turn in range(turns):
        found.add(page.locator(".card__title").inner_text())
        page.keyboard.press("ArrowRight")
    return found


def test_it_runs_without_a_network_after_the_first_load(
    chromium: str, live_server: LiveServer, screen: LedScreen
) -> None:
    with device(chromium, live_server) as page:
        open_and_keep(page, screen)
        page.context.set_offline(True)
        page.reload()
        page.wait_for_selector(
            "html[data-shown=message], html[data-shown=issue], html[data-shown=story]", state="attached"
        )
        place = page.locator("[data-place]").inner_text()
        page.clock.fast_forward(10_500)
        expect(page.locator("[data-place]")).not_to_have_text(place)
        assert {HEADLINE, "Bớt một lần chờ"} <= seen_in_a_round(page)
        assert page.evaluate("document.fonts.check('600 40px \"Be Vietnam Pro\"', 'ế')")
        kept = page.evaluate(WHAT_IS_KEPT)
        assert all(path.startswith("/led/") for path in kept)
        assert [path for path in kept if path.startswith("/led/anh/")]
        # The network is back: it hears at once.
        an_approved_message(headline="Có mạng trở lại")
        page.wait_for_selector("html[data-online='0']", state="attached")
        page.context.set_offline(False)
        page.clock.fast_forward(70_000)
        page.wait_for_selector("html[data-online='1']", state="attached")
        assert "Có mạng trở lại" in seen_in_a_round(page)


def test_without_word_from_the_server_for_hours_nothing_is_believed_any_more(
    chromium: str, live_server: LiveServer, screen: LedScreen
) -> None:
    with device(chromium, live_server) as page:
        open_and_keep(page, screen)
        page.context.set_offline(True)
        page.clock.fast_forward("01:30:00")
        # The message was for an hour; the rest stands.
        page.wait_for_selector("html[data-shown=issue], html[data-shown=story]", state="attached")
        assert HEADLINE not in seen_in_a_round(page)
        page.clock.fast_forward("02:45:00")
        page.wait_for_selector("html[data-shown=name]", state="attached")
        page.reload()
        expect(page.locator(".card--name")).to_be_visible()
        page.clock.fast_forward(11_000)
        expect(page.locator(".card--name")).to_be_visible()


def test_it_is_cleared_and_released_from_afar(chromium: str, live_server: LiveServer, screen: LedScreen) -> None:
    desk = factories.a_desk_editor()
    with device(chromium, live_server) as page:
        open_and_keep(page, screen)
        screen_actions.act_on_screen(screen_id=screen.pk, actor=desk, verb=ScreenVerb.CLEAR, version=1)
        page.clock.fast_forward(30_000)
        expect(page.locator(".card--name")).to_be_visible()
        screen_actions.act_on_screen(screen_id=screen.pk, actor=desk, verb=ScreenVerb.RELEASE, version=2)
        page.clock.fast_forward(30_000)
        expect(page.locator(".card--name")).to_have_count(0)
        screen_actions.clear_all(actor=desk)
        page.clock.fast_forward(30_000)
        expect(page.locator(".card--name")).to_be_visible()


def test_a_message_ends_by_the_clock_while_it_is_on(
    chromium: str, live_server: LiveServer, transactional_db: None
) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    screen = a_screen()
    an_approved_message(headline="Chỉ vài giây", valid_until=timezone.now() + timedelta(seconds=15))
    # The device's own clock is a day behind; the server's counts.
    with device(chromium, live_server, clock=False) as page:
        page.clock.install(time=timezone.now() - timedelta(days=1))
        page.goto(f"/led/{screen.key}/")
        expect(page.locator(".card__title")).to_have_text("Chỉ vài giây")
        expect(page.locator(".card--name")).to_be_visible(timeout=30_000)
        assert page.locator("[data-date]").inner_text().endswith(f"{timezone.localtime():%d/%m/%Y}")


def test_an_address_that_was_taken_back_shows_the_name_and_forgets(
    chromium: str, live_server: LiveServer, screen: LedScreen
) -> None:
    with device(chromium, live_server) as page:
        open_and_keep(page, screen)
        screen_actions.act_on_screen(
            screen_id=screen.pk, actor=factories.a_desk_editor(), verb=ScreenVerb.NEW_KEY, version=1
        )
        page.clock.fast_forward(30_000)
        expect(page.locator(".card--name")).to_be_visible()
        assert not [path for path in page.evaluate(WHAT_IS_KEPT) if path.endswith("du-lieu.json")]


def test_it_reports_to_the_desk(chromium: str, live_server: LiveServer, screen: LedScreen) -> None:
    with device(chromium, live_server) as page:
        with page.expect_response("**/nhip") as answer:
            page.goto(f"/led/{screen.key}/")
        assert answer.value.status == 204
    screen.refresh_from_db()
    assert screen.page_version == version()
    assert screen.shown_kind in ("message", "issue", "story")


def test_without_scripts_it_turns_by_itself(chromium: str, live_server: LiveServer, screen: LedScreen) -> None:
    with device(chromium, live_server, clock=False, java_script_enabled=False) as page:
        page.goto(f"/led/{screen.key}/")
        first = page.locator(".card__title").inner_text()
        page.wait_for_url("**/?the=1")
        assert page.locator(".card__title").inner_text() != first


@pytest.mark.parametrize("size", [HALL, SMALL, PORTRAIT], ids=["1920x1080", "1280x720", "1080x1920"])
def test_the_longest_words_fit_and_axe_finds_nothing(
    chromium: str, live_server: LiveServer, screen: LedScreen, artefacts: Path, size: dict[str, int]
) -> None:
    an_approved_message(headline=LONGEST, second_line=SECOND, kind="urgent")
    factories.an_article(
        state=State.PUBLISHED, title=("Ở Ổ Ế Ẫ: " + "bệnh viện đa khoa tỉnh đổi cách gọi số thứ tự " * 4)[:200]
    )
    with device(chromium, live_server, viewport=size, reduced_motion="reduce") as page:
        page.goto(f"/led/{screen.key}/")
        page.wait_for_selector("html[data-shown=message]", state="attached")
        axe = Axe()
        pictured = set()
        for _turn in range(8):
            kind = str(page.locator("html").get_attribute("data-shown"))
            page.wait_for_function("() => [...document.images].every(each => each.complete)")
            assert page.evaluate(FITS) == [], kind
            assert page.evaluate("getComputedStyle(document.querySelector('.card')).animationName") == "none"
            name = f"led-{size['width']}x{size['height']}-{kind}-{page.locator('.card--urgent').count()}"
            if name not in pictured:
                pictured.add(name)
                page.screenshot(path=artefacts / f"{name}.png")
                found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
                assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
            page.keyboard.press("ArrowRight")
        assert len(pictured) >= 4


def test_a_withdrawn_message_leaves_the_screen(chromium: str, live_server: LiveServer, transactional_db: None) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    screen, message = a_screen(), an_approved_message()
    with device(chromium, live_server) as page:
        open_and_keep(page, screen)
        expect(page.locator(".card__title")).to_have_text(HEADLINE)
        actions.withdraw_message(message_id=message.pk, actor=factories.a_board_member(), version=message.version)
        page.clock.fast_forward(30_000)
        expect(page.locator(".card--name")).to_be_visible()


def test_it_comes_back_after_an_error_and_takes_up_a_new_version_once(
    chromium: str, live_server: LiveServer, screen: LedScreen
) -> None:
    with device(chromium, live_server, service_workers="block") as page:
        page.goto(f"/led/{screen.key}/")
        page.wait_for_selector("html[data-online='1']", state="attached")
        with page.expect_navigation():
            page.evaluate("dispatchEvent(new ErrorEvent('error'))")
            page.clock.fast_forward(31_000)
        loads: list[str] = []
        page.on("framenavigated", lambda frame: loads.append(frame.url))

        def newer(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, json={**answer.json(), "version": "newer"})

        page.route("**/du-lieu.json", newer)
        page.wait_for_selector("html[data-online='1']", state="attached")
        with page.expect_navigation():
            page.clock.fast_forward(30_000)
        for _time in range(3):
            page.wait_for_selector("html[data-online='1']", state="attached")
            page.evaluate("delete document.documentElement.dataset.online")
            page.clock.fast_forward(30_000)
        page.wait_for_selector("html[data-online='1']", state="attached")
        assert len(loads) == 1
