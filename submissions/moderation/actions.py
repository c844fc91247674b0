"""The verbs of the transition table. Each locks the submission's row, asks the table, writes, and tells.

All are keyword-only and atomic, take ids, and raise one of `submissions.moderation.errors`. ``now`` is the moment of
the act (aware), for tests and the demo; it is the clock's by default.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core import rules
from cms.core.periods import Month, cut_off
from cms.core.text import clean_text
from cms.website import actions as website
from cms.website.models import ApprovedRevision
from submissions.articles.actions import record_event
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.articles.signals import submission_moved
from submissions.moderation import notifications, readiness, workflow
from submissions.moderation.errors import FourEyes, NotAllowed, NotReady, StaleRevision, VerbClosed, VerbRefused
from submissions.moderation.permissions import actors_of, four_eyes_reason, may_override
from submissions.moderation.transitions import Actor, Transition, find

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Revision

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, SubmissionEvent

logger = logging.getLogger(__name__)


@transaction.atomic
def submit(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Hands an article to the editors. The first time fixes its month and whether it is on time.

    Raises:
        NotReady: something is missing. VerbClosed, NotAllowed: see the table.
    """
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.SUBMIT, actor)
    page = _latest(submission)
    missing = readiness.problems(page)
    if missing:
        raise NotReady(missing)
    if submission.first_submitted_at is None:
        month = Month.of(now)
        day = rules.number("unit.cut_off_day", on=month.first_day)
        submission.first_submitted_at, submission.first_submitted_by = now, actor
        submission.period = month.first_day
        submission.on_time = now <= cut_off(month, day)
    submission.submitted_at = now
    submission.claimed_by = submission.claimed_at = None
    submission.due_at = now + timedelta(days=rules.number("moderation.review_days", on=timezone.localdate(now)))
    _leave(submission, row, source, actor=actor, now=now, revision=page.latest_revision)
    workflow.begin(submission.page, user=actor)
    return submission


