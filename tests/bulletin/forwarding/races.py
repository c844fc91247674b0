"""Several acts of forwarding in the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from django.db import connection

from bulletin.forwarding.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], object]) -> list[ActionError | None]:
    """Each act on a connection of its own, all let go together; its refusal, or None where it was carried out."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> ActionError | None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            act()
        except ActionError as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))
