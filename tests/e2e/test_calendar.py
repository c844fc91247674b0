"""Moving a planned piece: by dragging it to another day, and by the keyboard without a script."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from bulletin.calendar.models import PlannedPiece
from tests import factories
from tests.bulletin.calendar.pieces import a_piece
from tests.e2e.browser import ARGUMENTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

MONTH = "/quan-tri/lich/?thang=2026-11"


@pytest.fixture
def piece(transactional_db: None) -> PlannedPiece:
    """A piece of 12 November."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return a_piece(working_title="Một ngày ở bàn hướng dẫn", day=date(2026, 11, 12))


def window(browser: Browser, server: LiveServer, *, scripts: bool) -> Page:
    """A window of the desk editor, signed in."""
    client = Client()
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    cookie: Any = {
        "name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": server.url,
    }  # fmt: skip
    context = browser.new_context(
        viewport={"width": 1440, "height": 1000}, base_url=server.url, java_script_enabled=scripts
    )
    context.set_default_timeout(30_000)
    context.add_cookies([cookie])
    return context.new_page()


def day_of(piece: PlannedPiece) -> date | None:
    return PlannedPiece.objects.get(pk=piece.pk).day


def test_a_piece_is_dragged_to_another_day(chromium: str, live_server: LiveServer, piece: PlannedPiece) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        page = window(browser, live_server, scripts=True)
        page.goto(MONTH)
        page.locator("[data-move]").first.drag_to(page.locator('[data-day="2026-11-18"]'))
        expect(page.locator('[data-day="2026-11-18"] .cal-entry--piece')).to_have_count(1)
        browser.close()
    assert day_of(piece) == date(2026, 11, 18)


def test_the_keyboard_moves_it_too_without_a_script(
    chromium: str, live_server: LiveServer, piece: PlannedPiece
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        page = window(browser, live_server, scripts=False)
        page.goto(MONTH)
        page.locator(".cal-entry--piece .cal-entry__move").focus()
        page.keyboard.press("Enter")
        page.locator("input[name=day]").fill("30/11/2026")
        page.locator("input[name=day]").press("Enter")
        expect(page.locator('[data-day="2026-11-30"] .cal-entry--piece')).to_have_count(1)
        browser.close()
    assert day_of(piece) == date(2026, 11, 30)
