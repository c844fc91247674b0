"""The task class of Wagtail's workflow: it asks the transition table and hands every decision to our actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from cms.accounts.roles import Role, has_role
from submissions.articles.enums import EventVerb
from submissions.articles.permissions import may_edit
from submissions.moderation.permissions import closed_reason

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, Submission


class EditorialReview(Task):
    """Review by the editors of the CDC, the same for every unit."""

    class Meta:
        verbose_name = _("editorial review")

    @classmethod
    def get_description(cls) -> str:
        """What an administrator reads of this kind of task."""
        return gettext("Editors decide; nobody approves what they wrote or last edited.")

    def user_can_access_editor(self, page: ArticlePage, user: User) -> bool:
        """Editors reach the article while it is with them."""
        submission = _submission_of(page)
        return submission is not None and may_edit(user=user, submission=submission)

    def locked_for_user(self, page: ArticlePage, user: User) -> bool:
        """Locked for everyone whose turn it is not."""
        return not self.user_can_access_editor(page, user)

    def get_actions(self, page: ArticlePage, user: User) -> list[tuple[str, str, bool]]:
        """The decisions open to this person, in Wagtail's form: (name, words, asks for a comment)."""
        submission = _submission_of(page)
        if submission is None:
            return []
        offers = [
            ("reject", EventVerb.RETURN, gettext("Return to the unit"), True),
            ("approve", EventVerb.APPROVE, gettext("Approve"), False),
        ]
        return [
            (name, words, comment)
            for name, verb, words, comment in offers
            if not closed_reason(verb=verb, user=user, submission=submission)
        ]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Carries a decision of Wagtail's screens to our action, for the article of *this* task state.

        The address carries a page id and a task-state id; only the task state says what is decided on.

        Raises:
            PermissionDenied: our action refused.
        """
        from submissions.moderation import actions
        from submissions.moderation.errors import VerbRefused

        page = task_state.workflow_state.content_object.specific
        try:
            if action_name == "approve":
                actions.approve(submission_id=page.submission.pk, actor=user, revision_id=page.latest_revision_id)
            elif action_name == "reject":
                actions.return_to_unit(submission_id=page.submission.pk, actor=user, reason=kwargs.get("comment", ""))
        except VerbRefused as refusal:
            raise PermissionDenied(str(refusal)) from refusal

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Every open round, for editors."""
        if not has_role(user, Role.EDITOR, Role.DESK):
            return TaskState.objects.none()
        return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)


def _submission_of(page: Page) -> Submission | None:
    """The domain row of a page; Wagtail hands its task now an article and now the bare page behind it."""
    from submissions.articles.models import Submission

    if isinstance(getattr(page, "submission", None), Submission):
        return page.submission
    return Submission.objects.filter(page_id=page.pk).first()
