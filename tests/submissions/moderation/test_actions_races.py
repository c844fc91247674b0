"""Of two decisions at the same moment one is carried out and the other is told so; nothing in between remains."""

from __future__ import annotations

from functools import partial

import pytest

from cms.website.models import ApprovedRevision
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions, workflow
from tests import factories
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def test_of_two_editors_who_claim_at_once_one_holds_the_article():
    submission = factories.an_article(state=State.SUBMITTED)
    first, second = factories.an_editor(), factories.an_editor()

    refusals = at_once(*(partial(actions.claim, submission_id=submission.pk, actor=who) for who in (first, second)))

    assert sum(refusal is None for refusal in refusals) == 1
    winner = first if refusals[0] is None else second
    assert again(submission).claimed_by == winner
    assert submission.events.filter(verb=EventVerb.CLAIM).count() == 1
    loser = next(refusal for refusal in refusals if refusal is not None)
    assert str(winner) in str(loser), "who was quicker is named"


def test_of_two_approvals_at_once_one_counts():
    submission = factories.an_article(state=State.IN_REVIEW)
    revision_id = factories.latest_revision_id(submission)
    editors = [factories.an_editor(), factories.an_editor()]

    refusals = at_once(
        *(partial(actions.approve, submission_id=submission.pk, actor=who, revision_id=revision_id) for who in editors)
    )

    assert sum(refusal is None for refusal in refusals) == 1
    assert again(submission).state == State.APPROVED
    assert submission.events.filter(verb=EventVerb.APPROVE).count() == 1
    assert ApprovedRevision.objects.filter(story_id=submission.page_id).count() == 1


def test_an_approval_and_a_rejection_at_once_leave_one_of_the_two():
    submission = factories.an_article(state=State.IN_REVIEW)
    revision_id = factories.latest_revision_id(submission)
    yes = partial(actions.approve, submission_id=submission.pk, actor=factories.an_editor(), revision_id=revision_id)
    no = partial(actions.reject, submission_id=submission.pk, actor=factories.an_editor(), reason="Đã đăng rồi.")

    approved, rejected = at_once(yes, no)

    assert (approved is None) != (rejected is None)
    now = again(submission)
    assert now.state == (State.APPROVED if approved is None else State.REJECTED)
    assert ApprovedRevision.objects.filter(story_id=submission.page_id).exists() == (approved is None)
    assert workflow.agrees(now)


def test_an_edit_and_an_approval_at_once_never_approve_what_nobody_read():
    submission = factories.an_article(state=State.IN_REVIEW)
    read = factories.latest_revision_id(submission)
    editing, approving = factories.an_editor(), factories.an_editor()
    edit = partial(factories.an_edit, submission, by=editing, sapo="Viết lại vào phút chót.")
    approve = partial(actions.approve, submission_id=submission.pk, actor=approving, revision_id=read)

    edited, approved = at_once(edit, approve)

    assert (edited is None) != (approved is None)
    now = again(submission)
    if approved is None:
        assert now.state == State.APPROVED
        assert now.approved_revision_id == read == factories.latest_revision_id(now)
    else:
        assert now.state == State.IN_REVIEW
        assert now.last_edited_by == editing
        assert not ApprovedRevision.objects.exists()


def test_two_publications_at_once_make_one_version():
    submission = factories.an_article(state=State.APPROVED)
    editors = [factories.an_editor(), factories.an_editor()]

    refusals = at_once(*(partial(actions.publish, submission_id=submission.pk, actor=who) for who in editors))

    assert sum(refusal is None for refusal in refusals) == 1
    page = ArticlePage.objects.get(pk=submission.page_id)
    assert page.live
    assert list(page.versions.values_list("version", flat=True)) == [1]
