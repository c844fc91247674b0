"""The bell: tells the worker that rows wait. The database is the queue; losing a ring loses a moment, nothing else."""

from __future__ import annotations

import logging
import time
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

AWAY_SECONDS = 5.0
"""After a ring that was not heard, this process rings nobody for so long: one publication rings many times."""

_silent: ContextVar[bool] = ContextVar("bell_silent", default=False)


class Quiet:
    """Until when this process rings nobody, since a ring was not heard."""

    until = 0.0


_quiet = Quiet()


def ring(task: str, *args: Any) -> None:
    """Sends the named task to the broker, now; ``CELERY_TASK_ROUTES`` names its queue. A broker that is away is logged,
    survived and left alone for a moment."""
    if _silent.get() or time.monotonic() < _quiet.until:
        return
    try:
        current_app.send_task(task, args=args, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        _quiet.until = time.monotonic() + AWAY_SECONDS
        logger.warning("The bell for %s was not heard, nor will others be for %s s: %s", task, AWAY_SECONDS, error)


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
