"""Two people, or a person and the clock, at one issue at the same moment: one acts, the other is told, nothing is torn."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bulletin.issues import actions
from bulletin.issues.enums import ArticlesAfter, IssueState, IssueVerb
from bulletin.issues.errors import IssueRefused
from bulletin.issues.models import Issue, IssueArticle, IssuePage
from cms.website.models import StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions as moderation
from submissions.moderation.errors import VerbRefused
from tests import factories
from tests.bulletin.issues.test_actions import (
    PERIOD,
    a_draft_issue,
    an_approved_issue,
    an_issue_before_the_board,
    revision_of,
)
from tests.bulletin.issues.test_partly_published import a_partly_published_issue, pieces_of
from tests.races import let_go

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Each act on a connection of its own, all let go together; its refusal, or None where it was carried out."""
    return let_go(*acts, refused=(IssueRefused, VerbRefused))


def again(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def is_consistent(issue: Issue) -> bool:
    """The state says what readers have."""
    now = again(issue)
    live = IssuePage.objects.get(pk=issue.page_id).live
    missing = now.entries.missing().exists()
    return {
        IssueState.PUBLISHED: live and not missing,
        IssueState.PARTIAL: live and missing,
    }.get(IssueState(now.state), not live)


def test_two_issues_begun_at_once_have_two_numbers() -> None:
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    a_draft_issue()
    begin = [partial(actions.create_issue, actor=desk, period=PERIOD, issue_date=date(2026, 11, 20)) for desk in desks]
    assert at_once(*begin) == [None, None]
    assert list(IssuePage.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_two_desks_who_want_the_same_articles_in_another_order_do_not_wait_for_ever() -> None:
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    first, second = a_draft_issue(desks[0]), a_draft_issue(desks[1])
    articles = [factories.an_article(state=State.APPROVED).page_id for _ in range(3)]
    refusals = at_once(
        partial(actions.compose, issue_id=first.pk, actor=desks[0], article_ids=articles),
        partial(actions.compose, issue_id=second.pk, actor=desks[1], article_ids=articles[::-1]),
    )
    assert sum(refusal is None for refusal in refusals) == 1
    winner = first if refusals[0] is None else second
    assert {entry.issue_id for entry in IssueArticle.objects.all()} == {winner.pk}
    told = next(str(refusal) for refusal in refusals if refusal is not None)
    assert str(winner) in told, "the issue that has them is named"


def test_of_two_desks_who_save_one_issue_the_slower_is_told_who_was_there() -> None:
    desks = [factories.a_desk_editor(name="Lê Thị Một"), factories.a_desk_editor(name="Trần Văn Hai")]
    issue = a_draft_issue(desks[0])
    seen = issue.events.latest("pk").pk
    save = [
        partial(actions.compose, issue_id=issue.pk, actor=desk, article_ids=[], title=str(desk), seen=seen)
        for desk in desks
    ]
    refusals = at_once(*save)
    assert sum(refusal is None for refusal in refusals) == 1
    winner = desks[refusals.index(None)]
    assert IssuePage.objects.get(pk=issue.page_id).title == str(winner)
    assert str(winner) in str(next(refusal for refusal in refusals if refusal is not None))


def test_an_approval_and_a_return_at_once_leave_one_of_the_two() -> None:
    issue = an_issue_before_the_board()
    refusals = at_once(
        partial(actions.approve, issue_id=issue.pk, actor=factories.a_board_member(), revision_id=revision_of(issue)),
        partial(actions.return_to_desk, issue_id=issue.pk, actor=factories.a_board_member(), reason="Thiếu bài."),
    )
    assert sum(refusal is None for refusal in refusals) == 1
    assert again(issue).state == (IssueState.APPROVED if refusals[0] is None else IssueState.DRAFT)


def test_publishing_whole_and_in_part_at_once_is_one_publication() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED)
    late = pieces_of(issue)[1].page_id
    refusals = at_once(
        partial(actions.publish, issue_id=issue.pk, actor=factories.a_desk_editor()),
        partial(
            actions.publish_without,
            issue_id=issue.pk, actor=factories.a_board_member(), article_ids=[late], reason="Chờ ảnh.",
        ),
    )  # fmt: skip
    assert sum(refusal is None for refusal in refusals) == 1
    assert StoryVersion.objects.filter(story_id=issue.page_id).count() == 1
    assert is_consistent(issue)


def test_an_issue_published_while_an_article_of_it_is_reopened_is_whole_or_not_there() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED)
    piece = pieces_of(issue)[0]
    at_once(
        partial(actions.publish, issue_id=issue.pk, actor=factories.a_desk_editor()),
        partial(moderation.reopen, submission_id=piece.pk, actor=factories.an_editor()),
    )
    live = IssuePage.objects.get(pk=issue.page_id).live
    assert {Submission.objects.get(pk=row.pk).page.live for row in pieces_of(issue)} == {live}
    assert is_consistent(issue)


