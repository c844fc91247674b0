"""Critical pieces and medical claims are approved by two different people, on one text."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cms.website.models import ApprovedRevision
from submissions.articles.actions import ContentClosed
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions, workflow
from submissions.moderation.errors import NotAllowed, StaleRevision
from tests import factories

pytestmark = pytest.mark.django_db
CLAIM = [{"type": "paragraph", "value": "<p>Bài thuốc này chữa khỏi hoàn toàn bệnh tiểu đường, ai cũng nên dùng.</p>"}]


def again(submission):
    return Submission.objects.get(pk=submission.pk)


def decide(verb, submission, *, by, **extra):
    return verb(submission_id=submission.pk, actor=by, revision_id=factories.latest_revision_id(submission), **extra)


def an_article_for_two(state=State.IN_REVIEW, **fields):
    submission = factories.an_article(state=state, **fields)
    actions.ask_second(submission_id=submission.pk, actor=factories.an_editor(), reason="Bài phê phán một đơn vị.")
    return again(submission)


def test_one_approval_is_the_first_and_another_person_s_is_the_second():
    submission, first, second = an_article_for_two(), factories.an_editor(), factories.an_editor()

    with pytest.raises(NotAllowed, match="phê phán"):
        decide(actions.approve, submission, by=first)
    decide(actions.endorse, submission, by=first)
    assert again(submission).state == State.SECOND_REVIEW
    assert again(submission).accepted_at is None
    assert not ApprovedRevision.objects.exists()
    assert workflow.agrees(again(submission))

    with pytest.raises(NotAllowed):
        decide(actions.approve, submission, by=first)
    decide(actions.approve, submission, by=second)
    done = again(submission)
    assert (done.state, done.endorsed_by, done.accepted_by) == (State.APPROVED, first, second)


def test_not_even_the_board_is_both():
    submission, board = an_article_for_two(), factories.a_board_member()
    decide(actions.endorse, submission, by=board)

    with pytest.raises(NotAllowed):
        decide(actions.approve, submission, by=board, override_reason="Gấp.")


def test_while_it_waits_for_the_second_its_text_is_closed_until_somebody_takes_it_back():
    submission, editor = an_article_for_two(), factories.an_editor()
    decide(actions.endorse, submission, by=factories.an_editor())

    with pytest.raises(ContentClosed):
        factories.an_edit(submission, by=editor)
    actions.reconsider(submission_id=submission.pk, actor=editor)
    factories.an_edit(submission, by=editor)

    back = again(submission)
    assert (back.state, back.claimed_by, back.endorsed_by) == (State.IN_REVIEW, editor, None)
    assert back.needs_second


def test_the_first_reviewer_approves_what_was_on_the_screen_and_never_their_own_words():
    submission, editor = an_article_for_two(), factories.an_editor()
    read = factories.latest_revision_id(submission)
    factories.an_edit(submission, by=editor)

    with pytest.raises(StaleRevision):
        actions.endorse(submission_id=submission.pk, actor=factories.an_editor(), revision_id=read)
    with pytest.raises(NotAllowed):
        decide(actions.endorse, submission, by=editor)


def test_only_the_desk_and_the_board_let_one_be_enough_with_a_reason():
    submission = an_article_for_two()

    with pytest.raises(NotAllowed):
        actions.waive_second(submission_id=submission.pk, actor=factories.an_editor(), reason="Không cần.")
    actions.waive_second(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Chỉ trích dẫn báo cáo.")
    decide(actions.approve, submission, by=factories.an_editor())

    assert again(submission).state == State.APPROVED


def test_a_medical_claim_asks_for_two_by_itself_and_so_does_one_that_an_editor_writes():
    handed_in = factories.an_article(state=State.SUBMITTED, body=CLAIM)
    assert handed_in.needs_second
    assert handed_in.second_reason

    harmless = factories.an_article(state=State.IN_REVIEW)
    assert not harmless.needs_second
    page = factories.latest_text(harmless)
    page.body = page.body.stream_block.to_python(CLAIM)
    page.save_revision(user=factories.an_editor())
    assert again(harmless).needs_second


def test_a_return_takes_the_first_approval_back():
    submission = factories.an_article(state=State.SECOND_REVIEW)

    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason="Thêm nguồn.")

    assert again(submission).state == State.RETURNED
    assert again(submission).endorsed_by is None
    assert workflow.agrees(again(submission))


def test_the_database_keeps_an_article_for_two_from_being_approved_by_one():
    submission = an_article_for_two()
    approval = factories.latest_revision_id(submission)

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(
            state=State.APPROVED, approved_revision_id=approval, approved_hash="x"
        )


def test_a_correction_that_makes_a_claim_is_approved_by_the_desk_or_the_board():
    submission, editor = factories.an_article(state=State.CORRECTING), factories.an_editor()
    page = factories.latest_text(submission)
    page.body = page.body.stream_block.to_python(CLAIM)
    page.save_revision(user=editor)

    with pytest.raises(NotAllowed):
        decide(actions.approve, submission, by=factories.an_editor())
    decide(actions.approve, submission, by=factories.a_board_member())

    assert again(submission).state == State.PUBLISHED
