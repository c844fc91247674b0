"""Wagtail's workflow rows, kept in step with the submission: what its screens need, written by the same actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.models import Workflow, WorkflowPage, WorkflowState, WorkflowTask

from submissions.articles.enums import UNDER_REVIEW, State
from submissions.moderation.models import EditorialReview

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from wagtail.models import Page, TaskState

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, Submission

WORKFLOW_NAME: StrOrPromise = _("Editorial review")


def ensure_workflow(root: Page) -> Workflow:
    """The one workflow of all articles, assigned to the page above the units; made when missing."""
    task = EditorialReview.objects.order_by("pk").first() or EditorialReview.objects.create(name=str(WORKFLOW_NAME))
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=str(WORKFLOW_NAME))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def begin(page: ArticlePage, *, user: User) -> None:
    """Puts an article before the editors: a new round, or the one that waited for changes."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return
    workflow = (
        page.get_workflow() or Workflow.objects.filter(workflow_tasks__task__in=EditorialReview.objects.all())[0]
    )
    workflow.start(page, user)


def approve(page: ArticlePage, *, user: User) -> None:
    """Ends the round with a yes."""
    task = _open_task(page)
    if task is not None:
        task.approve(user=user)


def ask_for_changes(page: ArticlePage, *, user: User, reason: str) -> None:
    """Ends the round with a return; the next one resumes here."""
    task = _open_task(page)
    if task is not None:
        task.reject(user=user, comment=reason)


def stop(page: ArticlePage, *, user: User) -> None:
    """Ends the round without a result."""
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)


def agrees(submission: Submission) -> bool:
    """Whether Wagtail's rows say the same as the submission's state: the check behind the promise that they do."""
    active = WorkflowState.objects.active().for_instance(submission.page).values_list("status", flat=True)
    expected: set[str]
    if submission.state in UNDER_REVIEW:
        expected = {WorkflowState.STATUS_IN_PROGRESS}
    elif submission.state == State.RETURNED:
        # A return of an approved article finds no round that waits; the next submit starts one.
        return set(active) <= {WorkflowState.STATUS_NEEDS_CHANGES}
    else:
        expected = set()
    return set(active) == expected


def _open_task(page: ArticlePage) -> TaskState | None:
    state = page.current_workflow_state
    return state.current_task_state.specific if state is not None and state.current_task_state else None
