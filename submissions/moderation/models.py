"""What moderation keeps beside the submission (reasons, escalations, links for the board), and the task class of
Wagtail's workflow, which asks the transition table and hands every decision to our actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from cms.accounts.roles import Role, has_role
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission, SubmissionEvent
from submissions.articles.permissions import may_edit
from submissions.moderation.permissions import closed_reason

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage


class ReturnReason(models.Model):
    """A reason that editors give again and again. ``advice`` is what a unit learns from it.

    Kept by the desk; a reason that was given is switched off and not deleted, so that history and counts stay.
    """

    class Kind(models.TextChoices):
        RETURN = "return", _("Return to the unit")
        REJECT = "reject", _("Reject")

    kind = models.CharField(_("given when"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("reason"), max_length=200)
    advice = models.TextField(_("how to do it right"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons for returning and rejecting")
        ordering = ["kind", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "text"], name="a_reason_stands_once")]

    def __str__(self) -> str:
        return self.text


class GivenReason(models.Model):
    """A reason of the list that was given with a return or a rejection."""

    event = models.ForeignKey(SubmissionEvent, on_delete=models.CASCADE, related_name="given_reasons")
    reason = models.ForeignKey(ReturnReason, on_delete=models.PROTECT, related_name="given")

    class Meta:
        verbose_name = _("given reason")
        verbose_name_plural = _("given reasons")
        constraints = [models.UniqueConstraint(fields=["event", "reason"], name="a_reason_is_given_once_an_event")]

    def __str__(self) -> str:
        return str(self.reason)


class Escalation(models.Model):
    """Somebody was told that a submission waits beyond its time; once a level for each due time.

    Level 1 is the desk (and whoever holds the article), level 2 the board.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="escalations")
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    due_at = models.DateTimeField(_("due at"))
    level = models.PositiveSmallIntegerField(_("level"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(fields=["submission", "due_at", "level"], name="escalated_once_a_level"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="escalation_has_a_level"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.level} · {self.at:%d/%m/%Y %H:%M}"


class ApprovalLink(models.Model):
    """A board member's way to approve one revision without signing in: signed, expiring, for one use.

    The address carries the signed ``uid``; the row says for whom, for which revision, and whether it was used.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="approval_links")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True)
    used_from = models.GenericIPAddressField(_("used from"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("link for the board")
        verbose_name_plural = _("links for the board")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="approval_link_expires"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="approval_link_ends_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.submission_id}"


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
    if isinstance(getattr(page, "submission", None), Submission):
        return page.submission
    return Submission.objects.filter(page_id=page.pk).first()
