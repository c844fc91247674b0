"""The bulletin as a mail, both parts of it, as they leave the house: drawn on a phone and wide, light and dark."""

from __future__ import annotations

import os
import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from submissions.articles.enums import State
from tests import factories
from tests.bulletin.newsletter.material import a_mail_server, a_subscriber, sent
from tests.bulletin.pdf.issues import a_published_issue, a_rich_article
from tests.e2e.browser import ARGUMENTS
from tests.e2e.reader_visitor import CHECK, LAYOUT

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from playwright.sync_api import Route

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01\x00;"
TITLES = ("Ẫm Ỗng Ữ: một cửa, một lần chờ", "Hỏi & đáp <nhanh> ở quầy “số 2”")
LONGEST_LINE = 998  # octets, RFC 5322


@pytest.fixture
def mail(transactional_db: None) -> EmailMessage:
    """What a mail server took for one subscriber."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    factories.house()
    a_subscriber()
    pictured = a_rich_article(title=TITLES[0], lead_alt="Quầy tiếp đón buổi sáng")
    a_published_issue(
        pictured, factories.an_article(state=State.APPROVED, title=TITLES[1]), title="Làm ít giấy hơn",
        editorial_note="Hai việc nhỏ.\n\nMột hướng đi.",
    )  # fmt: skip
    with a_mail_server() as sink:
        assert sent() == 1
    found: EmailMessage = message_from_bytes(sink.mails[0][2], policy=policy.default)
    return found


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_letter_is_drawn_whole_on_every_screen(mail: EmailMessage, chromium: str, artefacts: Path) -> None:
    words = _part(mail, "html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        page = browser.new_context(java_script_enabled=True, locale="vi-VN").new_page()
        asked: list[str] = []

        def picture(route: Route) -> None:
            asked.append(route.request.resource_type)
            route.fulfill(body=PIXEL, content_type="image/gif")

        page.route("**/*", picture)
        for width in (320, 700):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                page.set_content(words)
                assert page.evaluate(LAYOUT, width) == []
                faults = Axe().run(page, options=CHECK).response["violations"]
                assert [(each["id"], each["nodes"][0]["html"][:160]) for each in faults] == []
                page.screenshot(path=artefacts / f"letter-{width}-{scheme}.png", full_page=True)
        assert [text.strip() for text in page.locator("h2").all_inner_texts()] == list(TITLES)
        assert page.locator("p", has_text="Một hướng đi.").count() == 1
        assert set(asked) <= {"image"}, "a letter loads pictures and nothing else"
        browser.close()


def test_the_part_without_markup_says_and_leads_to_the_same(mail: EmailMessage) -> None:
    text, html = _part(mail, "plain"), _part(mail, "html")
    lines = [line.strip() for line in text.splitlines()]
    assert all(title in lines for title in TITLES), "words stand as they are, without the signs of markup"
    assert not re.search(r"&(?:amp|lt|gt|quot|#\d+);|</", text)
    assert "\n\n\n" not in text.replace("\r", "")
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.splitlines())
    for address in re.findall(r'<h[12][^>]*><a href="([^"]+)"', html):
        assert address in lines, "each address stands on a line of its own"
    assert re.search(r"thoi/[0-9a-f-]{36}/", text)
