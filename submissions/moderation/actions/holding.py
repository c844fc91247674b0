"""Verbs about who holds an article: claim, release, take over, assign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.accounts.roles import Role, has_role
from cms.core.text import clean_text
from submissions.articles.enums import EventVerb
from submissions.moderation import notifications
from submissions.moderation.actions.steps import enter, lay_down, leave
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from datetime import datetime

    from submissions.articles.models import Submission


@transaction.atomic
def claim(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """An editor takes a submission in hand; of two who try at once, one is told who was first."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.CLAIM, actor)
    submission.claimed_by, submission.claimed_at = actor, now
    leave(submission, row, source, actor=actor, now=now)
    return submission


@transaction.atomic
def release(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Puts a claimed submission back into the pool: who holds it, or the desk."""
    submission, row, source = enter(submission_id, EventVerb.RELEASE, actor)
    lay_down(submission)
    leave(submission, row, source, actor=actor, now=now or timezone.now())
    return submission


@transaction.atomic
def take_over(*, submission_id: int, actor: User, reason: str = "", now: datetime | None = None) -> Submission:
    """An editor goes on with what a colleague holds; the colleague is told."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.TAKE_OVER, actor)
    previous = submission.claimed_by
    submission.claimed_by, submission.claimed_at = actor, now
    event = leave(submission, row, source, actor=actor, now=now, reason=clean_text(reason).strip())
    if previous is not None:
        notifications.taken_over(submission=submission, event=event, previous=previous)
    return submission


@transaction.atomic
def assign(
    *, submission_id: int, actor: User, assignee_id: int, reason: str = "", now: datetime | None = None
) -> Submission:
    """The desk gives an article to an editor, who is told.

    Raises:
        VerbRefused: the chosen person is no editor, or no longer signs in, or holds it already.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.ASSIGN, actor)
    assignee = User.objects.filter(pk=assignee_id, is_active=True).first()
    if assignee is None or not has_role(assignee, Role.EDITOR, Role.DESK):
        raise VerbRefused(_("Choose an editor. Nothing was changed."))
    if submission.claimed_by_id == assignee.pk:
        raise VerbRefused(_("%(person)s holds it already.") % {"person": assignee})
    submission.claimed_by, submission.claimed_at = assignee, now
    event = leave(submission, row, source, actor=actor, now=now, reason=_for(assignee, reason))
    notifications.assigned(submission=submission, event=event, assignee=assignee)
    return submission


def _for(assignee: User, reason: str) -> str:
    """What history says of it: to whom, and the words that were given."""
    words = clean_text(reason).strip()
    return f"{assignee}. {words}" if words else str(assignee)
