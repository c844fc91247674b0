"""The due-sweep: publishes what its time has come for, each in a transaction of its own, so that one failure stops nobody."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions
from submissions.moderation.errors import VerbClosed, VerbRefused

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)


def publish_due_articles(*, now: datetime | None = None) -> int:
    """Publishes every scheduled article whose time is reached; returns how many went live.

    One that can't go live falls back to approved with the reason in its history, where a person finds it.
    """
    now = now or timezone.now()
    due = Submission.objects.filter(state=State.SCHEDULED, scheduled_at__lte=now).order_by("scheduled_at", "pk")
    live = 0
    for submission_id in list(due.values_list("pk", flat=True)):
        try:
            actions.publish(submission_id=submission_id, actor=None, now=now)
            live += 1
        except VerbClosed:
            continue  # somebody was quicker, which is all the same
        except VerbRefused as refusal:
            logger.warning("Submission %s was due and could not be published: %s", submission_id, refusal)
            actions.unschedule(submission_id=submission_id, actor=None, reason=str(refusal), now=now)
    return live
