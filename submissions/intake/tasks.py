"""The worker's side of the intake: reading files that were handed in. Arguments are ids; the rows are the queue."""

from __future__ import annotations

from celery import shared_task

from submissions.intake import conversions

# For workers that can be told a time (prefork): what is being drained, one more file through both children, and storing.
SOFT_SECONDS, SECONDS = 200, 220


@shared_task(name=conversions.TASK, soft_time_limit=SOFT_SECONDS, time_limit=SECONDS)
def convert(conversion_id: int) -> int:
    """Reads one file, and what else waits; returns how many."""
    return conversions.work(conversion_id)


@shared_task(name="submissions.intake.tasks.sweep")
def sweep() -> int:
    """Takes back what dead workers held and rings for what waits; returns how many were taken back."""
    return conversions.sweep()
