"""Whether this worker was told to stop: what is under way comes to its end, nothing new begins.

Celery tells the worker's main process; the flag lies in memory that its children share, so that a pool of processes
hears of it too.
"""

from __future__ import annotations

import mmap
import threading
from typing import Any

from celery.signals import worker_init, worker_shutting_down

_flag = mmap.mmap(-1, 1)
_heard = threading.Event()


def is_stopping() -> bool:
    """Whether nothing new may begin."""
    return _flag[0] != 0


def wait(seconds: float) -> None:
    """Wait, but not beyond the word to stop where this very process hears it."""
    _heard.wait(seconds)


@worker_shutting_down.connect
def stop(**_details: Any) -> None:
    """The word to stop (SIGTERM, Ctrl-C)."""
    _flag[0] = 1
    _heard.set()


@worker_init.connect
def begin(**_details: Any) -> None:
    """A worker begins: nobody has told it to stop."""
    _flag[0] = 0
    _heard.clear()
