"""Issues: composed by the desk, approved by the board, published as one act."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bulletin.issues import actions
from bulletin.issues.enums import IssueState
from bulletin.issues.errors import ArticlesNotReady, IssueClosed, IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue, IssueArticle, IssuePage
from cms.core.periods import Month
from cms.website.models import StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions as moderation
from tests import factories

if TYPE_CHECKING:
    from cms.accounts.models import User

pytestmark = pytest.mark.django_db

PERIOD = Month(2026, 11).first_day


def a_draft_issue(desk: User | None = None, **fields: Any) -> Issue:
    """An issue without articles."""
    desk = desk or factories.a_desk_editor()
    return actions.create_issue(actor=desk, period=PERIOD, issue_date=date(2026, 11, 20), **fields)


def an_issue_before_the_board(*states: State, desk: User | None = None) -> Issue:
    """An issue with an article in each of the states, put before the board."""
    desk = desk or factories.a_desk_editor()
    issue = a_draft_issue(desk)
    articles = [factories.an_article(state=state).page_id for state in states or (State.APPROVED,)]
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=articles)
    return actions.submit(issue_id=issue.pk, actor=desk)


def an_approved_issue(*states: State) -> Issue:
    """The same with the board's yes."""
    issue = an_issue_before_the_board(*states)
    return actions.approve(issue_id=issue.pk, actor=factories.a_board_member(), revision_id=revision_of(issue))


def revision_of(issue: Issue) -> int:
    """The revision that a person who decides has on the screen."""
    return int(IssuePage.objects.values_list("latest_revision_id", flat=True).get(pk=issue.page_id))


def test_numbers_run_on_within_the_year() -> None:
    factories.house()
    assert [a_draft_issue().page.number for _ in range(3)] == [1, 2, 3]
    assert (
        actions.create_issue(
            actor=factories.a_desk_editor(), period=date(2027, 1, 1), issue_date=date(2027, 1, 5)
        ).page.number
        == 1
    )


def test_an_issue_is_published_as_a_numbered_page_with_its_articles_in_order() -> None:
    desk = factories.a_desk_editor()
    issue = a_draft_issue(desk)
    first, second, third = (factories.an_article(state=State.APPROVED) for _ in range(3))
    actions.compose(
        issue_id=issue.pk, actor=desk, article_ids=[third.page_id, first.page_id, second.page_id], title="Số đầu"
    )
    actions.submit(issue_id=issue.pk, actor=desk)
    actions.approve(issue_id=issue.pk, actor=factories.a_board_member(), revision_id=revision_of(issue))
    actions.publish(issue_id=issue.pk, actor=desk)
    page = IssuePage.objects.get(pk=issue.page_id)
    assert page.live
    assert page.url_path.endswith(f"/ban-tin/2026/{page.number}/")
    assert [story.pk for story in page.articles()] == [third.page_id, first.page_id, second.page_id]
    assert set(Submission.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_an_article_that_is_live_already_is_not_published_again() -> None:
    issue = an_approved_issue(State.PUBLISHED, State.SCHEDULED)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    stories = StoryVersion.objects.exclude(story_id=issue.page_id)
    assert sorted(stories.values_list("version", flat=True)) == [1, 1]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED, State.WITHDRAWN])
def test_an_article_that_is_not_approved_cannot_be_composed_and_is_named(state: State) -> None:
    desk = factories.a_desk_editor()
    issue = a_draft_issue(desk)
    submission = factories.an_article(state=state)
    with pytest.raises(ArticlesNotReady) as refusal:
        actions.compose(issue_id=issue.pk, actor=desk, article_ids=[submission.page_id])
    assert submission.page.title in refusal.value.problems[0]
    assert not issue.entries.exists()


def test_an_article_is_in_at_most_one_issue_and_the_other_is_named() -> None:
    desk = factories.a_desk_editor()
    taken, other = a_draft_issue(desk), a_draft_issue(desk)
    submission = factories.an_article(state=State.APPROVED)
    actions.compose(issue_id=taken.pk, actor=desk, article_ids=[submission.page_id])
    with pytest.raises(ArticlesNotReady) as refusal:
        actions.compose(issue_id=other.pk, actor=desk, article_ids=[submission.page_id])
    assert str(taken) in refusal.value.problems[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        IssueArticle.objects.create(issue=other, article_id=submission.page_id, position=1)


def test_who_composed_an_issue_does_not_approve_it() -> None:
    both = factories.a_person(factories.Role.DESK, factories.Role.BOARD)
    issue = an_issue_before_the_board(desk=both)
    with pytest.raises(IssueNotAllowed):
        actions.approve(issue_id=issue.pk, actor=both, revision_id=revision_of(issue))


def test_nor_does_who_composed_it_and_let_another_hand_it_in() -> None:
    both, desk = factories.a_person(factories.Role.DESK, factories.Role.BOARD), factories.a_desk_editor()
    issue = a_draft_issue(both)
    actions.compose(issue_id=issue.pk, actor=both, article_ids=[factories.an_article(state=State.APPROVED).page_id])
    actions.submit(issue_id=issue.pk, actor=desk)
    with pytest.raises(IssueNotAllowed):
        actions.approve(issue_id=issue.pk, actor=both, revision_id=revision_of(issue))


def test_only_the_desk_composes_and_only_the_board_approves() -> None:
    issue = an_issue_before_the_board()
    for person in (factories.an_editor(), factories.an_officer(), factories.an_administrator()):
        with pytest.raises(IssueNotAllowed):
            actions.approve(issue_id=issue.pk, actor=person, revision_id=revision_of(issue))
        with pytest.raises(IssueNotAllowed):
            a_draft_issue(person)


def test_an_approval_of_an_older_composition_is_refused() -> None:
    desk, board = factories.a_desk_editor(), factories.a_board_member()
    issue = an_issue_before_the_board(desk=desk)
    seen = revision_of(issue)
    actions.reopen(issue_id=issue.pk, actor=desk)
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[factories.an_article(state=State.APPROVED).page_id])
    actions.submit(issue_id=issue.pk, actor=desk)
    with pytest.raises(IssueRefused):
        actions.approve(issue_id=issue.pk, actor=board, revision_id=seen)


