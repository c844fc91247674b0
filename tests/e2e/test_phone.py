"""A phone without scripts: sign in, write, add a photo, look it through, hand in. And with scripts: what is typed stays."""

from __future__ import annotations

import os
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from submissions.articles.enums import State
from submissions.articles.models import Submission
from tests import factories
from tests.e2e.browser import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

PHONE = {"width": 360, "height": 740}
WRITE = "/quan-tri/don-vi/BVPHONE/viet/"
THUMB = 44


@contextmanager
def a_phone(chromium: str, server: LiveServer, *, scripts: bool) -> Iterator[Page]:
    """A small window, with or without scripts. The database is not touched while it is open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        context = browser.new_context(
            viewport=PHONE, base_url=server.url, locale="vi-VN", java_script_enabled=scripts, has_touch=True
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        try:
            yield page
        finally:
            browser.close()


def a_picture() -> dict[str, Any]:
    content = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(content, "JPEG")
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.fixture
def writer(transactional_db: None) -> Any:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    unit = factories.a_unit(code="BVPHONE", short_name="BV Điện thoại")
    return factories.a_writer(unit, email="viet@vi-du.vn", name="Nguyễn Viết")


def sign_in(page: Page, path: str) -> None:
    page.goto(path)
    page.fill("input[name=username]", "viet@vi-du.vn")
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_load_state()


def small_targets(page: Page) -> list[str]:
    """Buttons and fields of the form that are smaller than a thumb, and what is wider than the screen."""
    found = []
    for each in page.locator("form.write__form :is(button, input, textarea, select):visible").all():
        box = each.bounding_box()
        if box and box["width"] > 2 and (box["height"] < THUMB or box["x"] + box["width"] > PHONE["width"] + 1):
            found.append(f"{each.get_attribute('name')} {each.get_attribute('value')} {box}")
    return found


def test_a_writer_without_scripts_hands_in_from_a_phone(writer, live_server, chromium, artefacts) -> None:
    with a_phone(chromium, live_server, scripts=False) as page:
        sign_in(page, "/quan-tri/don-vi/BVPHONE/")
        page.click("#write-directly")
        page.wait_for_load_state()
        assert small_targets(page) == []
        page.fill("[name=title]", "Một cửa gọn hơn ở khoa khám bệnh")
        page.fill("[name=sapo]", "Người bệnh chờ ít hơn nhờ sắp xếp lại bàn tiếp nhận.")
        page.fill(
            "[name=text]",
            "Từ đầu tháng, bàn tiếp nhận mở sớm hơn.\n\n- Một bàn cho người cao tuổi\n- Một bàn số\n\nHết.",
        )
        page.set_input_files("[name=photo-1-file]", a_picture())
        page.fill("[name=photo-1-alt]", "Bàn tiếp nhận mới")
        page.fill("[name=photo-1-caption]", "Bàn tiếp nhận mở từ 6 giờ 30")
        page.fill("[name=photo-1-credit]", "Hoài An")
        page.screenshot(path=artefacts / "phone-1-write.png", full_page=True)
        page.click("#more-photos")
        page.wait_for_selector("#text-form")
        assert small_targets(page) == []
        page.screenshot(path=artefacts / "phone-2-text.png", full_page=True)
        page.click("#text-form #save-and-review")
        page.wait_for_selector("#review-form")
        page.select_option("[name=genre]", "news")
        page.select_option("[name=audience]", "citizens")
        page.select_option("[name=topic]", index=1)
        page.check("[name=no_secrets]")
        page.screenshot(path=artefacts / "phone-3-review.png", full_page=True)
        page.click("#submit-article")
        page.wait_for_selector("#under-way")
    submission = Submission.objects.select_related("page").get()
    assert submission.state == State.SUBMITTED
    assert submission.first_submitted_by == writer
    assert submission.page.specific.get_latest_revision_as_object().lead_alt == "Bàn tiếp nhận mới"


def test_what_is_typed_outlives_a_crash_an_ended_session_and_a_dead_line(writer, live_server, chromium) -> None:
    with a_phone(chromium, live_server, scripts=True) as page:
        sign_in(page, WRITE)
        page.fill("[name=title]", "Gõ dở trên điện thoại")
        page.fill("[name=text]", "Đoạn chưa lưu.")
        page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('desk-kept-write-'))")
        page.goto("about:blank")
        page.goto(WRITE)
        page.wait_for_selector("[data-kept-restored]:not([hidden])")
        assert page.input_value("[name=text]") == "Đoạn chưa lưu."

        page.context.clear_cookies()
        page.fill("[name=sapo]", "Thêm sau khi phiên đã hết.")
        page.click("#save-and-review")
        page.wait_for_url("**/login/**")
        page.fill("input[name=username]", "viet@vi-du.vn")
        page.fill("input[name=password]", factories.PASSWORD)
        page.click("form button[type=submit]")
        page.wait_for_selector("[data-kept-restored]:not([hidden])")
        assert page.input_value("[name=sapo]") == "Thêm sau khi phiên đã hết."

        page.context.set_offline(True)
        page.click("#save-and-review")
        page.wait_for_selector("[data-kept-offline]:not([hidden])")
        page.context.set_offline(False)
        page.wait_for_selector("#review-form")
        assert page.input_value("[name=title]") == "Gõ dở trên điện thoại"
        kept = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('desk-kept-write-'))")
        assert kept == [], "what the server has taken is not kept any longer"
    assert Submission.objects.count() == 1


def test_signing_out_leaves_nothing_of_what_was_typed_in_the_browser(writer, live_server, chromium) -> None:
    with a_phone(chromium, live_server, scripts=True) as page:
        sign_in(page, WRITE)
        page.fill("[name=title]", "Bí mật của máy dùng chung")
        page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('desk-kept-write-'))")
        page.evaluate(
            """() => {
                const form = document.createElement("form");
                form.method = "post";
                form.action = "/quan-tri/logout/";
                form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
                document.body.append(form);
                form.requestSubmit();
            }"""
        )
        page.wait_for_url("**/login/**")
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('desk-kept'))") == []
