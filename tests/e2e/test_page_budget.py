"""What a page may cost a reader on a phone: bytes, requests, nothing that moves, nothing that blocks, no cookie.

Text counts as a proxy sends it, compressed; production compresses style sheets and scripts when they are collected.
"""

from __future__ import annotations

import gzip
import os
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter
from playwright.sync_api import sync_playwright

from cms.website.models import Photo
from submissions.articles.enums import State
from tests import factories
from tests.e2e.browser import ARGUMENTS

if TYPE_CHECKING:
    from playwright.sync_api import Response
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once]

MOST_BYTES: Final = 150_000
MOST_REQUESTS: Final = 12
TEXT: Final = ("text/", "javascript", "json", "svg")
WATCH: Final = """window.moved = 0;
new PerformanceObserver(list => { for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value; })
    .observe({type: "layout-shift", buffered: true});"""
BLOCKING: Final = """() => [...document.querySelectorAll("script[src]")]
    .filter(each => !each.async && !each.defer && each.type !== "module").map(each => each.src)"""
SIZELESS: Final = """() => [...document.images].filter(each => !each.getAttribute("width") || !each.getAttribute("height"))
    .map(each => each.outerHTML.slice(0, 120))"""


def a_real_photo() -> Photo:
    """A photo with as much in it as one from a phone: grain and soft shapes, which compress no better than people do."""
    grain = Image.effect_noise((1600, 1067), 70).filter(ImageFilter.GaussianBlur(3))
    shapes = Image.radial_gradient("L").resize((1600, 1067))
    picture = Image.merge("RGB", (grain, Image.blend(grain, shapes, 0.5), shapes))
    content = BytesIO()
    picture.save(content, "JPEG", quality=88)
    file = SimpleUploadedFile("anh.jpg", content.getvalue(), content_type="image/jpeg")
    photo: Photo = Photo(title="Ảnh chụp", file=file)
    photo._set_image_file_metadata()
    photo.save()
    return photo


def _weight(answer: Response) -> int:
    body = answer.body()
    is_text = any(kind in answer.headers.get("content-type", "") for kind in TEXT)
    return len(gzip.compress(body)) if is_text else len(body)


@pytest.mark.parametrize(("width", "density"), [(360, 2), (1440, 1)])
def test_an_article_with_a_photo_is_light_quiet_and_still(
    transactional_db: None, live_server: LiveServer, chromium: str, width: int, density: int
) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    factories.house()
    text = "<p>Từ đầu tháng, bàn tiếp nhận mở sớm nửa giờ để người ở xa kịp lượt khám buổi sáng.</p>"
    body: list[dict[str, Any]] = [{"type": "paragraph", "value": text * 4}] * 6
    article = factories.an_article(state=State.PUBLISHED, lead_image=a_real_photo(), body=body).page
    answers: list[Response] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            device_scale_factor=density,
            locale="vi-VN",
        )
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))
        page.add_init_script(WATCH)
        page.goto(article.get_url())
        page.wait_for_load_state("networkidle")
        weights = {answer.url: _weight(answer) for answer in answers}
        moved = page.evaluate("window.moved")
        blocking, sizeless = page.evaluate(BLOCKING), page.evaluate(SIZELESS)
        pictures = page.locator("img").count()
        cookies = context.cookies()
        browser.close()
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len(answers) <= MOST_REQUESTS, weights
    assert moved < 0.001
    assert blocking == []
    assert sizeless == []
    assert pictures >= 1
    assert any(url.endswith(".webp") for url in weights)
    assert cookies == []
    assert all(url.startswith(live_server.url) for url in weights), "something comes from elsewhere"