def test_an_empty_issue_does_not_go_before_the_board() -> None:
    desk = factories.a_desk_editor()
    issue = a_draft_issue(desk)
    with pytest.raises(IssueRefused):
        actions.submit(issue_id=issue.pk, actor=desk)


def test_a_return_needs_a_reason_and_opens_the_composition() -> None:
    issue, board = an_issue_before_the_board(), factories.a_board_member()
    with pytest.raises(IssueRefused):
        actions.return_to_desk(issue_id=issue.pk, actor=board, reason="  ")
    actions.return_to_desk(issue_id=issue.pk, actor=board, reason="Thiếu bài cho doanh nghiệp")
    issue.refresh_from_db()
    assert issue.state == IssueState.DRAFT
    assert issue.events.last().reason == "Thiếu bài cho doanh nghiệp"


def test_an_article_reopened_after_the_boards_yes_holds_the_whole_issue_back() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED)
    entry = issue.entries.first()
    assert entry is not None
    moderation.reopen(submission_id=entry.article.submission.pk, actor=factories.an_editor())
    with pytest.raises(ArticlesNotReady) as refusal:
        actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    assert entry.article.title in refusal.value.problems[0]
    issue.refresh_from_db()
    assert issue.state == IssueState.APPROVED
    assert not IssuePage.objects.get(pk=issue.page_id).live
    assert not Submission.objects.filter(state=State.PUBLISHED).exists()


def test_a_scheduled_issue_goes_live_when_its_time_has_come_and_not_before() -> None:
    issue, desk = an_approved_issue(), factories.a_desk_editor()
    due = timezone.now() + timedelta(hours=2)
    actions.schedule(issue_id=issue.pk, actor=desk, at=due)
    assert actions.publish_due_issues(now=due - timedelta(seconds=1)) == 0
    assert actions.publish_due_issues(now=due) == 1
    assert actions.publish_due_issues(now=due) == 0
    assert IssuePage.objects.get(pk=issue.page_id).live


def test_a_due_issue_that_cannot_go_live_falls_back_with_the_reason_and_stops_nobody() -> None:
    broken, fine, desk = an_approved_issue(), an_approved_issue(), factories.a_desk_editor()
    due = timezone.now() + timedelta(hours=1)
    for issue in (broken, fine):
        actions.schedule(issue_id=issue.pk, actor=desk, at=due)
    entry = broken.entries.first()
    assert entry is not None
    moderation.reopen(submission_id=entry.article.submission.pk, actor=factories.an_editor())
    assert actions.publish_due_issues(now=due) == 1
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == (IssueState.APPROVED, IssueState.PUBLISHED)
    assert entry.article.title in broken.events.last().reason


def test_a_published_issue_is_closed() -> None:
    issue, desk = an_approved_issue(), factories.a_desk_editor()
    actions.publish(issue_id=issue.pk, actor=desk)
    for verb in (actions.publish, actions.reopen, actions.submit):
        with pytest.raises(IssueClosed):
            verb(issue_id=issue.pk, actor=desk)
    with pytest.raises(IssueClosed):
        actions.compose(issue_id=issue.pk, actor=desk, article_ids=[])


def test_the_database_keeps_an_unapproved_issue_from_readers() -> None:
    issue = an_issue_before_the_board()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuePage.objects.filter(pk=issue.page_id).update(live=True, live_revision_id=revision_of(issue))


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_take_the_same_article_one_wins_and_the_other_is_told() -> None:
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    issues = [a_draft_issue(desk) for desk in desks]
    article = factories.an_article(state=State.APPROVED).page_id
    start, outcomes = threading.Barrier(2), []

    def compose(issue: Issue, desk: User) -> None:
        try:
            start.wait(10)
            actions.compose(issue_id=issue.pk, actor=desk, article_ids=[article])
            outcomes.append("won")
        except ArticlesNotReady as refusal:
            outcomes.append(refusal.problems[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=compose, args=pair) for pair in zip(issues, desks, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == 2
    assert outcomes.count("won") == 1
    assert IssueArticle.objects.filter(article_id=article).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_acts_and_the_other_finds_it_done() -> None:
    issue, desk = an_approved_issue(), factories.a_desk_editor()
    start, outcomes = threading.Barrier(2), []

    def publish() -> None:
        try:
            start.wait(10)
            actions.publish(issue_id=issue.pk, actor=desk)
            outcomes.append("published")
        except IssueClosed:
            outcomes.append("closed")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["closed", "published"]
    assert StoryVersion.objects.filter(story_id=issue.page_id).count() == 1
