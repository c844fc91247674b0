"""A comment on a few words of a text stays on them, whatever is saved, handed in and returned after it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wagtail.models import Comment

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions
from tests import factories
from tests.e2e.test_keyboard import hands
from tests.faults.processes import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from cms.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]

BODY = [{"type": "paragraph", "value": "<p>Bàn thứ nhất mở cửa.</p><p>Điện thoại 02583822168 luôn có người trực.</p>"}]
MARKED = "02583822168"
TEXT = "[data-contentpath=body] .public-DraftEditor-content"
WATCHED = """addEventListener("w-unsaved:watch-edits", () => document.documentElement.dataset.watched = "yes")"""
MARK = f"{TEXT} [data-annotation]"


def facts(submission: Submission) -> tuple[object, ...]:
    row = Submission.objects.get(pk=submission.pk)
    return row.content_hash, row.last_edited_at, row.last_edited_by_id, row.events.count()


@contextmanager
def editor_of(submission: Submission, person: User, *, server: LiveServer, chromium: str) -> Iterator[Page]:
    """The editor of an article in a window of a person's own."""
    with hands(chromium, server) as at_desk:
        page = at_desk.page
        page.add_init_script(WATCHED)
        page.goto("/quan-tri/")
        page.fill("input[name=username]", person.email)
        page.fill("input[name=password]", factories.PASSWORD)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")
        page.goto(f"/quan-tri/pages/{submission.page_id}/edit/")
        expect(page.locator(TEXT)).to_contain_text(MARKED)
        # What is typed before the editor looks for changes counts as what it found.
        page.wait_for_selector("html[data-watched]")
        yield page
        page.goto("about:blank")


def test_a_comment_on_words_stays_on_them_over_saves_a_return_and_the_next_hand_in(
    transactional_db: None, live_server: LiveServer, chromium: str
) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    unit = factories.a_unit()
    writer, editor = factories.a_writer(unit), factories.an_editor()
    submission = factories.an_article(unit=unit, writer=writer, editor=editor, state=State.IN_REVIEW, body=BODY)
    before = facts(submission)
    where = {"server": live_server, "chromium": chromium}
    with editor_of(submission, editor, **where) as page:
        page.locator(TEXT).get_by_text(MARKED).dblclick(position={"x": 110, "y": 8})
        page.keyboard.press("Control+Alt+m")
        page.locator(".comment__input").fill("Số này đúng chưa?")
        page.locator("#comments .comment__button--primary").click()
        assert until(lambda: Comment.objects.exclude(position="").exists(), seconds=20)
        expect(page.locator(MARK)).to_have_text(MARKED)
        page.reload()
        expect(page.locator(MARK)).to_have_text(MARKED)
    assert facts(submission) == before, "a comment is no change of the text"

    actions.return_to_unit(submission_id=submission.pk, actor=editor, reason="Xem lại số điện thoại.")
    with editor_of(submission, writer, **where) as page:
        expect(page.locator(MARK)).to_have_text(MARKED)
        page.locator(TEXT).get_by_text("Bàn thứ nhất").click()
        page.keyboard.press("Home")
        page.keyboard.type("Hôm nay: ")
        assert until(lambda: "Hôm nay" in str(factories.latest_text(submission).body), seconds=20)
    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)

    with editor_of(submission, editor, **where) as page:
        expect(page.locator(TEXT)).to_contain_text("Hôm nay: Bàn thứ nhất")
        expect(page.locator(MARK)).to_have_text(MARKED)
