"""The worker's side of the PDFs. Arguments are ids; the rows are the queue."""

from __future__ import annotations

from celery import shared_task

from bulletin.pdf import actions
from cms.core.bell import ring

# For workers that can be told a time (prefork): the press's own end, and storing.
SOFT_SECONDS, HARD_SECONDS = 120, 130


@shared_task(name=actions.TASK, soft_time_limit=SOFT_SECONDS, time_limit=HARD_SECONDS)
def make(pdf_id: int) -> bool:
    """Makes one PDF; False where there was nothing to do or nothing came of it."""
    return actions.make(pdf_id=pdf_id)


@shared_task(name="bulletin.pdf.tasks.sweep")
def sweep() -> int:
    """Rings for whatever is due, also for what no bell was heard of; returns for how many."""
    due = actions.sweep()
    for pdf_id in due:
        ring(actions.TASK, pdf_id)
    return len(due)
