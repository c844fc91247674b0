"""The bell: tells the worker that rows wait. The database is the queue; losing a ring loses a moment, nothing else."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

_silent: ContextVar[bool] = ContextVar("bell_silent", default=False)


def ring(task: str, *args: Any) -> None:
    """Sends the named task to the broker, now; ``CELERY_TASK_ROUTES`` names its queue. A broker that is away is logged
    and survived."""
    if _silent.get():
        return
    try:
        current_app.send_task(task, args=args, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The bell for %s was not heard: %s", task, error)


def ring_on_commit(task: str, *args: Any) -> None:
    """Rings once the current transaction is committed; after a rollback nobody hears of it."""
    transaction.on_commit(partial(ring, task, *args), robust=True)


@contextmanager
def silence() -> Iterator[None]:
    """No bells inside: for loading many rows at once, which the sweeps find by themselves."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)
