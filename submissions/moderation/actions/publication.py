"""Verbs of publication: reopen, schedule, publish, correct, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.text import clean_text
from cms.website import actions as website
from cms.website.models import ApprovedRevision
from submissions.articles.enums import PUBLIC, EventVerb, State
from submissions.moderation import notifications, pairs, workflow
from submissions.moderation.actions.steps import enter, forget_decisions, leave, reason_of
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.articles.models import Submission


@transaction.atomic
def reopen(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Opens an approved article to changes again; it then needs approval anew."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.REOPEN, actor)
    forget_decisions(submission)
    submission.claimed_by, submission.claimed_at = actor, now
    leave(submission, row, source, actor=actor, now=now)
    workflow.begin(submission.page, user=actor)
    return submission


@transaction.atomic
def schedule(*, submission_id: int, actor: User, at: datetime, now: datetime | None = None) -> Submission:
    """Sets the time at which an approved article goes live by itself."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.SCHEDULE, actor)
    if at <= now:
        raise VerbRefused(_("The time lies in the past. Choose a later one, or publish now."))
    submission.scheduled_at = at
    leave(submission, row, source, actor=actor, now=now)
    return submission


@transaction.atomic
def unschedule(*, submission_id: int, actor: User | None, reason: str = "", now: datetime | None = None) -> Submission:
    """Takes the set time off again; without an actor it is the clock that could not publish, with the reason."""
    submission, row, source = enter(submission_id, EventVerb.UNSCHEDULE, actor)
    submission.scheduled_at = None
    leave(submission, row, source, actor=actor, now=now or timezone.now(), reason=reason)
    return submission


@transaction.atomic
def publish(*, submission_id: int, actor: User | None, now: datetime | None = None) -> Submission:
    """Makes the approved revision live. Without an actor it is the clock's doing.

    Raises:
        VerbRefused: the approved content is no longer what was approved.
    """
    now = now or timezone.now()
    pairs.hold_original(submission_id)
    submission, row, source = enter(submission_id, EventVerb.PUBLISH, actor)
    pairs.require_public_original(submission)
    approval = ApprovedRevision.objects.select_related("revision", "story").get(revision=submission.approved_revision)
    if approval.content_hash != submission.approved_hash:
        raise VerbRefused(_("The record of the approval does not match. Reopen the article and approve it again."))
    try:
        website.publish(approval=approval, actor=actor, at=now)
    except website.PhotoWithdrawn as refusal:
        raise VerbRefused(str(refusal)) from refusal
    except website.PublishRefused as refusal:
        raise VerbRefused(
            _("A photo or the text behind the approval has changed. Reopen the article and approve it again.")
        ) from refusal
    submission.scheduled_at = None
    if submission.published_at is None:
        submission.published_at, submission.published_by = now, actor
    leave(submission, row, source, actor=actor, now=now, revision=approval.revision)
    notifications.published(submission=submission, at=now)
    return submission


@transaction.atomic
def correct(*, submission_id: int, actor: User, note: str, now: datetime | None = None) -> Submission:
    """Starts a correction of a published article; ``note`` is what readers will be told. The live text stays."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.CORRECT, actor)
    submission.correction_note = reason_of(row, note)
    submission.claimed_by, submission.claimed_at, submission.submitted_at = actor, now, now
    leave(submission, row, source, actor=actor, now=now, reason=submission.correction_note)
    workflow.begin(submission.page, user=actor)
    return submission


@transaction.atomic
def drop_correction(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Gives a correction up; what was live stays live, and is what the next correction begins with."""
    submission, row, source = enter(submission_id, EventVerb.DROP_CORRECTION, actor)
    approved = submission.approved_revision
    if approved is not None and approved.pk != submission.page.latest_revision_id:
        approved.as_object().save_revision(user=actor)
        submission.refresh_from_db()
    submission.correction_note = ""
    leave(submission, row, source, actor=actor, now=now or timezone.now())
    workflow.stop(submission.page, user=actor)
    return submission


@transaction.atomic
def withdraw(
    *, submission_id: int, actor: User, reason: str, public_note: str = "", now: datetime | None = None
) -> Submission:
    """Takes a published article away, here and wherever it was sent; its address answers 410 with ``public_note``.

    Its English version goes with it; withdrawing that one alone leaves the original.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.WITHDRAW, actor)
    reason = reason_of(row, reason)
    if source == State.CORRECTING:
        workflow.stop(submission.page, user=actor)
    website.withdraw(story=submission.page, actor=actor, at=now, public_note=clean_text(public_note))
    submission.correction_note = ""
    leave(submission, row, source, actor=actor, now=now, reason=reason)
    translation = pairs.translation_that_goes_too(submission)
    if translation is not None:
        if translation.state in PUBLIC:
            withdraw(
                submission_id=translation.pk,
                actor=actor,
                reason=_("The Vietnamese original was withdrawn: %(reason)s") % {"reason": reason},
                public_note=pairs.NOTE_ORIGINAL_WITHDRAWN,
                now=now,
            )
        notifications.original_withdrawn(submission=translation, reason=reason, now=now)
    return submission
