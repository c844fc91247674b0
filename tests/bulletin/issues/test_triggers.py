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

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def a_closed_issue(state: IssueState) -> Issue:
    issue, desk = an_approved_issue(State.APPROVED, State.APPROVED), factories.a_desk_editor()
    if state == IssueState.PUBLISHED:
        actions.publish(issue_id=issue.pk, actor=desk)
    if state == IssueState.WITHDRAWN:
        actions.publish(issue_id=issue.pk, actor=desk)
        actions.withdraw(issue_id=issue.pk, actor=desk, reason="Sai.", public_note="Sai.", articles=ArticlesAfter.KEEP)
    return Issue.objects.get(pk=issue.pk)


ATTEMPTS: dict[str, Callable[[Issue], Any]] = {
    "one more article": lambda issue: IssueArticle.objects.create(
        issue=issue, article_id=factories.an_article(state=State.APPROVED).page_id, position=9
    ),
    "one less": lambda issue: issue.entries.filter(position=1).delete(),
    "another order": lambda issue: issue.entries.filter(position=1).update(position=7),
    "another heading": lambda issue: issue.entries.filter(position=1).update(heading="Khác"),
    "another article": lambda issue: issue.entries.filter(position=1).update(
        article_id=factories.an_article(state=State.APPROVED).page_id
    ),
    "other contents": lambda issue: IssuePage.objects.filter(pk=issue.page_id).update(contents=[]),
    "another note": lambda issue: IssuePage.objects.filter(pk=issue.page_id).update(editorial_note="Khác"),
    "another date": lambda issue: IssuePage.objects.filter(pk=issue.page_id).update(issue_date=date(2020, 1, 1)),
    "another month": lambda issue: IssuePage.objects.filter(pk=issue.page_id).update(period=date(2020, 1, 1)),
    "other contributors": lambda issue: IssuePage.objects.filter(pk=issue.page_id).update(contributors="Ai đó"),
}


@pytest.mark.parametrize("state", [IssueState.APPROVED, IssueState.PUBLISHED, IssueState.WITHDRAWN])
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_was_decided_can_not_be_changed_past_the_actions(attempt: str, state: IssueState) -> None:
    issue = a_closed_issue(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTEMPTS[attempt](issue)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_is_not_decided_yet_is_open(attempt: str) -> None:
    issue = an_issue_before_the_board(State.APPROVED, State.APPROVED)
    ATTEMPTS[attempt](issue)


@pytest.mark.parametrize("state", [IssueState.PUBLISHED, IssueState.WITHDRAWN])
@pytest.mark.parametrize("back_to", [IssueState.DRAFT, IssueState.IN_REVIEW, IssueState.APPROVED])
def test_what_readers_had_never_becomes_a_draft_again(state: IssueState, back_to: IssueState) -> None:
    issue = a_closed_issue(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(state=back_to, withdrawn_at=None)


@pytest.mark.parametrize(
    "values",
    [
        {"state": IssueState.PARTIAL},
        {"state": IssueState.WITHDRAWN, "published_at": timezone.now()},
        {"withdrawn_at": timezone.now()},
    ],
    ids=["out without its time", "withdrawn without its time", "a time without a withdrawal"],
)
def test_states_carry_what_belongs_to_them(values: dict[str, Any]) -> None:
    issue = a_closed_issue(IssueState.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**values)


def test_a_reopened_issue_is_open_again() -> None:
    issue = an_approved_issue(State.APPROVED)
    desk = factories.a_desk_editor()
    actions.reopen(issue_id=issue.pk, actor=desk)
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[], editorial_note="Viết lại")
    issue.refresh_from_db()
    assert (issue.state, issue.entries.count()) == (IssueState.DRAFT, 0)
