"""Taking a published issue away: its address answers 410 with the note that readers may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.issues.actions.steps import enter, leave, lock_pieces, reason_of
from bulletin.issues.enums import ArticlesAfter, IssueVerb
from bulletin.issues.errors import IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue
from bulletin.issues.signals import issue_withdrawn
from cms.accounts.roles import Role, has_role
from cms.core.text import clean_text
from cms.website import actions as website
from submissions.articles.enums import PUBLIC
from submissions.articles.models import Submission
from submissions.moderation import actions as moderation
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User


@transaction.atomic
def withdraw(
    *,
    issue_id: int,
    actor: User,
    reason: str,
    public_note: str,
    articles: ArticlesAfter,
    now: datetime | None = None,
) -> Issue:
    """Withdraws a published issue for good; its number is not given again and it counts no more.

    ``articles`` says what becomes of them; either way those that were still to follow are free for another issue.
    ``public_note`` is what readers find at its address.
    """
    now = now or timezone.now()
    pieces = lock_pieces(issue_id)
    issue, row, source = enter(issue_id, IssueVerb.WITHDRAW, actor)
    reason, public_note = reason_of(row, reason), clean_text(public_note).strip()
    if not public_note:
        raise IssueRefused(_("Write what readers may know of the reason: it stands at the issue's address."))
    if articles == ArticlesAfter.WITHDRAW and not has_role(actor, Role.DESK):
        raise IssueNotAllowed(_("Articles are withdrawn by the desk. Let the articles stay, or ask the desk."))
    version = website.withdraw(story=issue.page, actor=actor, at=now, public_note=public_note)
    issue.withdrawn_at = now
    issue.entries.holding().update(released_at=now)
    leave(issue, row, source, actor=actor, now=now, reason=reason)
    if articles == ArticlesAfter.WITHDRAW:
        for submission in Submission.objects.filter(page_id__in=pieces, state__in=PUBLIC).order_by("pk"):
            try:
                moderation.withdraw(
                    submission_id=submission.pk, actor=actor, reason=reason, public_note=public_note, now=now
                )
            except VerbRefused as refusal:
                raise IssueRefused(str(refusal)) from refusal
    issue_withdrawn.send(sender=Issue, issue=issue, version=version, at=now)
    return issue
