"""Two people acting on accounts at the same moment, on two connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from django.db import connection

from submissions.units.errors import PeopleRefused

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], Any]) -> list[PeopleRefused | None]:
    """Runs each act on a connection of its own, all let go together; gives for each its refusal, or None where it was
    carried out. Any other error is raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> PeopleRefused | None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            act()
        except PeopleRefused as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))
