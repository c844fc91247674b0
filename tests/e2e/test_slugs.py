"""The address that grows in the editor while a title is typed is the one that the server would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.core.text import slugify_vi
from tests import factories
from tests.e2e.browser import people

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# The strings of the rules for Vietnamese text; escapes where an editor would put the marks right by itself.
TITLES = (
    "Đẩy mạnh CCHC: “một cửa” tại Trạm Y tế xã – 100% hồ sơ đúng hạn!",
    "được người",
    "Nghiệm thu",
    "Nghie\u0323\u0302m thu",
    "ti\u0065\u0301\u0302p nhận, ê\u0301 ẩm",
    "đƣợc Ƣu tiên, Ðơn vị, ðúng hẹn",
    "Сở Y tế phối hợp với Москва",
    "Sở\u200b Y\u00a0tế\u00ad Khánh\u202e Hoà",
    "Së Y tÕ Kh¸nh Hßa",
    "ng\u00adêi d©n ®\u00adîc phôc vô",
    "Sôû Y teá Khaùnh Hoøa",
    "Sá»Ÿ Y táº¿ KhÃ¡nh HÃ²a",
    "Ẫ Ễ Ỗ Ữ Ỹ ặ ệ ợ ự — “Uỷ ban” ‘quý’ 87,5\u00a0% 253.000₫ m² ½ №5",
    "Bệnh viện Đa khoa tỉnh: " + "bớt một lần xếp hàng, " * 8,
    "nghiêng" * 20,
    "--- A_b ---",
)


def test_the_address_typed_along_is_the_one_that_the_server_gives(
    live_server: LiveServer, chromium: str, artefacts: Path
) -> None:
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    address = reverse("wagtailadmin_pages:edit", args=[factories.an_article(unit=unit, writer=writer).page_id])
    client = Client()
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    with people(chromium=chromium, base_url=live_server.url, artefacts=artefacts) as gathered:
        page = gathered.reader()
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page.goto(address)
        title, slug = page.locator("#id_title"), page.locator("#id_slug")
        for text in TITLES:
            slug.fill("")
            title.fill(text)
            title.press("Tab")
            expect(slug, text).to_have_value(slugify_vi(text))
        assert gathered.errors == []
        # Nothing was saved: the window may close without asking.
        page.evaluate("window.onbeforeunload = null")
