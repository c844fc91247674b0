"""The worker's side: words of articles that came past the saves."""

from __future__ import annotations

from celery import shared_task

from submissions.words import actions

#: Articles a run; what is left waits for the next.
A_RUN = 1_000


@shared_task(name="submissions.words.tasks.catch_up")
def catch_up() -> int:
    """Indexes articles whose words are missing or old; returns how many."""
    return actions.catch_up(limit=A_RUN)
