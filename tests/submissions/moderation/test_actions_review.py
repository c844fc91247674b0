"""Handing in, claiming, returning, rejecting: what each verb leaves behind, and who may not use it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.core.models import OutgoingMail
from submissions.articles.actions import ContentClosed
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions
from submissions.moderation.errors import NotAllowed, NotReady, VerbClosed, VerbRefused
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


@shared
def submission():
    """An article in review."""
    return factories.an_article(state=State.IN_REVIEW)


@pytest.mark.parametrize(
    ("moment", "on_time"),
    [
        (datetime(2026, 11, 10, 23, 59, 59, tzinfo=HANOI), True),
        (datetime(2026, 11, 11, 0, 0, tzinfo=HANOI), False),
    ],
)
def test_the_first_submission_fixes_the_month_and_whether_it_is_on_time(moment, on_time):
    submission = factories.an_article(state=State.SUBMITTED, at=moment)

    assert submission.period == moment.date().replace(day=1)
    assert submission.on_time is on_time
    assert submission.first_submitted_at == moment
    assert submission.due_at == moment + timedelta(days=1), "the next working day, at the same hour"


def test_a_second_submission_changes_neither_the_month_nor_the_verdict():
    first = datetime(2026, 10, 30, 9, 0, tzinfo=HANOI)
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, at=first)

    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True, now=first + timedelta(days=5))

    submission = again(submission)
    assert submission.state == State.SUBMITTED
    assert submission.period == first.date().replace(day=1)
    assert submission.first_submitted_at == first
    assert submission.on_time is False
    assert submission.submitted_at == first + timedelta(days=5)


def test_an_article_with_gaps_is_not_handed_in_and_each_gap_is_named():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, sapo="", genre="", topic=None)

    with pytest.raises(NotReady) as refusal:
        actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)

    assert len(refusal.value.problems) == 3
    assert again(submission).state == State.DRAFT
    assert again(submission).first_submitted_at is None


def test_nobody_from_another_unit_hands_it_in():
    submission = factories.an_article()
    stranger = factories.a_writer(factories.a_unit())

    with pytest.raises(NotAllowed):
        actions.submit(submission_id=submission.pk, actor=stranger, no_secrets=True)

    assert again(submission).state == State.DRAFT


def test_an_article_is_not_handed_in_twice():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)

    with pytest.raises(VerbClosed):
        actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)


def test_a_claim_names_its_editor_and_a_release_takes_the_name_off():
    submission = factories.an_article(state=State.SUBMITTED)
    editor = factories.an_editor()

    actions.claim(submission_id=submission.pk, actor=editor)
    assert again(submission).claimed_by == editor
    actions.release(submission_id=submission.pk, actor=editor)

    assert again(submission).claimed_by is None
    assert again(submission).state == State.SUBMITTED


@pytest.mark.parametrize("who", ["writer", "head", "officer", "board", "administrator"])
def test_only_editors_and_the_desk_claim(who):
    unit = factories.a_unit()
    people = {
        "writer": lambda: factories.a_writer(unit),
        "head": lambda: factories.a_head(unit),
        "officer": factories.an_officer,
        "board": factories.a_board_member,
        "administrator": factories.an_administrator,
    }
    submission = factories.an_article(unit=unit, state=State.SUBMITTED)

    with pytest.raises(NotAllowed):
        actions.claim(submission_id=submission.pk, actor=people[who]())


def test_a_return_gives_the_text_back_to_the_unit_with_its_reason():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.IN_REVIEW)
    with pytest.raises(ContentClosed):
        factories.an_edit(submission, by=writer)

    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason=" Thiếu nguồn số liệu. ")

    assert again(submission).state == State.RETURNED
    assert submission.events.get(verb=EventVerb.RETURN).reason == "Thiếu nguồn số liệu."
    factories.an_edit(submission, by=writer)


@pytest.mark.parametrize("verb", ["return_to_unit", "reject"])
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_refusal_without_a_reason(verb, reason, submission):

    with pytest.raises(VerbRefused):
        getattr(actions, verb)(submission_id=submission.pk, actor=factories.an_editor(), reason=reason)

    assert again(submission).state == State.IN_REVIEW
    assert not OutgoingMail.objects.filter(key__startswith="re").exists()


def test_a_rejection_closes_the_article_for_good():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.REJECTED)

    with pytest.raises(VerbClosed):
        actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)
    with pytest.raises(ContentClosed):
        factories.an_edit(submission, by=writer)


def test_a_return_after_approval_takes_the_acceptance_back():
    submission = factories.an_article(state=State.APPROVED)
    assert submission.accepted_at is not None

    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason="Cần thêm ảnh.")

    submission = again(submission)
    assert submission.state == State.RETURNED
    assert submission.accepted_at is None
    assert submission.approved_revision is None


def test_a_save_without_a_change_makes_nobody_the_last_editor(submission):
    writer, editor = submission.last_edited_by, factories.an_editor()

    factories.latest_text(submission).save_revision(user=editor)

    assert again(submission).last_edited_by == writer
