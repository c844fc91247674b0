"""What waits beyond its time is told upwards: the desk first, the board after it; each once for each due time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.accounts.roles import Role
from cms.core import rules
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import notifications, stages
from submissions.moderation.models import Escalation
from submissions.moderation.person_field import people_with

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

logger = logging.getLogger(__name__)

DESK: Final = 1
BOARD: Final = 2
# Late units are the reminders' business; what is late with the house goes up the house.
DESK_STATES = frozenset({State.TO_RELEASE, State.SUBMITTED, State.IN_REVIEW, State.SECOND_REVIEW, State.CORRECTING, State.APPROVED})  # fmt: skip
BOARD_STATES = frozenset({State.SUBMITTED, State.IN_REVIEW, State.SECOND_REVIEW, State.CORRECTING})
# One sweep tells of so many; the next goes on.
BATCH = 200


def escalate_overdue(*, now: datetime | None = None) -> int:
    """Tells of everything that became late since the last sweep; returns how many times somebody was told.

    Each in a transaction of its own. Two sweeps at once tell once: the row's uniqueness decides.
    """
    now = now or timezone.now()
    days = rules.number("moderation.escalate_board_days", on=timezone.localdate(now))
    told = 0
    for level, states in ((DESK, DESK_STATES), (BOARD, BOARD_STATES)):
        already = Escalation.objects.filter(submission=OuterRef("pk"), due_at=OuterRef("due_at"), level=level)
        late = Submission.objects.filter(state__in=states, due_at__lt=now).exclude(Exists(already))
        for submission_id, due_at in list(late.order_by("due_at").values_list("pk", "due_at")[:BATCH]):
            if due_at is None:
                continue
            if level == BOARD and stages.later_by_working_days(due_at, days) > now:
                continue
            told += _tell(submission_id, due_at=due_at, level=level, now=now)
    return told


@transaction.atomic
def _tell(submission_id: int, *, due_at: datetime, level: int, now: datetime) -> int:
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("page", "unit", "claimed_by")
        .filter(pk=submission_id, due_at=due_at)
        .first()
    )
    if submission is None:
        return 0  # it moved on meanwhile
    _row, created = Escalation.objects.get_or_create(
        submission=submission, due_at=due_at, level=level, defaults={"state": submission.state, "at": now}
    )
    if created:
        notifications.escalated(submission=submission, people=_people(submission, level), level=level, due_at=due_at)
        logger.info("Submission %s is late since %s: level %s was told", submission_id, due_at, level)
    return int(created)


def _people(submission: Submission, level: int) -> list[User]:
    people = people_with(Role.DESK if level == DESK else Role.BOARD)
    holder = submission.claimed_by
    if level == DESK and holder is not None and holder.is_active:
        people = [*people, *([] if holder in people else [holder])]
    return people
