"""A withdrawn issue leaves a note at its address and nothing of it anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bulletin.issues import actions
from bulletin.issues.enums import ArticlesAfter, IssueState
from bulletin.issues.errors import IssueClosed, IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue, IssuePage
from bulletin.issues.quota import quota, spare_articles
from cms.core.periods import Month
from submissions.articles.enums import State
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.issues.test_actions import an_approved_issue
from tests.bulletin.issues.test_partly_published import a_partly_published_issue, pieces_of
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from cms.accounts.models import User

pytestmark = pytest.mark.django_db

NOTE = "Số này được gỡ để biên tập lại."


def a_published_issue(*states: State, title: str = "Số sẽ gỡ") -> Issue:
    issue = an_approved_issue(*states)
    IssuePage.objects.filter(pk=issue.page_id).update(title=title)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    return Issue.objects.get(pk=issue.pk)


def withdraw(issue: Issue, *, actor: User | None = None, articles: ArticlesAfter = ArticlesAfter.KEEP) -> Issue:
    return actions.withdraw(
        issue_id=issue.pk,
        actor=actor or factories.a_desk_editor(),
        reason="Có sai sót ở lời tòa soạn.",
        public_note=NOTE,
        articles=articles,
    )


def public_addresses() -> list[str]:
    return ["/", "/ban-tin/", "/ban-tin/2026/", "/feed/rss.xml", "/feed/atom.xml", "/feed/feed.json"]


@shared
def out() -> Issue:
    """A published issue of one article."""
    return a_published_issue()


@pytest.mark.once
def test_its_address_answers_410_with_the_note_and_every_list_has_forgotten_it(client: Client, out: Issue) -> None:
    issue = out
    page = IssuePage.objects.get(pk=issue.page_id)
    address = page.url
    assert page.title in client.get(address).content.decode()
    assert page.title in client.get("/ban-tin/").content.decode()

    withdraw(issue)

    answer = client.get(address)
    assert answer.status_code == 410
    assert NOTE in answer.content.decode()
    assert page.title not in answer.content.decode()
    for place in public_addresses():
        assert f'"{address}"' not in client.get(place).content.decode(), place
    article = pieces_of(issue)[0].page
    assert address not in client.get(article.url).content.decode(), "the article does not lead to it"


@pytest.mark.once
def test_neither_search_nor_the_sitemap_know_a_withdrawn_issue(client: Client, out: Issue) -> None:
    issue = out
    page = IssuePage.objects.get(pk=issue.page_id)
    month = page.first_published_at.strftime("%Y-%m") if page.first_published_at else ""
    sitemap = reverse("website:sitemap_part", args=[month])
    query = {"q": page.title}
    assert page.url in client.get(sitemap).content.decode()
    assert page.url in client.get("/tim-kiem/", query).content.decode()
    withdraw(issue)
    assert page.url not in client.get(sitemap).content.decode()
    assert page.url not in client.get("/tim-kiem/", query).content.decode()


def test_its_articles_stay_and_may_stand_in_a_later_issue_if_that_was_said() -> None:
    issue = a_published_issue(State.APPROVED, State.APPROVED)
    withdraw(issue, articles=ArticlesAfter.KEEP)
    for piece in pieces_of(issue):
        assert piece.state == State.PUBLISHED
        assert piece in spare_articles()


def test_its_articles_go_with_it_if_that_was_said() -> None:
    issue = a_published_issue(State.APPROVED, State.APPROVED)
    withdraw(issue, articles=ArticlesAfter.WITHDRAW)
    assert {piece.state for piece in pieces_of(issue)} == {State.WITHDRAWN}
    assert [event.verb for event in issue.events.all()][-1] == "withdraw"


def test_a_piece_that_was_to_follow_is_free_again() -> None:
    issue, late = a_partly_published_issue()
    withdraw(issue, articles=ArticlesAfter.WITHDRAW)
    late.refresh_from_db()
    assert late.state == State.APPROVED
    assert late in spare_articles()


def test_the_board_withdraws_an_issue_but_its_articles_are_withdrawn_by_the_desk() -> None:
    issue, board = a_published_issue(), factories.a_board_member()
    with pytest.raises(IssueNotAllowed):
        withdraw(issue, actor=board, articles=ArticlesAfter.WITHDRAW)
    withdraw(issue, actor=board)
    issue.refresh_from_db()
    assert issue.state == IssueState.WITHDRAWN
    assert issue.withdrawn_at is not None


def test_nobody_else_withdraws_one(out: Issue) -> None:
    issue = out
    for person in (factories.an_editor(), factories.an_officer(), factories.an_administrator()):
        with pytest.raises(IssueNotAllowed):
            withdraw(issue, actor=person)


@pytest.mark.parametrize(("reason", "note"), [("", NOTE), ("Sai.", " ")])
def test_it_takes_a_reason_and_a_note_for_readers(reason: str, note: str, out: Issue) -> None:
    issue = out
    with pytest.raises(IssueRefused):
        actions.withdraw(
            issue_id=issue.pk, actor=factories.a_desk_editor(), reason=reason, public_note=note,
            articles=ArticlesAfter.KEEP,
        )  # fmt: skip
    assert IssuePage.objects.get(pk=issue.page_id).live


def test_a_withdrawn_issue_counts_no_more_and_never_comes_back(out: Issue) -> None:
    issue = out
    assert quota(Month(2026, 11)).published == 1
    withdraw(issue)
    assert quota(Month(2026, 11)).published == 0
    for verb in (actions.publish, actions.reopen, actions.complete):
        with pytest.raises(IssueClosed):
            verb(issue_id=issue.pk, actor=factories.a_desk_editor())


def test_an_issue_that_is_not_out_can_not_be_withdrawn() -> None:
    with pytest.raises(IssueClosed):
        withdraw(an_approved_issue())


@pytest.mark.once
def test_the_page_tells_readers_what_was_corrected_and_what_was_withdrawn(client: Client) -> None:
    issue = a_published_issue(State.APPROVED, State.APPROVED)
    gone, corrected = pieces_of(issue)
    editor = factories.an_editor()
    moderation.withdraw(
        submission_id=gone.pk, actor=factories.a_desk_editor(), reason="Sai.", public_note="Biểu mẫu đã thay đổi."
    )
    moderation.correct(submission_id=corrected.pk, actor=editor, note="Sửa giờ mở cửa.")
    factories.an_edit(corrected, by=editor)
    moderation.approve(
        submission_id=corrected.pk,
        actor=factories.an_editor(),
        revision_id=factories.latest_revision_id(corrected),
    )
    text = client.get(IssuePage.objects.get(pk=issue.page_id).url).content.decode()
    assert "Biểu mẫu đã thay đổi." in text
    assert "Sửa giờ mở cửa." in text
    assert gone.page.title not in text


@pytest.mark.once
def test_readers_are_told_how_many_pieces_follow_but_not_which(client: Client) -> None:
    issue, late = a_partly_published_issue()
    text = client.get(IssuePage.objects.get(pk=issue.page_id).url).content.decode()
    assert late.page.title not in text
    assert "1 bài" in text
