"""Threads that carry out exchanges beside each other, for one drain. They never touch the ledger."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from django.db import connections

from bulletin.forwarding.wire import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from bulletin.forwarding.sending.claims import Claim
    from bulletin.forwarding.sending.results import Outcome


LINGER_SECONDS = 0.01
"""What is recorded together costs one transaction; a site that answers at once answers all within this."""


class Crew:
    """Up to ``size`` exchanges at once, which share their connections; with a size of one, in the caller's thread.

    Used as a context: at its end nothing is under way any more.
    """

    def __init__(self, exchange: Callable[[Claim], Outcome], *, size: int) -> None:
        self._exchange, self._size = exchange, size
        self._lines = lines.Lines()
        self._pool: ThreadPoolExecutor | None = None
        self._under_way: set[Future[Outcome]] = set()

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._lines.close()

    @property
    def free(self) -> int:
        """How many more may begin."""
        return self._size - len(self._under_way)

    @property
    def busy(self) -> int:
        """How many are under way or not yet asked for."""
        return len(self._under_way)

    def begin(self, taken: Sequence[Claim]) -> None:
        """Begin an exchange for each claim."""
        for claim in taken:
            if self._size == 1:
                done: Future[Outcome] = Future()
                done.set_result(self._carry_out(claim))
                self._under_way.add(done)
                continue
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._size, thread_name_prefix="exchange")
            self._under_way.add(self._pool.submit(self._carry_out_apart, claim))

    def finished(self) -> list[Outcome]:
        """The outcomes of those that ended, at least one; waits for it, and a moment longer for others to come along."""
        wait(self._under_way, return_when=FIRST_COMPLETED)
        done, self._under_way = wait(self._under_way, timeout=LINGER_SECONDS)
        return [future.result() for future in done]

    def _carry_out(self, claim: Claim) -> Outcome:
        with lines.keeping(self._lines):
            return self._exchange(claim)

    def _carry_out_apart(self, claim: Claim) -> Outcome:
        try:
            return self._carry_out(claim)
        finally:
            # An adapter should ask nothing of the database; one that does must not leave its connection behind.
            for connection in connections.all(initialized_only=True):
                connection.close()
