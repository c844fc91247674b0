"""Verbs that decide: approve (one or two reviewers), return, reject, and how many must approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cms.core.text import clean_text
from cms.website import actions as website
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import changes, notifications, workflow
from submissions.moderation.actions.steps import (
    enter,
    forget_decisions,
    forget_first,
    lay_down,
    leave,
    note_reasons,
    reason_of,
    require_latest,
)
from submissions.moderation.errors import FourEyes, VerbRefused
from submissions.moderation.models import ReturnReason
from submissions.moderation.permissions import four_eyes_reason, may_override

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cms.accounts.models import User


@transaction.atomic
def return_to_unit(
    *,
    submission_id: int,
    actor: User,
    reason: str,
    reason_ids: Sequence[int] = (),
    now: datetime | None = None,
) -> Submission:
    """Gives an article back to its unit with a reason; its author is told by mail.

    ``reason_ids`` name reasons of the desk's list whose words stand in ``reason``: the unit learns from their count.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.RETURN, actor)
    reason = reason_of(row, reason)
    page = submission.page
    forget_decisions(submission)
    lay_down(submission)
    event = leave(submission, row, source, actor=actor, now=now, reason=reason, revision=page.latest_revision)
    note_reasons(event, reason_ids, kind=ReturnReason.Kind.RETURN)
    workflow.ask_for_changes(page, user=actor, reason=reason)
    # One mail and not two: whoever finds other words in their article is told so with the return.
    tell = notifications.suggested_changes if changes.suggested(submission) else notifications.returned
    tell(submission=submission, event=event)
    return submission


@transaction.atomic
def reject(
    *,
    submission_id: int,
    actor: User,
    reason: str,
    reason_ids: Sequence[int] = (),
    now: datetime | None = None,
) -> Submission:
    """Refuses an article for good, with a reason; its author is told by mail."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.REJECT, actor)
    reason = reason_of(row, reason)
    forget_first(submission)
    lay_down(submission)
    event = leave(
        submission, row, source, actor=actor, now=now, reason=reason, revision=submission.page.latest_revision
    )
    note_reasons(event, reason_ids, kind=ReturnReason.Kind.REJECT)
    workflow.stop(submission.page, user=actor)
    notifications.rejected(submission=submission, event=event)
    return submission


@transaction.atomic
def endorse(
    *, submission_id: int, actor: User, revision_id: int, override_reason: str = "", now: datetime | None = None
) -> Submission:
    """The first of two approvals. The text is closed until somebody else has approved it too, or taken it back.

    Raises:
        StaleRevision, FourEyes: as `approve`.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.ENDORSE, actor)
    require_latest(submission, revision_id)
    override_reason = _override(submission, actor=actor, override_reason=override_reason)
    submission.endorsed_by, submission.endorsed_at = actor, now
    submission.endorsed_revision_id = submission.page.latest_revision_id
    event = leave(
        submission, row, source, actor=actor, now=now, revision=submission.page.latest_revision,
        content_hash=submission.content_hash, override_reason=override_reason,
    )  # fmt: skip
    notifications.second_review(submission=submission, event=event)
    return submission


@transaction.atomic
def approve(
    *, submission_id: int, actor: User, revision_id: int, override_reason: str = "", now: datetime | None = None
) -> Submission:
    """Approves the text that the person looked at, and pins its revision; a correction goes live at once.

    ``revision_id`` names what was on the screen; a save after it that changed nothing is no later text.

    ``override_reason`` lets the board approve against four-eyes; it stays on record.

    Raises:
        StaleRevision: the text was changed after it. FourEyes: the person wrote or last edited it.
        NotAllowed: two have to approve it, and this would be the first or the same person again.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.APPROVE, actor)
    page = submission.page
    require_latest(submission, revision_id)
    override_reason = _override(submission, actor=actor, override_reason=override_reason)
    try:
        approval = website.record_approval(
            story=page,
            revision=page.latest_revision,
            approved_by=actor,
            last_edited_by=submission.last_edited_by,
            at=now,
            override_reason=override_reason,
        )
    except website.PhotoWithdrawn as refusal:
        raise VerbRefused(str(refusal)) from refusal
    submission.approved_revision_id, submission.approved_hash = approval.revision_id, approval.content_hash
    if submission.accepted_at is None:
        submission.accepted_at, submission.accepted_by = now, actor
    leave(
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
def reconsider(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """Takes an article that waits for its second reviewer back into review; the first approval is gone."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.RECONSIDER, actor)
    forget_first(submission)
    submission.claimed_by, submission.claimed_at = actor, now
    leave(submission, row, source, actor=actor, now=now)
    return submission


@transaction.atomic
def ask_second(*, submission_id: int, actor: User, reason: str, now: datetime | None = None) -> Submission:
    """Asks that two approve this article, with the reason."""
    submission, row, source = enter(submission_id, EventVerb.ASK_SECOND, actor)
    submission.needs_second, submission.second_waived = True, False
    submission.second_reason = reason_of(row, reason)
    leave(submission, row, source, actor=actor, now=now or timezone.now(), reason=submission.second_reason)
    return submission


@transaction.atomic
def waive_second(*, submission_id: int, actor: User, reason: str, now: datetime | None = None) -> Submission:
    """The desk or the board lets one approval be enough, with the reason on record."""
    submission, row, source = enter(submission_id, EventVerb.WAIVE_SECOND, actor)
    reason = reason_of(row, reason)
    submission.needs_second, submission.second_waived, submission.second_reason = False, True, ""
    leave(submission, row, source, actor=actor, now=now or timezone.now(), reason=reason)
    return submission


def _override(submission: Submission, *, actor: User, override_reason: str) -> str:
    """The reason that is kept where the board approves against four eyes; empty where nothing stands against it."""
    closeness = four_eyes_reason(user=actor, submission=submission)
    override_reason = clean_text(override_reason)
    if closeness and not (override_reason and may_override(user=actor)):
        raise FourEyes(closeness)
    return override_reason if closeness else ""
