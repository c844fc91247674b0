"""Who holds an article: claimed, put back, taken over, assigned."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from cms.accounts.models import Absence
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions
from submissions.moderation.errors import NotAllowed, VerbRefused
from submissions.moderation.forms import AssignForm
from tests import factories
from tests.submissions.moderation.races import at_once


def again(submission):
    return Submission.objects.get(pk=submission.pk)


@pytest.mark.django_db
def test_a_colleague_takes_over_and_does_not_put_back_what_another_holds():
    holder, colleague = factories.an_editor(), factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=holder)

    with pytest.raises(NotAllowed, match=holder.full_name):
        actions.release(submission_id=submission.pk, actor=colleague)
    with pytest.raises(NotAllowed):
        actions.take_over(submission_id=submission.pk, actor=holder)
    actions.take_over(submission_id=submission.pk, actor=colleague, reason="Chị nghỉ phép.")

    assert again(submission).claimed_by == colleague
    assert submission.events.get(verb=EventVerb.TAKE_OVER).reason == "Chị nghỉ phép."


@pytest.mark.django_db
def test_the_desk_puts_back_what_anybody_holds():
    submission = factories.an_article(state=State.IN_REVIEW)

    actions.release(submission_id=submission.pk, actor=factories.a_desk_editor())

    assert again(submission).state == State.SUBMITTED


@pytest.mark.django_db
def test_the_desk_assigns_to_editors_and_to_nobody_else():
    desk, editor, unit = factories.a_desk_editor(), factories.an_editor(), factories.a_unit()
    gone = factories.an_editor(is_active=False)
    submission = factories.an_article(state=State.SUBMITTED)

    for nobody in (factories.a_writer(unit), factories.an_officer(), gone):
        with pytest.raises(VerbRefused):
            actions.assign(submission_id=submission.pk, actor=desk, assignee_id=nobody.pk)
    with pytest.raises(NotAllowed):
        actions.assign(submission_id=submission.pk, actor=editor, assignee_id=editor.pk)
    actions.assign(submission_id=submission.pk, actor=desk, assignee_id=editor.pk)

    assert (again(submission).state, again(submission).claimed_by) == (State.IN_REVIEW, editor)
    with pytest.raises(VerbRefused):
        actions.assign(submission_id=submission.pk, actor=desk, assignee_id=editor.pk)


@pytest.mark.django_db
def test_each_stage_has_its_own_due_time_and_holding_does_not_move_it():
    submission = factories.an_article(state=State.SUBMITTED)
    waiting_until = submission.due_at
    actions.claim(submission_id=submission.pk, actor=factories.an_editor())
    in_review_until = again(submission).due_at

    actions.take_over(submission_id=submission.pk, actor=factories.an_editor())

    assert waiting_until < in_review_until == again(submission).due_at


@pytest.mark.django_db(transaction=True)
def test_of_an_assignment_and_a_claim_at_once_history_and_holder_agree():
    submission = factories.an_article(state=State.SUBMITTED)
    desk, first, second = factories.a_desk_editor(), factories.an_editor(), factories.an_editor()

    claimed, assigned = at_once(
        partial(actions.claim, submission_id=submission.pk, actor=first),
        partial(actions.assign, submission_id=submission.pk, actor=desk, assignee_id=second.pk),
    )

    assert assigned is None, "the desk may assign what somebody holds"
    last = submission.events.order_by("-pk")[0]
    expected = second if last.verb == EventVerb.ASSIGN else first
    assert again(submission).claimed_by == expected
    if claimed is not None:
        assert str(desk) in str(claimed)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_over_at_once_the_last_line_names_the_holder():
    submission = factories.an_article(state=State.IN_REVIEW)
    people = [factories.an_editor(), factories.an_editor()]

    at_once(*(partial(actions.take_over, submission_id=submission.pk, actor=who) for who in people))

    last = submission.events.filter(verb=EventVerb.TAKE_OVER).order_by("-pk")[0]
    assert again(submission).claimed_by == last.actor


@pytest.mark.django_db(transaction=True)
def test_of_two_first_approvals_at_once_one_is_the_first():
    submission = factories.an_article(state=State.IN_REVIEW)
    actions.ask_second(submission_id=submission.pk, actor=factories.an_editor(), reason="Bài phê phán.")
    revision_id = factories.latest_revision_id(submission)
    people = [factories.an_editor(), factories.an_editor()]

    refusals = at_once(
        *(partial(actions.endorse, submission_id=submission.pk, actor=who, revision_id=revision_id) for who in people)
    )

    assert sum(refusal is None for refusal in refusals) == 1
    assert again(submission).state == State.SECOND_REVIEW


@pytest.mark.django_db
def test_the_form_of_an_assignment_says_who_is_away_and_who_stands_in():
    today = timezone.localdate()
    away, deputy = factories.an_editor(name="Lê Thị Hoa"), factories.an_editor(name="Trần Văn An")
    Absence.objects.create(user=away, deputy=deputy, starts_on=today, ends_on=today, arranged_by=away)

    form = AssignForm(submission=factories.an_article(state=State.SUBMITTED))

    field: Any = form.fields["assignee"]
    labels = dict(field.choices)
    assert "Trần Văn An" in labels[str(away.pk)]
    assert labels[str(deputy.pk)] == "Trần Văn An"
