"""A photo on a cover that somebody in it takes back: no issue keeps it, whatever its state, and no approval is lost."""

from __future__ import annotations

from functools import partial

import pytest

from bulletin.issues import actions
from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.errors import IssueRefused
from bulletin.issues.models import Issue, IssuePage
from bulletin.issues.signals import IssueChange, issue_changed
from cms.website.enums import People
from submissions.articles.enums import State
from submissions.consent.actions import withdraw_consent
from submissions.consent.models import Consent
from tests import factories
from tests.bulletin.issues.test_actions import a_draft_issue, revision_of
from tests.bulletin.issues.test_races import at_once
from tests.submissions.consent.cases import a_consent, a_photo_of, lead

pytestmark = pytest.mark.django_db


def an_issue_with_cover(state: IssueState) -> tuple[Issue, Consent]:
    """An issue that wears the photo of a person, from its only article."""
    unit = factories.a_unit()
    writer, desk = factories.a_writer(unit), factories.a_desk_editor()
    photo = a_photo_of(People.CITIZENS, unit=unit)
    consent = a_consent(photo, by=writer)
    article = factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED, **lead(photo))
    issue = a_draft_issue(desk)
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[article.page_id])
    if state != IssueState.DRAFT:
        actions.submit(issue_id=issue.pk, actor=desk)
    if state in (IssueState.APPROVED, IssueState.PUBLISHED):
        actions.approve(issue_id=issue.pk, actor=factories.a_board_member(), revision_id=revision_of(issue))
    if state == IssueState.PUBLISHED:
        actions.publish(issue_id=issue.pk, actor=desk)
    return Issue.objects.get(pk=issue.pk), consent


def take_back(consent: Consent) -> None:
    withdraw_consent(consent_id=consent.pk, actor=factories.a_desk_editor(), reason="Theo đề nghị.")


@pytest.mark.parametrize("state", [IssueState.IN_REVIEW, IssueState.APPROVED])
def test_an_issue_that_waits_with_it_goes_back_to_the_desk(state: IssueState) -> None:
    issue, consent = an_issue_with_cover(state)
    take_back(consent)
    issue.refresh_from_db()
    assert issue.state == IssueState.DRAFT
    last = issue.events.last()
    assert (last.verb, last.actor) == (IssueVerb.REOPEN, None)
    assert last.reason
    assert IssuePage.objects.get(pk=issue.page_id).lead_image is None


def test_a_draft_loses_it_and_nothing_else() -> None:
    issue, consent = an_issue_with_cover(IssueState.DRAFT)
    take_back(consent)
    issue.refresh_from_db()
    assert (issue.state, issue.entries.count()) == (IssueState.DRAFT, 1)
    assert IssuePage.objects.get(pk=issue.page_id).lead_image is None


def test_a_published_issue_is_published_without_it_and_stays_published() -> None:
    issue, consent = an_issue_with_cover(IssueState.PUBLISHED)
    heard: list[str] = []

    def changed(sender: type, *, change: IssueChange, **kwargs: object) -> None:
        heard.append(change)

    issue_changed.connect(changed)
    try:
        take_back(consent)
    finally:
        issue_changed.disconnect(changed)
    issue.refresh_from_db()
    page = IssuePage.objects.get(pk=issue.page_id)
    assert issue.state == IssueState.PUBLISHED
    assert page.live
    assert page.lead_image is None
    assert issue.approved_revision_id == page.live_revision_id
    assert set(heard) == {IssueChange.COVER, IssueChange.CORRECTED}


def test_a_cover_that_was_taken_back_can_not_be_chosen() -> None:
    issue, consent = an_issue_with_cover(IssueState.DRAFT)
    take_back(consent)
    with pytest.raises(IssueRefused):
        actions.compose(
            issue_id=issue.pk,
            actor=factories.a_desk_editor(),
            article_ids=[],
            around=actions.Composition(cover_id=consent.photo_id),
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_board", [False, True], ids=["published", "approved"])
def test_a_decision_and_a_withdrawal_at_once_never_leave_the_photo_on_the_cover(by_board: bool) -> None:
    issue, consent = an_issue_with_cover(IssueState.IN_REVIEW if by_board else IssueState.APPROVED)
    decide = (
        partial(actions.approve, issue_id=issue.pk, actor=factories.a_board_member(), revision_id=revision_of(issue))
        if by_board
        else partial(actions.publish, issue_id=issue.pk, actor=factories.a_desk_editor())
    )
    _decided, withdrawn = at_once(decide, partial(take_back, consent))
    assert withdrawn is None
    issue.refresh_from_db()
    assert IssuePage.objects.get(pk=issue.page_id).lead_image is None
    assert issue.state in (IssueState.DRAFT, IssueState.PUBLISHED)
