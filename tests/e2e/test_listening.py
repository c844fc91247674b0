"""“Nghe bài” in a browser: offered once a Vietnamese voice is there, read sentence by sentence, remembered, counted once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from cms.visits import actions, readers, recordings
from cms.visits.models import DailyCount
from submissions.articles.enums import State
from tests import factories
from tests.cms.visits.recorded import a_file
from tests.e2e.browser import ARGUMENTS
from tests.e2e.reader_visitor import CHECK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

AGENT: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
# A voice that says nothing, and ends each sentence when it is told to; its list comes as late as it is told to.
VOICE: Final = """
class Silence extends EventTarget {
    voices = []; said = []; now = null;
    getVoices() { return this.voices; }
    speak(words) { if (words.text) { this.said.push(words.text); this.now = words; } }
    cancel() { this.now = null; }
    arrive(lang) { this.voices = [{lang, name: lang}]; this.dispatchEvent(new Event("voiceschanged")); }
    finish() { const words = this.now; this.now = null; words.onend(); }
}
Object.defineProperty(window, "speechSynthesis", {value: new Silence()});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.moved = 0;
new PerformanceObserver(list => { for (const each of list.getEntries()) window.moved += each.value; })
    .observe({type: "layout-shift", buffered: true});
"""
BODY: Final = [
    {"type": "paragraph", "value": "<p>Từ 7h30 có 1.204 người. Họ chờ ít hơn.</p>"},
    {"type": "paragraph", "value": "<p>Câu cuối.</p>"},
]


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    readers.drop()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield found
        found.close()


def _reader(browser: Browser, live_server: LiveServer, **options: Any) -> Page:
    page = browser.new_context(base_url=live_server.url, user_agent=AGENT, locale="vi-VN", **options).new_page()
    page.add_init_script(VOICE)
    return page


def _said(page: Page) -> list[str]:
    found: list[str] = page.evaluate("speechSynthesis.said")
    return found


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, options=CHECK).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def _finish(page: Page) -> None:
    page.evaluate("speechSynthesis.finish()")


def test_an_article_is_listened_to_left_and_taken_up_again(browser: Browser, live_server: LiveServer) -> None:
    article = factories.an_article(state=State.PUBLISHED, title="CCHC ở xã", sapo="Sa-pô.", body=BODY).page
    page = _reader(browser, live_server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(article.get_url())
    page.wait_for_load_state("networkidle")
    bar = page.locator(".listen__bar")
    expect(bar).to_be_hidden()
    page.evaluate("speechSynthesis.arrive('en-US')")
    expect(bar).to_be_hidden()
    page.evaluate("speechSynthesis.arrive('vi-VN')")
    play = page.get_by_role("button", name="Nghe bài", exact=True)
    expect(play).to_be_visible()
    assert page.evaluate("window.moved") < 0.001
    assert not any("/nghe/" in url for url in asked), "nothing is fetched before somebody wants to listen"

    play.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".listen__said")).to_have_text("Đang đọc bài")
    page.wait_for_function("speechSynthesis.said.length === 1")
    with page.expect_request("**/dem/") as beacon:
        _finish(page)
    assert beacon.value.post_data == f"l {article.uid}"
    assert "cookie" not in beacon.value.headers
    _finish(page)
    assert _said(page) == ["cải cách hành chính ở xã", "Sa-pô.", "Từ 7 giờ 30 phút có 1204 người."]
    expect(page.locator(".is-read")).to_have_text("Từ 7h30 có 1.204 người. Họ chờ ít hơn.")
    _finish(page)

    page.get_by_label("Tốc độ").select_option("1.5")
    assert page.evaluate("speechSynthesis.now.rate") == 1.5
    assert _faults(page) == []
    page.get_by_role("button", name="Tạm dừng").click()
    expect(page.locator(".listen__said")).to_have_text("Tạm dừng")

    page.reload()
    page.evaluate("speechSynthesis.arrive('vi-VN')")
    page.get_by_role("button", name="Nghe tiếp").click()
    page.wait_for_function("speechSynthesis.said.length === 1")
    assert _said(page) == ["Họ chờ ít hơn."]
    _finish(page)
    _finish(page)
    expect(page.locator(".listen__said")).to_have_text("Đã đọc hết bài")
    expect(page.locator(".is-read")).to_have_count(0)
    expect(page.get_by_role("button", name="Nghe bài", exact=True)).to_be_visible()
    assert page.context.cookies() == []


def test_who_reads_for_some_seconds_is_counted_once_and_who_leaves_is_not(
    browser: Browser, live_server: LiveServer
) -> None:
    article = factories.an_article(state=State.PUBLISHED).page
    page = _reader(browser, live_server)
    page.clock.install()
    letters: list[str | None] = []
    page.on("request", lambda request: letters.append(request.post_data) if request.url.endswith("/dem/") else None)
    page.goto(article.get_url())
    page.wait_for_load_state("networkidle")
    page.clock.run_for(4_000)
    page.goto(article.get_url())
    page.wait_for_load_state("networkidle")
    assert letters == []
    with page.expect_response("**/dem/") as answer:
        page.clock.run_for(6_000)
    assert answer.value.status == 204
    page.reload()
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/dem/"):
        page.clock.run_for(6_000)
    assert letters == [f"v {article.uid}"] * 2
    actions.gather()
    assert list(DailyCount.objects.values_list("views", "listens")) == [(1, 0)]


def test_without_scripts_nothing_is_offered_that_would_not_work(browser: Browser, live_server: LiveServer) -> None:
    article = factories.an_article(state=State.PUBLISHED).page
    page = _reader(browser, live_server, java_script_enabled=False)
    page.goto(article.get_url())
    expect(page.locator(".listen")).to_be_hidden()


def test_a_recording_stands_in_the_place_of_the_voice_and_works_without_scripts(
    browser: Browser, live_server: LiveServer
) -> None:
    article = factories.an_article(state=State.PUBLISHED).page
    waiting = recordings.upload(story=article, file=a_file(), actor=factories.an_editor())
    recordings.approve(recording_id=waiting.pk, actor=factories.an_editor())
    page = _reader(browser, live_server, java_script_enabled=False)
    page.goto(article.get_url())
    expect(page.locator(".listen audio")).to_be_visible()
    expect(page.locator(".listen__bar")).to_have_count(0)
    page = _reader(browser, live_server)
    page.goto(article.get_url())
    expect(page.locator(".listen audio")).to_be_visible()
    assert _faults(page) == []
