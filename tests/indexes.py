"""Wagtail's index writes in tests: a queue that runs when somebody looks.

Every save of a page, a person or a photo has Wagtail's search index and its index of references written anew: a tenth of
the time of all tests, of which one in twenty looks. In a test that ends with a rollback these two tasks wait, each once
for a row, until a query names one of the tables; what nobody looked at is never written. The waiting tasks see the row as
it is then, as a worker would, and their own queries are in nobody's count. Everywhere else (tests with transactions of
their own, other threads, whole systems) they run with the save, as in the product.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django_tasks.backends.immediate import ImmediateBackend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TABLES = ("wagtailsearch_", "wagtailcore_referenceindex")
INDEXING = frozenset({"insert_or_update_object_task", "update_reference_index_task"})


class Waiting:
    """The tasks that wait in this thread, by what they are about."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.calls: dict[tuple[Any, ...], Callable[[], object]] = {}
        self._runs = False

    def look(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Stands around every query (`connection.execute_wrapper`)."""
        if self.calls and not self._runs and any(table in str(sql) for table in TABLES):
            self.run()
        return execute(sql, params, many, context)

    def run(self) -> None:
        """Does what waits, outside of every count of queries."""
        if connection.needs_rollback:
            return
        self._runs, counts = True, connection.force_debug_cursor
        connection.force_debug_cursor = False
        try:
            while self.calls:
                call = self.calls.pop(next(iter(self.calls)))
                try:
                    call()
                except ObjectDoesNotExist:
                    continue  # taken back with its savepoint, or deleted meanwhile
        finally:
            self._runs, connection.force_debug_cursor = False, counts


_waiting: Waiting | None = None


@contextmanager
def when_looked_at(*, at_the_end: bool = False) -> Iterator[None]:
    """Has the indexing of this thread wait; what still waits at the end is done then, or dropped."""
    global _waiting
    before, _waiting = _waiting, Waiting()
    try:
        with connection.execute_wrapper(_waiting.look):
            yield
            if at_the_end:
                _waiting.run()
    finally:
        _waiting = before


class WhenLookedAt(ImmediateBackend):
    """The task backend of the settings for tests."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        waiting = _waiting
        if waiting is None or waiting.thread != threading.get_ident() or task.func.__name__ not in INDEXING:
            return super().enqueue(task, args, kwargs)
        waiting.calls[(task.func.__name__, *args)] = lambda: task.call(*args, **kwargs)
        return None
