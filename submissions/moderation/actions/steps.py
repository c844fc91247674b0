"""What every verb begins and ends with: the lock and the question to the table, the new state and its line of history."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.text import clean_text
from cms.website.content import revision_hash
from submissions.articles.actions import record_event
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.signals import submission_moved
from submissions.moderation import stages
from submissions.moderation.errors import NotAllowed, StaleRevision, VerbClosed, VerbRefused
from submissions.moderation.models import GivenReason, ReturnReason
from submissions.moderation.permissions import refusal
from submissions.moderation.transitions import Actor, Transition, find

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wagtail.models import Revision

    from cms.accounts.models import User
    from submissions.articles.enums import EventVerb
    from submissions.articles.models import SubmissionEvent

logger = logging.getLogger(__name__)


def enter(submission_id: int, verb: EventVerb, actor: User | None) -> tuple[Submission, Transition, State]:
    """Locks the row and asks the table whether this person may use this verb now.

    Raises:
        VerbClosed: the state does not know the verb; who was quicker is named. NotAllowed: the person may not.
    """
    # With the unit and the people whom most verbs go on to ask for.
    rows = Submission.objects.select_related("unit", "created_by", "first_submitted_by")
    submission = rows.select_for_update(of=("self",)).get(pk=submission_id)
    source = State(submission.state)
    row = find(verb, source)
    if row is None:
        last = submission.events.select_related("actor").order_by("-at", "-pk").first()
        raise VerbClosed(
            _("The article is already “%(state)s” (%(person)s). Nothing was changed.")
            % {"state": submission.get_state_display().lower(), "person": last.actor if last and last.actor else "—"}
        )
    if actor is None:
        if Actor.SYSTEM not in row.actors:
            raise NotAllowed(_("Your role does not include this."))
        return submission, row, source
    reason = refusal(verb=verb, user=actor, submission=submission)
    if reason:
        raise NotAllowed(reason)
    return submission, row, source


def leave(
    submission: Submission,
    row: Transition,
    source: State,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
    override_reason: str = "",
    revision: Revision | None = None,
    content_hash: str = "",
) -> SubmissionEvent:
    """Writes the new state with its due time, and the line of history, and tells who listens."""
    submission.state = row.target
    if row.target != State.SCHEDULED:
        submission.scheduled_at = None
    if row.target != source:
        submission.due_at = stages.due_time(row.target, since=now)
    submission.save()
    event = record_event(
        submission=submission, verb=row.verb, actor=actor, at=now, from_state=source, reason=reason,
        override_reason=override_reason, revision=revision, content_hash=content_hash or submission.approved_hash,
    )  # fmt: skip
    submission_moved.send(sender=Submission, submission=submission, event=event)
    logger.info("Submission %s: %s → %s (%s)", submission.pk, source, row.target, row.verb)
    return event


def reason_of(row: Transition, reason: str) -> str:
    """The reason, cleaned. Raises `VerbRefused` where the verb needs one and none was given."""
    reason = clean_text(reason).strip()
    if row.needs_reason and not reason:
        raise VerbRefused(_("Give a reason: the people concerned will read it."))
    return reason


def note_reasons(event: SubmissionEvent, reason_ids: Iterable[int], *, kind: str) -> None:
    """Notes which reasons of the desk's list were given with a decision; unknown ones are passed over."""
    reasons = ReturnReason.objects.filter(pk__in=list(reason_ids), kind=kind)
    GivenReason.objects.bulk_create(GivenReason(event=event, reason=reason) for reason in reasons)


def forget_decisions(submission: Submission) -> None:
    """A decision that is taken back before publication does not count: neither an approval nor a first one."""
    if submission.published_at is None:
        submission.accepted_at = submission.accepted_by = None
    submission.approved_revision = None
    submission.approved_hash = ""
    forget_first(submission)


def forget_first(submission: Submission) -> None:
    """The first of two approvals is taken back."""
    submission.endorsed_by = submission.endorsed_at = submission.endorsed_revision = None


def lay_down(submission: Submission) -> None:
    """Nobody holds it."""
    submission.claimed_by = submission.claimed_at = None


def says_the_same(submission: Submission, revision_id: int) -> bool:
    """Whether a revision's text is the latest one: it is the latest itself, or what was saved after it changed nothing
    (a comment, a save without a change)."""
    page = submission.page
    if page.latest_revision_id == revision_id:
        return True
    revision = page.revisions.filter(pk=revision_id).first()
    return revision is not None and revision_hash(revision, ArticlePage) == submission.content_hash


def require_latest(submission: Submission, revision_id: int) -> None:
    """Refuses whoever acts on a text that was changed after they opened it.

    Raises:
        StaleRevision: the revision does not say what the latest one says; the message tells who changed it and when.
    """
    if not says_the_same(submission, revision_id):
        raise StaleRevision(
            _("The text was changed by %(person)s on %(time)s, after you opened it. Look at it again, then decide.")
            % {
                "person": submission.last_edited_by,
                "time": date_format(timezone.localtime(submission.last_edited_at), "DATETIME_FORMAT"),
            }
        )


def latest(submission: Submission) -> ArticlePage:
    """The article as its latest revision has it."""
    page: ArticlePage = submission.page.get_latest_revision_as_object()
    return page
