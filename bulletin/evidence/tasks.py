"""The worker's side of the proofs. Arguments are ids; the rows are the queue."""

from __future__ import annotations

from threading import Semaphore
from uuid import UUID

from celery import shared_task

from bulletin.evidence import actions, captures
from bulletin.evidence.captures import Camera
from cms.core.bell import ring

# For workers that can be told a time (prefork): the press's own end, and storing.
SOFT_SECONDS, HARD_SECONDS = 120, 130
_press = Semaphore(1)


@shared_task(name=actions.TASK, soft_time_limit=SOFT_SECONDS, time_limit=HARD_SECONDS)
def make(file_id: int) -> bool:
    """Makes one proof file, then rings for the next. One at a time in a process, as for the PDFs of issues."""
    if not _press.acquire(blocking=False):
        return False
    try:
        made = actions.make(file_id=file_id)
    finally:
        _press.release()
    for waiting in actions.sweep()[:1]:
        ring(actions.TASK, waiting)
    return made


@shared_task(name=captures.TASK)
def capture(delivery_id: str) -> None:
    """Captures both pages of a delivery that was confirmed."""
    Camera().take(delivery_id=UUID(delivery_id))


@shared_task(name="bulletin.evidence.tasks.sweep")
def sweep() -> int:
    """Rings for what is due, also where no bell was heard; returns how many files wait."""
    due = actions.sweep()
    for file_id in due[:1]:
        ring(actions.TASK, file_id)
    for delivery_id in Camera().due():
        ring(captures.TASK, str(delivery_id))
    return len(due)
