"""Processes that end with the one that started them, even when that one is killed without a word (Linux)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def is_supervised() -> bool:
    """Whether this process runs below our supervisor, which sets this variable for its children."""
    return os.environ.get("SUPERVISOR_ENABLED") == "1"


def end_with_parent(end_signal: signal.Signals = signal.SIGTERM) -> None:
    """Asks the kernel to send this process ``end_signal`` when its parent dies; survives exec, not fork.

    Elsewhere than on Linux it does nothing. Call it from a process whose parent was started by a long-lived
    thread: the kernel counts the death of the starting *thread* (prctl(2)).
    """
    if sys.platform != "linux":
        return
    parent = os.getppid()
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, end_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:  # it died just before the kernel was asked
        os.kill(os.getpid(), end_signal)
