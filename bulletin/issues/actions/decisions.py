"""What the board decides, and how an issue is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.issues.actions.steps import enter, leave, lock_cover, reason_of
from bulletin.issues.enums import IssueVerb
from bulletin.issues.errors import IssueNotAllowed, IssueRefused
from bulletin.issues.permissions import composed
from cms.website import actions as website

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.issues.models import Issue
    from cms.accounts.models import User


@transaction.atomic
def return_to_desk(*, issue_id: int, actor: User, reason: str, now: datetime | None = None) -> Issue:
    """Gives an issue back to the desk, with a reason."""
    issue, row, source = enter(issue_id, IssueVerb.RETURN, actor)
    leave(issue, row, source, actor=actor, now=now, reason=reason_of(row, reason))
    return issue


@transaction.atomic
def approve(*, issue_id: int, actor: User, revision_id: int, now: datetime | None = None) -> Issue:
    """The board's yes to the revision it looked at. Who composed an issue does not approve it."""
    lock_cover(issue_id)
    issue, row, source = enter(issue_id, IssueVerb.APPROVE, actor)
    page = issue.page
    if page.latest_revision_id != revision_id:
        raise IssueRefused(_("The issue was changed after you opened it. Look at it again, then decide."))
    composer = page.latest_revision.user or issue.composed_by
    if composed(issue=issue, user=actor):
        raise IssueNotAllowed(_("You composed this issue, so somebody else has to approve it."))
    try:
        website.record_approval(
            story=page,
            revision=page.latest_revision,
            approved_by=actor,
            last_edited_by=composer,
            at=now or timezone.now(),
        )
    except website.PhotoWithdrawn as refusal:
        raise IssueRefused(str(refusal)) from refusal
    issue.approved_by, issue.approved_revision = actor, page.latest_revision
    leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def reopen(*, issue_id: int, actor: User | None, reason: str = "", now: datetime | None = None) -> Issue:
    """Opens an issue to changes again; it then goes before the board anew.

    Without an actor it is what happened to a photo of it, with the reason.
    """
    issue, row, source = enter(issue_id, IssueVerb.REOPEN, actor)
    issue.approved_by = issue.approved_revision = None
    leave(issue, row, source, actor=actor, now=now, reason=reason)
    return issue
