"""Reminding of tasks by hand that are late: the named person, once a day, until it is done."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from bulletin.forwarding.handover import telling
from bulletin.forwarding.handover.models import HandOver
from cms.core.periods import local_day

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

REMINDERS_A_SWEEP = 100


def remind(*, now: datetime) -> int:
    """Remind of what is late and was not reminded of today; returns of how many. Twice at once does no harm."""
    today = local_day(now)
    due = HandOver.objects.late(now=now).filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=today))
    return sum(_remind(pk, now=now) for pk in due.values_list("pk", flat=True)[:REMINDERS_A_SWEEP])


@transaction.atomic
def _remind(task_id: int, *, now: datetime) -> bool:
    today = local_day(now)
    task = (
        HandOver.objects.late(now=now)
        .filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=today), pk=task_id)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("delivery__destination", "person")
        .first()
    )
    if task is None:
        return False
    task.reminded_on = today
    task.save(update_fields=["reminded_on"])
    telling.tell_late(task, at=now)
    return True
