"""Verbs of the unit: hand an article in, through its head where the unit has it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import rules
from cms.core.periods import Month, cut_off
from submissions import checks
from submissions.articles.enums import EventVerb
from submissions.articles.models import Submission
from submissions.moderation import notifications, readiness, second_reviewer, workflow
from submissions.moderation.actions.steps import enter, latest, lay_down, leave, reason_of
from submissions.moderation.errors import NotReady
from submissions.moderation.permissions import closed_reason

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage
    from submissions.checks.rules import Finding


@transaction.atomic
def hand_in(*, submission_id: int, actor: User, no_secrets: bool = False, now: datetime | None = None) -> Submission:
    """What “hand in” means for this person: to the editors, or to the head of the unit where the head releases.

    Raises:
        As `submit` and `propose`.
    """
    submission = Submission.objects.select_related("unit").get(pk=submission_id)
    through_head = not closed_reason(verb=EventVerb.PROPOSE, user=actor, submission=submission)
    act = propose if through_head else submit
    return act(submission_id=submission_id, actor=actor, no_secrets=no_secrets, now=now)


@transaction.atomic
def propose(*, submission_id: int, actor: User, no_secrets: bool = False, now: datetime | None = None) -> Submission:
    """Puts an article before the head of the unit, who releases it. It counts as handed in when the head has done so.

    Raises:
        NotReady: something is missing. VerbClosed, NotAllowed: see the table.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.PROPOSE, actor)
    page, _found = _ready(submission, no_secrets=no_secrets)
    _declare(submission, actor=actor, now=now)
    event = leave(submission, row, source, actor=actor, now=now, revision=page.latest_revision)
    notifications.to_release(submission=submission, event=event)
    return submission


@transaction.atomic
def send_back(
    *,
    submission_id: int,
    actor: User,
    reason: str,
    now: datetime | None = None,
) -> Submission:
    """The head of the unit gives an article back to its writer with a reason."""
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.SEND_BACK, actor)
    reason = reason_of(row, reason)
    event = leave(
        submission, row, source, actor=actor, now=now, reason=reason, revision=submission.page.latest_revision
    )
    notifications.sent_back(submission=submission, event=event)
    return submission


@transaction.atomic
def submit(*, submission_id: int, actor: User, no_secrets: bool = False, now: datetime | None = None) -> Submission:
    """Hands an article to the editors. The first time fixes its month and whether it is on time.

    ``no_secrets`` is the person's declaration that the text holds no state secret.

    Raises:
        NotReady: something is missing. VerbClosed, NotAllowed: see the table.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.SUBMIT, actor)
    page, found = _ready(submission, no_secrets=no_secrets)
    _declare(submission, actor=actor, now=now)
    if submission.first_submitted_at is None:
        submission.first_submitted_at, submission.first_submitted_by = now, actor
        if not submission.is_translation:
            month = Month.of(now)
            day = rules.number("unit.cut_off_day", on=month.first_day)
            submission.period = month.first_day
            submission.on_time = now <= cut_off(month, day)
    submission.submitted_at = now
    lay_down(submission)
    second_reviewer.note(submission, found)
    leave(submission, row, source, actor=actor, now=now, revision=page.latest_revision)
    workflow.begin(submission.page, user=actor)
    return submission


def _ready(submission: Submission, *, no_secrets: bool) -> tuple[ArticlePage, list[Finding]]:
    """The article and all that the checks found in it, once: what blocks is refused, the rest is for who goes on."""
    page = latest(submission)
    found = checks.findings(page)
    missing = readiness.blocking(found)
    if not no_secrets:
        missing = [*missing, _("Confirm that the article holds no state secret.")]
    if missing:
        raise NotReady(missing)
    return page, found


def _declare(submission: Submission, *, actor: User, now: datetime) -> None:
    submission.declared_by, submission.declared_at = actor, now
