"""What every verb of an issue begins and ends with: the locks, the table, the line of history."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.errors import IssueClosed, IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue, IssueArticle, IssueEvent, IssuePage
from bulletin.issues.transitions import IssueTransition, find
from cms.accounts.roles import house_roles
from cms.core.text import clean_text
from cms.website.models import Photo
from submissions.articles.enums import READY_FOR_ISSUE
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage

logger = logging.getLogger(__name__)


def enter(issue_id: int, verb: IssueVerb, actor: User | None) -> tuple[Issue, IssueTransition, IssueState]:
    """Locks the issue and finds the way of a verb out of its state; without an actor it is the clock or an event.

    Raises:
        IssueClosed: no way leads from here. IssueNotAllowed: it is not open to this person.
    """
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue_id)
    source = IssueState(issue.state)
    row = find(verb, source)
    if row is None:
        last = issue.events.select_related("actor").last()
        raise IssueClosed(
            _("This can't be done while the issue is “%(state)s” (%(who)s was here last). Nothing was changed.")
            % {
                "state": issue.get_state_display().lower(),
                "who": last.actor if last is not None and last.actor is not None else _("the clock"),
            }
        )
    allowed = row.by_clock if actor is None else bool(row.roles & house_roles(actor))
    if not allowed:
        raise IssueNotAllowed(_("Your role does not include this."))
    return issue, row, source


def leave(
    issue: Issue,
    row: IssueTransition,
    source: IssueState,
    *,
    actor: User | None,
    now: datetime | None,
    reason: str = "",
    article: ArticlePage | None = None,
) -> None:
    """Writes where the issue stands now, and the line of history."""
    partial = row.or_partial and issue.entries.missing().exists()
    issue.state = IssueState.PARTIAL if partial else row.target
    if row.target != IssueState.SCHEDULED:
        issue.scheduled_at = None
    issue.save()
    record(issue, row.verb, actor=actor, now=now, reason=reason, article=article)
    logger.info("Issue %s: %s → %s (%s)", issue.pk, source, issue.state, row.verb)


def record(
    issue: Issue,
    verb: IssueVerb,
    *,
    actor: User | None,
    now: datetime | None,
    reason: str = "",
    article: ArticlePage | None = None,
) -> None:
    """One line of history."""
    IssueEvent.objects.create(
        issue=issue, verb=verb, actor=actor, at=now or timezone.now(), reason=reason, article=article
    )


def reason_of(row: IssueTransition, reason: str) -> str:
    """The reason, cleaned. Raises IssueRefused where the table asks for one and there is none."""
    reason = clean_text(reason).strip()
    if row.needs_reason and not reason:
        raise IssueRefused(_("Give a reason: the people concerned will read it."))
    return reason


def lock_pieces(issue_id: int) -> set[int]:
    """Locks the submissions of an issue's pieces, then its cover, as every publication of theirs does; before the issue.

    Returns the page ids of the pieces.
    """
    pages = IssueArticle.objects.holding().filter(issue_id=issue_id).values_list("article_id", flat=True)
    locked = Submission.objects.select_for_update(of=("self",)).filter(page_id__in=list(pages)).order_by("pk")
    pieces = {submission.page_id for submission in locked}
    lock_cover(issue_id)
    return pieces


def lock_cover(issue_id: int) -> None:
    """Locks the photo on the cover that the board has before it; before the issue."""
    page = IssuePage.objects.select_related("latest_revision").get(issue__pk=issue_id)
    cover = page.latest_revision.content.get("lead_image") if page.latest_revision else None
    list(Photo.objects.select_for_update(of=("self",)).filter(pk=cover or page.lead_image_id).values_list("pk"))


def problem_of(submission: Submission | None) -> str:
    """Why an article can't be in an issue, in words; empty if it can."""
    if submission is None:
        return _("An article does not exist any more.")
    if submission.state not in READY_FOR_ISSUE:
        return _("“%(title)s” is not approved: it is “%(state)s”.") % {
            "title": submission.page.draft_title or submission.page.title,
            "state": submission.get_state_display().lower(),
        }
    return ""
