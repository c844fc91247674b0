"""An issue from its first article to its page, without a mouse: the desk composes and publishes, the board approves.

And with a mouse: articles are dragged into it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bulletin.issues.enums import IssueState
from bulletin.issues.models import Issue
from submissions.articles.enums import State
from tests import factories
from tests.e2e.test_keyboard import hands

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from cms.accounts.models import User
    from tests.e2e.test_keyboard import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

TITLES = ("Bớt một lần chờ ở quầy thu phí", "Trạm y tế xã hẹn giờ qua điện thoại", "Ký số phiếu kết quả")
SPARE, CHOSEN = '[data-list="spare"]', '[data-list="chosen"]'


@pytest.fixture
def ready(transactional_db: None) -> dict[str, User]:
    """Three approved articles of three units, a desk editor and a member of the board."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    for title in TITLES:
        factories.an_article(state=State.APPROVED, title=title)
    return {"desk": factories.a_desk_editor(), "board": factories.a_board_member()}


def sign_in(person: User, at_door: Hands) -> None:
    at_door.page.goto("/quan-tri/")
    at_door.go_to("input[name=username]")
    at_door.write(person.email)
    at_door.press("Tab")
    at_door.go_to("input[name=password]")
    at_door.write(factories.PASSWORD)
    at_door.leads_on("Enter")
    at_door.page.wait_for_selector("#wagtail-sidebar", state="attached")


def test_an_issue_is_composed_approved_and_published_by_keyboard_alone(
    ready: dict[str, User], live_server: LiveServer, chromium: str
) -> None:
    with hands(chromium, live_server) as desk:
        sign_in(ready["desk"], desk)
        _composes(desk)
    issue = Issue.objects.get()
    assert issue.state == IssueState.IN_REVIEW
    assert [entry.article.title for entry in issue.entries.select_related("article").order_by("position")] == [
        TITLES[1], TITLES[0],
    ]  # fmt: skip
    address = reverse("issues_issue", args=[issue.pk])
    with hands(chromium, live_server) as board:
        sign_in(ready["board"], board)
        board.page.goto(address)
        board.go_to("form[action$='/approve/'] button")
        board.leads_on("Enter")
        board.is_told("duyệt")
    with hands(chromium, live_server) as desk:
        sign_in(ready["desk"], desk)
        desk.page.goto(address)
        desk.go_to("form[action$='/publish/'] button")
        desk.leads_on("Enter")
        desk.is_told("2 bài")
        desk.page.goto("/ban-tin/")
        desk.go_to(".shelf a")
        desk.leads_on("Enter")
        expect(desk.page.locator("h1")).to_have_text("Làm ít giấy hơn")
        expect(desk.page.locator("main")).to_contain_text("Ở quầy tiếp nhận")
    issue.refresh_from_db()
    assert issue.state == IssueState.PUBLISHED


def test_articles_are_dragged_into_the_issue_and_into_their_order(
    ready: dict[str, User], live_server: LiveServer, chromium: str
) -> None:
    with hands(chromium, live_server) as desk:
        sign_in(ready["desk"], desk)
        page = desk.page
        page.locator("form[action$='/so-ban-tin/moi/'] button").click()
        page.wait_for_selector(".issue-compose--live")
        for title in TITLES[:2]:
            page.locator(f'{SPARE} [data-title="{title}"] .issue-meta').drag_to(page.locator(CHOSEN))
            expect(page.locator(f'{CHOSEN} [data-title="{title}"]')).to_be_visible()
        last = page.locator(f'{CHOSEN} [data-title="{TITLES[1]}"] .issue-meta')
        last.drag_to(page.locator(f"{CHOSEN} li").first, target_position={"x": 20, "y": 4})
        expect(page.locator(f"{CHOSEN} li").first).to_have_attribute("data-title", TITLES[1])
        page.locator("button[name=save]").click()
        page.wait_for_load_state()
    issue = Issue.objects.get()
    assert [entry.article.title for entry in issue.entries.select_related("article").order_by("position")] == [
        TITLES[1], TITLES[0],
    ]  # fmt: skip


def _composes(desk: Hands) -> None:
    page = desk.page
    desk.go_to("form[action$='/so-ban-tin/moi/'] button")
    desk.leads_on("Enter")
    page.wait_for_selector(".issue-compose--live")
    for title in TITLES[:2]:
        item = f'{SPARE} [data-title="{title}"] [data-move="in"]'
        desk.go_to(item, key="Shift+Tab" if page.locator(f"{CHOSEN} li").count() else "Tab")
        desk.press("Enter")
        expect(page.locator(f'{CHOSEN} [data-title="{title}"]')).to_be_visible()
        desk.sees_where()
    expect(page.locator("[data-live]")).to_contain_text("2")
    # The focus went along with the article, onto the button that moves it up.
    desk.go_to(f'{CHOSEN} [data-title="{TITLES[1]}"] [data-move="up"]')
    desk.press("Enter")
    expect(page.locator(f"{CHOSEN} li").first).to_have_attribute("data-title", TITLES[1])
    desk.sees_where()
    desk.go_to(f'{CHOSEN} [data-title="{TITLES[1]}"] .issue-item__heading', key="Shift+Tab")
    desk.write("Ở quầy tiếp nhận")
    desk.go_to("input[name=title]")
    desk.press("Control+a")
    desk.write("Làm ít giấy hơn")
    desk.go_to("textarea[name=editorial_note]")
    desk.write("Hai việc nhỏ, một hướng đi.")
    desk.go_to("button[name=submit]")
    desk.leads_on("Enter")
    desk.is_told("trình")
