"""“My work” of the board, the officer and the administrator: what other rooms bring to the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.models import Delivery
from bulletin.forwarding.states import State
from bulletin.issues import actions as issues
from cms.accounts.work import lists_of
from cms.core.models import OutgoingMail
from submissions.articles.enums import State as ArticleState
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.issues.test_actions import an_issue_before_the_board
from tests.bulletin.issues.test_partly_published import a_partly_published_issue

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORKLIST = "/quan-tri/kiem-duyet/"


def urls(slug: str, user) -> list[str]:
    (found,) = (each for each in lists_of(user) if each.slug == slug)
    page = found.page()
    assert found.count() == len(page.rows)
    return [row.url for row in page.rows]


def test_an_issue_waits_for_the_board(client):
    member = factories.a_board_member()
    assert urls("so-cho-duyet", member) == []
    issue = an_issue_before_the_board()

    assert urls("so-cho-duyet", member) == [reverse("issues_issue", args=[issue.pk])]
    client.force_login(member)
    page = client.get(WORKLIST, {"muc": "so-cho-duyet"})
    assert issue.page.title in page.content.decode()


def test_an_issue_that_lacks_an_article_waits_for_the_desk_until_the_article_is_out(client):
    desk = factories.a_desk_editor()
    issue, late = a_partly_published_issue()

    assert urls("so-con-thieu", desk) == [reverse("issues_issue", args=[issue.pk])]
    client.force_login(desk)
    assert issue.page.title in client.get(WORKLIST, {"muc": "so-con-thieu"}).content.decode()

    issues.complete(issue_id=issue.pk, actor=desk)
    assert urls("so-con-thieu", desk) == []
    moderation.withdraw(submission_id=late.pk, actor=desk, reason="Biểu mẫu đã đổi.", public_note="")
    assert urls("so-con-thieu", desk) == [], "nothing is left to be done about what was withdrawn"


def test_a_mail_that_never_left_waits_for_the_administrator(client):
    administrator = factories.an_administrator()
    mail = OutgoingMail.objects.create(
        key="thu:1", recipient="nguoi@vi-du.vn", subject="Bài bị trả lại", text="…", attempts=9,
        state=OutgoingMail.State.FAILED, last_error="SMTPServerDisconnected: gone", next_attempt_at=timezone.now(),
    )  # fmt: skip

    assert urls("thu-khong-gui-duoc", administrator) == [reverse("mails:mail", args=[mail.pk])]
    client.force_login(administrator)
    assert "nguoi@vi-du.vn" in client.get(WORKLIST).content.decode()


def test_a_stuck_delivery_waits_for_the_officer_and_a_paused_destination_for_the_administrator_too(client):
    now = timezone.now() - timedelta(days=1)
    officer, administrator = factories.an_officer(), factories.an_administrator()
    destination = actions.add_destination(
        kind="sandbox", name="Tỉnh thử", base_url="https://memory.invalid", actor=COMMAND_LINE, now=now,
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    factories.an_article(state=ArticleState.PUBLISHED)
    delivery = Delivery.objects.get(destination=destination)
    assert urls("can-nguoi", officer) == urls("noi-nhan-tam-dung", administrator) == []

    Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED, last_error="timeout")
    actions.pause(destination_id=destination.pk, reason="Bảo trì", actor=Actor.person(officer))

    assert urls("can-nguoi", officer) == [reverse("forwarding_delivery", args=[delivery.pk])]
    for person in (officer, administrator):
        assert urls("noi-nhan-tam-dung", person) == [reverse("forwarding_overview")]
        client.force_login(person)
        assert "Tỉnh thử" in client.get(WORKLIST, {"muc": "noi-nhan-tam-dung"}).content.decode()
