"""Issues of which readers have a part: published without named pieces, completed later, or left with one piece less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bulletin.issues import actions
from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.errors import ArticlesNotReady, IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue, IssuePage
from bulletin.issues.quota import quota, spare_articles
from bulletin.issues.signals import issue_changed, issue_published
from cms.core.periods import Month
from cms.website.models import StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.issues.test_actions import a_draft_issue, an_approved_issue, revision_of
from tests.shared import shared

pytestmark = pytest.mark.django_db


def pieces_of(issue: Issue) -> list[Submission]:
    return list(Submission.objects.filter(page__issue_entries__issue=issue).order_by("page__issue_entries__position"))


def a_partly_published_issue(*states: State) -> tuple[Issue, Submission]:
    """An issue that is out without its last piece, which is approved; and that piece."""
    issue = an_approved_issue(*(states or (State.APPROVED, State.PUBLISHED, State.APPROVED)))
    late = pieces_of(issue)[-1]
    actions.publish_without(
        issue_id=issue.pk, actor=factories.a_desk_editor(), article_ids=[late.page_id], reason="Chờ ảnh của đơn vị."
    )
    return Issue.objects.get(pk=issue.pk), late


@shared
def in_part() -> tuple[Issue, Submission]:
    """An issue that is out without one of its articles, and that article."""
    return a_partly_published_issue()


@shared
def of_two() -> Issue:
    """An approved issue of two approved articles."""
    return an_approved_issue(State.APPROVED, State.APPROVED)


@shared
def half_live() -> Issue:
    """An approved issue of an article that waits and one that is live."""
    return an_approved_issue(State.APPROVED, State.PUBLISHED)


def test_the_named_pieces_follow_and_the_others_are_live_together(in_part: tuple[Issue, Submission]) -> None:
    issue, late = in_part
    page = IssuePage.objects.get(pk=issue.page_id)
    assert issue.state == IssueState.PARTIAL
    assert page.live
    assert len(page.articles()) == 2
    late.refresh_from_db()
    assert late.state == State.APPROVED
    assert issue.events.last().reason == "Chờ ảnh của đơn vị."


def test_of_what_is_published_in_part_nothing_is_half_live_when_another_piece_is_not_ready() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED, State.APPROVED)
    first, second, third = pieces_of(issue)
    moderation.reopen(submission_id=second.pk, actor=factories.an_editor())
    with pytest.raises(ArticlesNotReady) as refusal:
        actions.publish_without(
            issue_id=issue.pk, actor=factories.a_desk_editor(), article_ids=[third.page_id], reason="Chờ ảnh."
        )
    assert refusal.value.article_ids == [second.page_id]
    assert not StoryVersion.objects.filter(story_id__in=[first.page_id, issue.page_id]).exists()


def test_a_refused_publication_works_once_its_reason_is_gone(of_two: Issue) -> None:
    issue = of_two
    piece, editor, desk = pieces_of(issue)[0], factories.an_editor(), factories.a_desk_editor()
    moderation.reopen(submission_id=piece.pk, actor=editor)
    with pytest.raises(ArticlesNotReady):
        actions.publish(issue_id=issue.pk, actor=desk)
    moderation.approve(submission_id=piece.pk, actor=editor, revision_id=factories.latest_revision_id(piece))
    actions.publish(issue_id=issue.pk, actor=desk)
    issue.refresh_from_db()
    assert issue.state == IssueState.PUBLISHED


@pytest.mark.parametrize("what", ["nothing", "everything", "a stranger", "a live one"])
def test_only_some_of_its_own_pieces_that_are_not_live_can_be_left_out(what: str, half_live: Issue) -> None:
    issue = half_live
    waiting, live = pieces_of(issue)
    named = {
        "nothing": [],
        "everything": [waiting.page_id, live.page_id],
        "a stranger": [factories.an_article(state=State.APPROVED).page_id],
        "a live one": [live.page_id],
    }[what]
    with pytest.raises(IssueRefused):
        actions.publish_without(
            issue_id=issue.pk, actor=factories.a_desk_editor(), article_ids=named, reason="Chờ ảnh."
        )
    assert not IssuePage.objects.get(pk=issue.page_id).live


def test_leaving_out_needs_a_reason_and_a_person_of_the_desk_or_the_board(of_two: Issue) -> None:
    issue = of_two
    late = pieces_of(issue)[0].page_id
    with pytest.raises(IssueRefused):
        actions.publish_without(issue_id=issue.pk, actor=factories.a_desk_editor(), article_ids=[late], reason=" ")
    for person in (factories.an_editor(), factories.an_officer(), factories.an_administrator()):
        with pytest.raises(IssueNotAllowed):
            actions.publish_without(issue_id=issue.pk, actor=person, article_ids=[late], reason="Chờ ảnh.")


def test_the_clock_never_leaves_anything_out(of_two: Issue) -> None:
    issue = of_two
    due = timezone.now() + timedelta(hours=1)
    actions.schedule(issue_id=issue.pk, actor=factories.a_desk_editor(), at=due)
    moderation.reopen(submission_id=pieces_of(issue)[0].pk, actor=factories.an_editor())
    assert actions.publish_due_issues(now=due) == 0
    issue.refresh_from_db()
    assert issue.state == IssueState.APPROVED


def test_the_rest_goes_live_by_one_act_and_the_issue_is_whole(in_part: tuple[Issue, Submission]) -> None:
    issue, late = in_part
    actions.complete(issue_id=issue.pk, actor=factories.a_desk_editor())
    issue.refresh_from_db()
    late.refresh_from_db()
    assert (issue.state, late.state) == (IssueState.PUBLISHED, State.PUBLISHED)
    assert IssuePage.objects.get(pk=issue.page_id).articles()[-1].pk == late.page_id


def test_a_piece_that_an_editor_publishes_by_itself_makes_the_issue_whole(in_part: tuple[Issue, Submission]) -> None:
    issue, late = in_part
    moderation.publish(submission_id=late.pk, actor=factories.an_editor())
    issue.refresh_from_db()
    assert issue.state == IssueState.PUBLISHED
    last = issue.events.last()
    assert (last.verb, last.article_id, last.actor) == (IssueVerb.FOLLOW, late.page_id, None)


def test_what_cannot_follow_is_named_and_nothing_is_done(in_part: tuple[Issue, Submission]) -> None:
    issue, late = in_part
    moderation.reopen(submission_id=late.pk, actor=factories.an_editor())
    with pytest.raises(ArticlesNotReady) as refusal:
        actions.complete(issue_id=issue.pk, actor=factories.a_desk_editor())
    assert late.page.title in refusal.value.problems[0]
    issue.refresh_from_db()
    assert issue.state == IssueState.PARTIAL


def test_a_piece_that_is_let_go_is_free_for_the_next_issue(in_part: tuple[Issue, Submission]) -> None:
    issue, late = in_part
    desk = factories.a_desk_editor()
    assert late not in spare_articles()
    actions.let_go(issue_id=issue.pk, actor=desk, article_id=late.page_id, reason="Đơn vị xin lùi sang tháng sau.")
    issue.refresh_from_db()
    assert issue.state == IssueState.PUBLISHED
    assert late in spare_articles()
    following = a_draft_issue(desk)
    actions.compose(issue_id=following.pk, actor=desk, article_ids=[late.page_id])
    moderation.publish(submission_id=late.pk, actor=factories.an_editor())
    assert following.entries.count() == 1
    assert late.page_id not in [story.pk for story in IssuePage.objects.get(pk=issue.page_id).articles()]


def test_a_live_piece_is_not_let_go(in_part: tuple[Issue, Submission]) -> None:
    issue, _late = in_part
    live = pieces_of(issue)[0]
    with pytest.raises(IssueRefused):
        actions.let_go(issue_id=issue.pk, actor=factories.a_desk_editor(), article_id=live.page_id, reason="Nhầm.")


def test_an_issue_whose_article_is_withdrawn_is_out_in_part_and_keeps_its_approval(of_two: Issue) -> None:
    issue = of_two
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    gone = pieces_of(issue)[0]
    before = Issue.objects.get(pk=issue.pk)
    moderation.withdraw(
        submission_id=gone.pk, actor=factories.a_desk_editor(), reason="Biểu mẫu đã đổi.", public_note="Biểu mẫu mới."
    )
    after = Issue.objects.get(pk=issue.pk)
    assert after.state == IssueState.PARTIAL
    assert (after.approved_revision_id, after.approved_by_id) == (before.approved_revision_id, before.approved_by_id)
    assert IssuePage.objects.get(pk=issue.page_id).live
    with pytest.raises(IssueRefused, match="đăng sau"):
        actions.complete(issue_id=issue.pk, actor=factories.a_desk_editor())


def test_a_corrected_article_leaves_a_line_and_the_issue_where_it_stands() -> None:
    issue = an_approved_issue(State.APPROVED)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    submission, editor = pieces_of(issue)[0], factories.an_editor()
    moderation.correct(submission_id=submission.pk, actor=editor, note="Sửa giờ mở cửa.")
    factories.an_edit(submission, by=editor)
    moderation.approve(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        revision_id=factories.latest_revision_id(submission),
    )
    issue.refresh_from_db()
    assert issue.state == IssueState.PUBLISHED
    assert (issue.events.last().verb, issue.events.last().reason) == (IssueVerb.CORRECT, "Sửa giờ mở cửa.")


def test_the_month_counts_an_issue_once_whether_readers_have_it_whole_or_in_part() -> None:
    november = Month(2026, 11)
    issue, _late = a_partly_published_issue()
    assert quota(november).published == 1
    actions.complete(issue_id=issue.pk, actor=factories.a_desk_editor())
    assert quota(november).published == 1
    moderation.withdraw(
        submission_id=pieces_of(issue)[0].pk, actor=factories.a_desk_editor(), reason="Sai.", public_note="Sai."
    )
    assert quota(november).published == 1


def test_higher_rooms_hear_of_the_issue_once_and_of_each_change() -> None:
    heard: list[tuple[str, Any]] = []

    def published(sender: type, *, issue: Issue, version: StoryVersion, **kwargs: Any) -> None:
        heard.append(("published", version.story_id == issue.page_id))

    def changed(sender: type, *, issue: Issue, change: str, **kwargs: Any) -> None:
        heard.append((str(change), issue.state))

    issue_published.connect(published)
    issue_changed.connect(changed)
    try:
        issue, _late = a_partly_published_issue()
        actions.complete(issue_id=issue.pk, actor=factories.a_desk_editor())
    finally:
        issue_published.disconnect(published)
        issue_changed.disconnect(changed)
    assert heard == [("published", True), ("followed", IssueState.PUBLISHED)]


def test_the_approved_revision_is_what_the_page_shows(in_part: tuple[Issue, Submission]) -> None:
    issue, _late = in_part
    assert IssuePage.objects.get(pk=issue.page_id).live_revision_id == revision_of(issue)
