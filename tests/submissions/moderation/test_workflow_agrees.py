"""Wagtail's workflow rows say the same as the submission, in every state and after every way around."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import TaskState, WorkflowState

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions, workflow
from tests import factories

pytestmark = pytest.mark.django_db


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


@pytest.mark.parametrize("state", list(State))
def test_they_agree_in_every_state(state):
    assert workflow.agrees(factories.an_article(state=state))


def test_they_agree_after_a_return_and_a_second_submission():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED)

    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)

    assert workflow.agrees(again(submission))
    assert WorkflowState.objects.for_instance(submission.page).count() == 1, "the round that waited goes on"


def test_they_agree_after_a_return_of_an_approved_article_and_a_second_submission():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.APPROVED)
    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason="Thêm ảnh.")
    assert workflow.agrees(again(submission))

    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)

    assert workflow.agrees(again(submission))


def test_a_finished_round_publishes_nothing_by_itself():
    submission = factories.an_article(state=State.APPROVED)

    assert not submission.page.live
    assert again(submission).state == State.APPROVED


def test_a_decision_in_wagtails_workflow_is_the_desks_decision():
    submission, editor = factories.an_article(state=State.IN_REVIEW), factories.an_editor()
    task_state = TaskState.objects.get(workflow_state__object_id=str(submission.page_id))

    task_state.task.specific.on_action(task_state, editor, "approve")

    assert again(submission).state == State.APPROVED
    assert again(submission).accepted_by == editor
    assert workflow.agrees(again(submission))


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_decision_in_wagtails_workflow_by_the_wrong_person_changes_nothing(action):
    submission = factories.an_article(state=State.IN_REVIEW)
    stranger = factories.a_head(factories.a_unit())
    task_state = TaskState.objects.get(workflow_state__object_id=str(submission.page_id))

    with pytest.raises(PermissionDenied):
        task_state.task.specific.on_action(task_state, stranger, action, comment="Sửa lại.")

    assert again(submission).state == State.IN_REVIEW
    assert workflow.agrees(again(submission))
