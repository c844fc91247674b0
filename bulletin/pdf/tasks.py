"""The worker's side of the PDFs. Arguments are ids; the rows are the queue."""

from __future__ import annotations

from threading import Semaphore

from celery import shared_task

from bulletin.pdf import actions
from cms.core.bell import ring

# For workers that can be told a time (prefork): the press's own end, and storing.
SOFT_SECONDS, HARD_SECONDS = 120, 130
# One at a time in a process: a worker with a few threads goes on sending mail while an archive is printed.
_press = Semaphore(1)


@shared_task(name=actions.TASK, soft_time_limit=SOFT_SECONDS, time_limit=HARD_SECONDS)
def make(pdf_id: int) -> bool:
    """Makes one PDF, then rings for the next; False where there was nothing to do or nothing came of it.

    Where another is being made the row is left to wait: whoever finishes finds it, and so does the sweep.
    """
    if not _press.acquire(blocking=False):
        return False
    try:
        made = actions.make(pdf_id=pdf_id)
    finally:
        _press.release()
    for waiting in actions.sweep()[:1]:
        ring(actions.TASK, waiting)
    return made


@shared_task(name="bulletin.pdf.tasks.sweep")
def sweep() -> int:
    """Rings for the first that is due, also where no bell was heard; returns how many wait."""
    due = actions.sweep()
    for pdf_id in due[:1]:
        ring(actions.TASK, pdf_id)
    return len(due)