@transaction.atomic
def claim(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """An editor takes a submission in hand; of two who try at once, one is told who was first."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.CLAIM, actor)
    submission.claimed_by, submission.claimed_at = actor, now
    _leave(submission, row, source, actor=actor, now=now)
    return submission


@transaction.atomic
def release(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Puts a claimed submission back into the pool."""
    submission, row, source = _enter(submission_id, EventVerb.RELEASE, actor)
    submission.claimed_by = submission.claimed_at = None
    _leave(submission, row, source, actor=actor, now=now or timezone.now())
    return submission


@transaction.atomic
def return_to_unit(*, submission_id: int, actor: User, reason: str, now: datetime | None = None) -> Submission:
    """Gives an article back to its unit with a reason; its author is told by mail."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.RETURN, actor)
    reason = _reason(row, reason)
    page = submission.page
    _undo_acceptance(submission)
    submission.claimed_by = submission.claimed_at = submission.due_at = None
    event = _leave(submission, row, source, actor=actor, now=now, reason=reason, revision=page.latest_revision)
    workflow.ask_for_changes(page, user=actor, reason=reason)
    notifications.returned(submission=submission, event=event)
    return submission


@transaction.atomic
def approve(
    *, submission_id: int, actor: User, revision_id: int, override_reason: str = "", now: datetime | None = None
) -> Submission:
    """Approves the revision that the person looked at, and pins it; a correction goes live at once.

    ``override_reason`` lets the board approve against four-eyes; it stays on record.

    Raises:
        StaleRevision: a later revision exists. FourEyes: the person wrote or last edited it.
    """
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.APPROVE, actor)
    page = submission.page
    if page.latest_revision_id != revision_id:
        raise StaleRevision(
            _("The text was changed by %(person)s on %(time)s, after you opened it. Look at it again, then decide.")
            % {
                "person": submission.last_edited_by,
                "time": date_format(timezone.localtime(submission.last_edited_at), "DATETIME_FORMAT"),
            }
        )
    closeness = four_eyes_reason(user=actor, submission=submission)
    override_reason = clean_text(override_reason)
    if closeness and not (override_reason and may_override(user=actor)):
        raise FourEyes(closeness)
    approval = website.record_approval(
        story=page,
        revision=page.latest_revision,
        approved_by=actor,
        last_edited_by=submission.last_edited_by,
        at=now,
        override_reason=override_reason if closeness else "",
    )
    submission.approved_revision_id, submission.approved_hash = revision_id, approval.content_hash
    submission.due_at = None
    if submission.accepted_at is None:
        submission.accepted_at, submission.accepted_by = now, actor
    _leave(
        submission, row, source, actor=actor, now=now, revision=approval.revision,
        content_hash=approval.content_hash, override_reason=approval.override_reason,
    )  # fmt: skip
    workflow.approve(page, user=actor)
    if source == State.CORRECTING:
        website.publish(approval=approval, actor=actor, at=now, note=submission.correction_note)
        Submission.objects.filter(pk=submission.pk).update(correction_note="")
    else:
        notifications.approved(submission=submission, at=now)
    return submission


@transaction.atomic
def reject(*, submission_id: int, actor: User, reason: str, now: datetime | None = None) -> Submission:
    """Refuses an article for good, with a reason; its author is told by mail."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.REJECT, actor)
    reason = _reason(row, reason)
    submission.claimed_by = submission.claimed_at = submission.due_at = None
    event = _leave(
        submission, row, source, actor=actor, now=now, reason=reason, revision=submission.page.latest_revision
    )
    workflow.stop(submission.page, user=actor)
    notifications.rejected(submission=submission, event=event)
    return submission


@transaction.atomic
def reopen(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Opens an approved article to changes again; it then needs approval anew."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.REOPEN, actor)
    _undo_acceptance(submission)
    submission.claimed_by, submission.claimed_at = actor, now
    _leave(submission, row, source, actor=actor, now=now)
    workflow.begin(submission.page, user=actor)
    return submission


@transaction.atomic
def schedule(*, submission_id: int, actor: User, at: datetime, now: datetime | None = None) -> Submission:
    """Sets the time at which an approved article goes live by itself."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.SCHEDULE, actor)
    if at <= now:
        raise VerbRefused(_("The time lies in the past. Choose a later one, or publish now."))
    submission.scheduled_at = at
    _leave(submission, row, source, actor=actor, now=now)
    return submission


@transaction.atomic
def unschedule(*, submission_id: int, actor: User | None, reason: str = "", now: datetime | None = None) -> Submission:
    """Takes the set time off again; without an actor it is the clock that could not publish, with the reason."""
    submission, row, source = _enter(submission_id, EventVerb.UNSCHEDULE, actor)
    submission.scheduled_at = None
    _leave(submission, row, source, actor=actor, now=now or timezone.now(), reason=reason)
    return submission


@transaction.atomic
def publish(*, submission_id: int, actor: User | None, now: datetime | None = None) -> Submission:
    """Makes the approved revision live. Without an actor it is the clock's doing.

    Raises:
        VerbRefused: the approved content is no longer what was approved.
    """
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.PUBLISH, actor)
    approval = ApprovedRevision.objects.select_related("revision", "story").get(revision=submission.approved_revision)
    if approval.content_hash != submission.approved_hash:
        raise VerbRefused(_("The record of the approval does not match. Reopen the article and approve it again."))
    try:
        website.publish(approval=approval, actor=actor, at=now)
    except website.PublishRefused as refusal:
        raise VerbRefused(
            _("A photo or the text behind the approval has changed. Reopen the article and approve it again.")
        ) from refusal
    submission.scheduled_at = None
    if submission.published_at is None:
        submission.published_at, submission.published_by = now, actor
    _leave(submission, row, source, actor=actor, now=now, revision=approval.revision)
    notifications.published(submission=submission, at=now)
    return submission


@transaction.atomic
def correct(*, submission_id: int, actor: User, note: str, now: datetime | None = None) -> Submission:
    """Starts a correction of a published article; ``note`` is what readers will be told. The live text stays."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.CORRECT, actor)
    submission.correction_note = _reason(row, note)
    submission.claimed_by, submission.claimed_at, submission.submitted_at = actor, now, now
    _leave(submission, row, source, actor=actor, now=now, reason=submission.correction_note)
    workflow.begin(submission.page, user=actor)
    return submission


@transaction.atomic
def drop_correction(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Gives a correction up; what was live stays live, and is what the next correction begins with."""
    submission, row, source = _enter(submission_id, EventVerb.DROP_CORRECTION, actor)
    approved = submission.approved_revision
    if approved is not None and approved.pk != submission.page.latest_revision_id:
        approved.as_object().save_revision(user=actor)
        submission.refresh_from_db()
    submission.correction_note = ""
    _leave(submission, row, source, actor=actor, now=now or timezone.now())
    workflow.stop(submission.page, user=actor)
    return submission


@transaction.atomic
def withdraw(
    *, submission_id: int, actor: User, reason: str, public_note: str = "", now: datetime | None = None
) -> Submission:
    """Takes a published article away, here and wherever it was sent; its address answers 410 with ``public_note``."""
    now = now or timezone.now()
    submission, row, source = _enter(submission_id, EventVerb.WITHDRAW, actor)
    reason = _reason(row, reason)
    if source == State.CORRECTING:
        workflow.stop(submission.page, user=actor)
    website.withdraw(story=submission.page, actor=actor, at=now, public_note=clean_text(public_note))
    submission.correction_note = ""
    _leave(submission, row, source, actor=actor, now=now, reason=reason)
    return submission


def _enter(submission_id: int, verb: EventVerb, actor: User | None) -> tuple[Submission, Transition, State]:
    """Locks the row and asks the table whether this person may use this verb now."""
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    source = State(submission.state)
    row = find(verb, source)
    if row is None:
        last = submission.events.select_related("actor").order_by("-at", "-pk").first()
        raise VerbClosed(
            _("The article is already “%(state)s” (%(person)s). Nothing was changed.")
            % {"state": submission.get_state_display().lower(), "person": last.actor if last and last.actor else "—"}
        )
    parts = {Actor.SYSTEM} if actor is None else actors_of(user=actor, submission=submission)
    if not row.actors & parts:
        raise NotAllowed(_("Your role does not include this."))
    return submission, row, source


def _leave(
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
    """Writes the new state and the line of history."""
    submission.state = row.target
    if row.target != State.SCHEDULED:
        submission.scheduled_at = None
    submission.save()
    event = record_event(
        submission=submission, verb=row.verb, actor=actor, at=now, from_state=source, reason=reason,
        override_reason=override_reason, revision=revision, content_hash=content_hash or submission.approved_hash,
    )  # fmt: skip
    submission_moved.send(sender=Submission, submission=submission, event=event)
    logger.info("Submission %s: %s → %s (%s)", submission.pk, source, row.target, row.verb)
    return event


def _reason(row: Transition, reason: str) -> str:
    reason = clean_text(reason).strip()
    if row.needs_reason and not reason:
        raise VerbRefused(_("Give a reason: the people concerned will read it."))
    return reason


def _undo_acceptance(submission: Submission) -> None:
    """A decision that is taken back before publication does not count as accepted."""
    if submission.published_at is None:
        submission.accepted_at = submission.accepted_by = None
    submission.approved_revision = None
    submission.approved_hash = ""


def _latest(submission: Submission) -> ArticlePage:
    """The article as its latest revision has it."""
    page: ArticlePage = submission.page.get_latest_revision_as_object()
    return page
