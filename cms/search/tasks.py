"""The worker's side of the readers' search: what came past the actions, and the counts of the vocabulary."""

from __future__ import annotations

from celery import shared_task

from cms.search import indexing, vocabulary

#: Stories a run; what is left waits for the next.
A_RUN = 1_000


@shared_task(name="cms.search.tasks.catch_up")
def catch_up() -> int:
    """Indexes public stories that the index lacks and drops others; returns how many were indexed."""
    return indexing.catch_up(limit=A_RUN)


@shared_task(name="cms.search.tasks.recount")
def recount() -> int:
    """Counts the vocabulary anew from the newest stories; returns how many terms."""
    return vocabulary.recount()
