"""Several people, or processes, acting in the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

Refusal = TypeVar("Refusal", bound=Exception)


def let_go(*acts: Callable[[], object], refused: tuple[type[Refusal], ...]) -> list[Refusal | None]:
    """Runs each act on a connection of its own, all let go together; gives for each its refusal, or None where it was
    carried out. Any other error is raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> Refusal | None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            act()
        except refused as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))
