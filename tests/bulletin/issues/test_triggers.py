"""A decided issue stays as the board approved it, whoever holds a connection to the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bulletin.issues import actions
from bulletin.issues.enums import ArticlesAfter, IssueState
from bulletin.issues.models import Issue, IssueArticle, IssuePage
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.issues.test_actions import an_approved_issue, an_issue_before_the_board
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from submissions.articles.models import Submission

pytestmark = pytest.mark.django_db


@shared
def decided() -> dict[IssueState, Issue]:
    """An issue of two articles in each of the decided states."""
    desk = factories.a_desk_editor()
    issues = {
        state: an_approved_issue(State.APPROVED, State.APPROVED)
        for state in (IssueState.APPROVED, IssueState.PUBLISHED, IssueState.WITHDRAWN)
    }
    for state in (IssueState.PUBLISHED, IssueState.WITHDRAWN):
        actions.publish(issue_id=issues[state].pk, actor=desk)
    withdrawn = issues[IssueState.WITHDRAWN].pk
    actions.withdraw(issue_id=withdrawn, actor=desk, reason="Sai.", public_note="Sai.", articles=ArticlesAfter.KEEP)
    return {state: Issue.objects.get(pk=issue.pk) for state, issue in issues.items()}


@shared
def undecided() -> Issue:
    """An issue of two articles before the board."""
    return an_issue_before_the_board(State.APPROVED, State.APPROVED)


@shared
def another() -> Submission:
    """An approved article that is in no issue."""
    return factories.an_article(state=State.APPROVED)


ATTEMPTS: dict[str, Callable[[Issue, Submission], Any]] = {
    "one more article": lambda issue, another: IssueArticle.objects.create(
        issue=issue, article_id=another.page_id, position=9
    ),
    "one less": lambda issue, _: issue.entries.filter(position=1).delete(),
    "another order": lambda issue, _: issue.entries.filter(position=1).update(position=7),
    "another heading": lambda issue, _: issue.entries.filter(position=1).update(heading="Khác"),
    "another article": lambda issue, another: issue.entries.filter(position=1).update(article_id=another.page_id),
    "other contents": lambda issue, _: IssuePage.objects.filter(pk=issue.page_id).update(contents=[]),
    "another note": lambda issue, _: IssuePage.objects.filter(pk=issue.page_id).update(editorial_note="Khác"),
    "another date": lambda issue, _: IssuePage.objects.filter(pk=issue.page_id).update(issue_date=date(2020, 1, 1)),
    "another month": lambda issue, _: IssuePage.objects.filter(pk=issue.page_id).update(period=date(2020, 1, 1)),
    "other contributors": lambda issue, _: IssuePage.objects.filter(pk=issue.page_id).update(contributors="Ai đó"),
}


@pytest.mark.parametrize("state", [IssueState.APPROVED, IssueState.PUBLISHED, IssueState.WITHDRAWN])
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_was_decided_can_not_be_changed_past_the_actions(
    decided: dict[IssueState, Issue], another: Submission, attempt: str, state: IssueState
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTEMPTS[attempt](decided[state], another)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_is_not_decided_yet_is_open(undecided: Issue, another: Submission, attempt: str) -> None:
    ATTEMPTS[attempt](undecided, another)


@pytest.mark.parametrize("state", [IssueState.PUBLISHED, IssueState.WITHDRAWN])
@pytest.mark.parametrize("back_to", [IssueState.DRAFT, IssueState.IN_REVIEW, IssueState.APPROVED])
def test_what_readers_had_never_becomes_a_draft_again(
    decided: dict[IssueState, Issue], state: IssueState, back_to: IssueState
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=decided[state].pk).update(state=back_to, withdrawn_at=None)


@pytest.mark.parametrize(
    "values",
    [
        {"state": IssueState.PARTIAL},
        {"state": IssueState.WITHDRAWN, "published_at": timezone.now()},
        {"withdrawn_at": timezone.now()},
    ],
    ids=["out without its time", "withdrawn without its time", "a time without a withdrawal"],
)
def test_states_carry_what_belongs_to_them(decided: dict[IssueState, Issue], values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=decided[IssueState.APPROVED].pk).update(**values)


def test_a_reopened_issue_is_open_again() -> None:
    issue = an_approved_issue(State.APPROVED)
    desk = factories.a_desk_editor()
    actions.reopen(issue_id=issue.pk, actor=desk)
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[], editorial_note="Viết lại")
    issue.refresh_from_db()
    assert (issue.state, issue.entries.count()) == (IssueState.DRAFT, 0)