def test_an_issue_published_while_an_article_of_it_is_published_too_has_each_once() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED)
    piece = pieces_of(issue)[0]
    refusals = at_once(
        partial(actions.publish, issue_id=issue.pk, actor=factories.a_desk_editor()),
        partial(moderation.publish, submission_id=piece.pk, actor=factories.an_editor()),
    )
    assert refusals[0] is None
    assert StoryVersion.objects.filter(story_id=piece.page_id).count() == 1
    assert is_consistent(issue)


def test_the_rest_published_twice_at_once_is_published_once() -> None:
    issue, late = a_partly_published_issue()
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    refusals = at_once(*(partial(actions.complete, issue_id=issue.pk, actor=desk) for desk in desks))
    assert sum(refusal is None for refusal in refusals) == 1
    assert StoryVersion.objects.filter(story_id=late.page_id).count() == 1
    assert again(issue).state == IssueState.PUBLISHED


def test_a_piece_let_go_while_it_is_published_is_either_in_the_issue_or_free() -> None:
    issue, late = a_partly_published_issue()
    let_go, _published = at_once(
        partial(
            actions.let_go,
            issue_id=issue.pk, actor=factories.a_desk_editor(), article_id=late.page_id, reason="Đơn vị xin lùi.",
        ),
        partial(moderation.publish, submission_id=late.pk, actor=factories.an_editor()),
    )  # fmt: skip
    entry = IssueArticle.objects.get(issue=issue, article_id=late.page_id)
    assert (entry.released_at is not None) == (let_go is None)
    assert again(issue).state == IssueState.PUBLISHED
    assert is_consistent(issue)


def test_two_articles_withdrawn_at_once_are_two_lines_of_their_issue() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED, State.APPROVED)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    first, second, _third = pieces_of(issue)
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    refusals = at_once(
        *(
            partial(moderation.withdraw, submission_id=piece.pk, actor=desk, reason="Sai.", public_note="Sai.")
            for piece, desk in zip((first, second), desks, strict=True)
        )
    )
    assert refusals == [None, None]
    assert again(issue).events.filter(verb=IssueVerb.LOSE).count() == 2
    assert is_consistent(issue)


@pytest.mark.parametrize("articles", list(ArticlesAfter))
def test_an_issue_withdrawn_twice_at_once_is_withdrawn_once(articles: ArticlesAfter) -> None:
    issue = an_approved_issue(State.APPROVED)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    refusals = at_once(
        *(
            partial(
                actions.withdraw,
                issue_id=issue.pk, actor=desk, reason="Sai.", public_note="Gỡ.", articles=articles,
            )
            for desk in desks
        )
    )  # fmt: skip
    assert sum(refusal is None for refusal in refusals) == 1
    assert StoryVersion.objects.filter(story_id=issue.page_id).count() == 2


def test_an_issue_withdrawn_while_an_article_of_it_is_withdrawn_too_goes_with_it() -> None:
    issue = an_approved_issue(State.APPROVED, State.APPROVED)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    piece = pieces_of(issue)[0]
    at_once(
        partial(
            actions.withdraw, issue_id=issue.pk, actor=factories.a_desk_editor(), reason="Sai.", public_note="Gỡ.",
            articles=ArticlesAfter.WITHDRAW,
        ),
        partial(
            moderation.withdraw,
            submission_id=piece.pk, actor=factories.a_desk_editor(), reason="Sai.", public_note="Gỡ.",
        ),
    )  # fmt: skip
    assert again(issue).state == IssueState.WITHDRAWN
    assert {row.state for row in pieces_of(issue)} == {State.WITHDRAWN}
