"""Verbs of publication: by hand, at a set time, without some of the pieces, and what follows later."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.issues.actions.steps import enter, leave, lock_pieces, problem_of, reason_of
from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.errors import ArticlesNotReady, IssueClosed, IssueRefused
from bulletin.issues.models import Issue, IssueArticle
from bulletin.issues.signals import IssueChange, issue_changed, issue_published
from cms.website import actions as website
from cms.website.models import ApprovedRevision
from submissions.articles.enums import READY_FOR_ISSUE, SETTLED, State
from submissions.moderation import actions as moderation
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from cms.accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def schedule(*, issue_id: int, actor: User, at: datetime, now: datetime | None = None) -> Issue:
    """Sets the time at which an approved issue goes live by itself."""
    now = now or timezone.now()
    issue, row, source = enter(issue_id, IssueVerb.SCHEDULE, actor)
    if at <= now:
        raise IssueRefused(_("The time lies in the past. Choose a later one, or publish now."))
    issue.scheduled_at = at
    leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def unschedule(*, issue_id: int, actor: User | None, reason: str = "", now: datetime | None = None) -> Issue:
    """Takes the set time off; without an actor it is the clock that could not publish, with the reason."""
    issue, row, source = enter(issue_id, IssueVerb.UNSCHEDULE, actor)
    leave(issue, row, source, actor=actor, now=now, reason=reason)
    return issue


@transaction.atomic
def publish(*, issue_id: int, actor: User | None, now: datetime | None = None) -> Issue:
    """Publishes an issue and those of its articles that are not live yet, in one transaction: all or nothing.

    Raises:
        ArticlesNotReady: names each article that can't be published, with its reason.
    """
    return _publish(issue_id, IssueVerb.PUBLISH, actor=actor, now=now or timezone.now())


@transaction.atomic
def publish_without(
    *, issue_id: int, actor: User, article_ids: Iterable[int], reason: str, now: datetime | None = None
) -> Issue:
    """Publishes an issue without the named pieces, which follow later. The others go live together, or nothing does.

    ``article_ids`` are page ids of pieces of the issue that are not live. At least one piece has to be readable.

    Raises:
        ArticlesNotReady: one of the others can't be published.
    """
    left_out = frozenset(article_ids)
    return _publish(
        issue_id, IssueVerb.PUBLISH_PART, actor=actor, now=now or timezone.now(), left_out=left_out, reason=reason
    )


@transaction.atomic
def complete(*, issue_id: int, actor: User, now: datetime | None = None) -> Issue:
    """Publishes the pieces that a partially published issue still lacks: all that are to follow, or none.

    What was withdrawn does not come back; while such a piece is missing, the issue stays partially published.

    Raises:
        ArticlesNotReady: names each piece that can't be published, with its reason.
    """
    now = now or timezone.now()
    pieces = lock_pieces(issue_id)
    issue, row, source = enter(issue_id, IssueVerb.COMPLETE, actor)
    entries = _entries(issue, pieces)
    waiting = [
        entry for entry in entries if not entry.article.live and entry.article.submission.state != State.WITHDRAWN
    ]
    if not waiting:
        raise IssueRefused(_("No article of this issue is still to follow."))
    _publish_pieces(waiting, now=now)
    # Each piece that went live has said so by itself, see `following`.
    issue.refresh_from_db()
    leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def let_go(*, issue_id: int, actor: User, article_id: int, reason: str, now: datetime | None = None) -> Issue:
    """Gives up waiting for a piece: it stands in this issue no more and is free for another one.

    Raises:
        IssueRefused: it is live or was, so it belongs to what readers have had.
    """
    now = now or timezone.now()
    issue, row, source = enter(issue_id, IssueVerb.LET_GO, actor)
    reason = reason_of(row, reason)
    entry = issue.entries.missing().select_related("article").filter(article_id=article_id).first()
    if entry is None or entry.article.versions.exists():
        raise IssueRefused(_("Only an article that is still to follow can be let go."))
    entry.released_at = now
    entry.save(update_fields=["released_at"])
    leave(issue, row, source, actor=actor, now=now, reason=reason, article=entry.article)
    issue_changed.send(sender=Issue, issue=issue, change=IssueChange.LET_GO, article=entry.article, at=now)
    return issue


def publish_due_issues(*, now: datetime | None = None) -> int:
    """Publishes every scheduled issue whose time is reached, each by itself; returns how many went live.

    One that can't go live falls back to approved with the reason in its history, where the desk finds it.
    """
    now = now or timezone.now()
    live = 0
    due = Issue.objects.filter(state=IssueState.SCHEDULED, scheduled_at__lte=now).order_by("scheduled_at")
    for issue_id in list(due.values_list("pk", flat=True)):
        try:
            publish(issue_id=issue_id, actor=None, now=now)
            live += 1
        except IssueClosed:
            continue  # somebody was quicker, which is all the same
        except IssueRefused as refusal:
            logger.warning("Issue %s was due and could not be published: %s", issue_id, refusal)
            try:
                unschedule(issue_id=issue_id, actor=None, reason=str(refusal), now=now)
            except IssueClosed:
                continue
    return live


def _publish(
    issue_id: int,
    verb: IssueVerb,
    *,
    actor: User | None,
    now: datetime,
    left_out: frozenset[int] = frozenset(),
    reason: str = "",
) -> Issue:
    pieces = lock_pieces(issue_id)
    issue, row, source = enter(issue_id, verb, actor)
    reason = reason_of(row, reason)
    entries = _entries(issue, pieces)
    if verb == IssueVerb.PUBLISH_PART:
        _check_left_out(entries, left_out)
    _publish_pieces([entry for entry in entries if entry.article_id not in left_out], now=now)
    approval = ApprovedRevision.objects.select_related("revision", "story").get(revision=issue.approved_revision)
    try:
        version = website.publish(approval=approval, actor=actor, at=now)
    except website.PublishRefused as refusal:
        raise IssueRefused(
            _("The issue is no longer what the board approved. Reopen it and put it before the board again.")
        ) from refusal
    issue.published_at = now
    leave(issue, row, source, actor=actor, now=now, reason=reason)
    issue_published.send(sender=Issue, issue=issue, version=version, at=now)
    return issue


def _entries(issue: Issue, locked: set[int]) -> list[IssueArticle]:
    """The pieces that the issue holds, in order, none of which came in between the look and the lock."""
    entries = list(issue.entries.holding().select_related("article__submission").order_by("position"))
    if not {entry.article_id for entry in entries} <= locked:
        raise IssueRefused(_("The issue was changed at this moment. Nothing was done; look at it and try again."))
    return entries


def _check_left_out(entries: Sequence[IssueArticle], left_out: frozenset[int]) -> None:
    names = {entry.article_id: entry for entry in entries}
    if not left_out or not left_out <= set(names):
        raise IssueRefused(_("Name the articles that are to follow later."))
    if left_out == set(names):
        raise IssueRefused(_("Then nothing would be in the issue. Wait for its articles, or reopen it."))
    live = [names[key].article.title for key in sorted(left_out) if names[key].article.live]
    if live:
        raise ArticlesNotReady([_("“%(title)s” is on the site already.") % {"title": title} for title in live])


def _publish_pieces(entries: Sequence[IssueArticle], *, now: datetime) -> None:
    """Publishes those that are not live. Raises ArticlesNotReady, naming each that can't be, with its reason."""
    problems: list[str] = []
    refused: list[int] = []
    for entry in entries:
        submission = entry.article.submission
        problem = ""
        if submission.state not in READY_FOR_ISSUE and submission.state != State.CORRECTING:
            problem = problem_of(submission)
        elif submission.state in SETTLED:
            try:
                moderation.publish(submission_id=submission.pk, actor=None, now=now)
            except VerbRefused as refusal:
                problem = f"{entry.article.title}: {refusal}"
        if problem:
            problems.append(problem)
            refused.append(entry.article_id)
    if problems:
        raise ArticlesNotReady(problems, article_ids=refused)
