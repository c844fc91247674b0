"""Connections: opened to a checked number, cut by the wall clock, and kept between the exchanges of one drain.

A kept connection leads to the number that was checked when it was opened. It is used again only within ``KEPT_SECONDS``
and only while nothing has come in on it, so that a site that hung up is seen before a byte leaves.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import ssl
import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bulletin.forwarding.wire.addresses import Target

KEPT_SECONDS = 4.0
LOOK_SECONDS = 0.1
"""How often the watchman looks: an exchange may last so much longer than its limit."""


class Watch:
    """The wall clock of one exchange: cuts its connection when time is up, and knows whether anything has left.

    Used as a context; ``line`` is the connection in use.
    """

    def __init__(self, seconds: float) -> None:
        self.sent = False
        self.expired = False
        self.until = time.monotonic() + seconds
        self.line: Line | None = None

    def __enter__(self) -> Watch:
        _watchman.add(self)
        return self

    def __exit__(self, *details: object) -> None:
        _watchman.remove(self)

    def expire(self) -> None:
        """Time is up."""
        self.expired = True
        if self.line is not None:
            self.line.cut()


class _Watchman:
    """One thread for all exchanges of a process; it sleeps while there are none."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._watches: set[Watch] = set()
        self._thread: threading.Thread | None = None

    def add(self, watch: Watch) -> None:
        with self._condition:
            self._watches.add(watch)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watchman", daemon=True)
                self._thread.start()
            elif len(self._watches) == 1:
                self._condition.notify()

    def remove(self, watch: Watch) -> None:
        with self._condition:
            self._watches.discard(watch)

    def _look(self) -> None:
        while True:
            with self._condition:
                if not self._watches:
                    self._condition.wait()
                now = time.monotonic()
                late = [watch for watch in self._watches if watch.until <= now]
                self._watches.difference_update(late)
                # The lock is held while they are cut: an exchange that has ended is never cut afterwards.
                for watch in late:
                    watch.expire()
            time.sleep(LOOK_SECONDS)


_watchman = _Watchman()


def _begin_anew() -> None:
    """A forked child has the lock and the thread of its parent in name only."""
    global _watchman
    _watchman = _Watchman()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


@cache
def trust() -> ssl.SSLContext:
    """Whom TLS believes: the authorities that browsers believe, and a certificate that names the host."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


class Line:
    """A connection to a checked number. TLS verifies the name all the same."""

    def __init__(self, target: Target, number: str, *, connect_seconds: float) -> None:
        self.used = False
        self._watch: Watch | None = None
        self._copy: socket.socket | None = None
        self._lock = threading.Lock()
        line = self

        class Watched:
            sock: socket.socket | None

            def _new_conn(self) -> socket.socket:
                connection: socket.socket = super()._new_conn()  # type: ignore[misc]
                line._attach(connection)
                return connection

            def send(self, data: Any) -> None:
                if line._watch is not None:
                    line._watch.sent = True
                super().send(data)  # type: ignore[misc]

        class Plain(Watched, HTTPConnection):
            pass

        class Secure(Watched, HTTPSConnection):
            pass

        name = target.host.removesuffix(".")
        self.connection: HTTPConnection = (
            Secure(number, target.port, timeout=connect_seconds, ssl_context=trust(), server_hostname=name)
            if target.scheme == "https"
            else Plain(number, target.port, timeout=connect_seconds)
        )

    def begin(self, watch: Watch) -> None:
        """Put the connection under an exchange's clock."""
        self._watch, watch.line = watch, self
        if watch.expired:
            self.cut()

    def end(self) -> None:
        """Take it from under the clock: it is at rest."""
        if self._watch is not None:
            self._watch.line = None
        self._watch = None

    def was_cut(self) -> bool:
        """Whether the clock of the exchange under way has run out."""
        return self._watch is not None and self._watch.expired

    def is_at_rest(self) -> bool:
        """Whether the other side has neither hung up nor said anything unasked."""
        connection = self.connection.sock
        if connection is None:
            return False
        try:
            return not select.select([connection], [], [], 0)[0]
        except (OSError, ValueError):
            return False

    def cut(self) -> None:
        """End whatever is under way, also a read that another thread is blocked in."""
        with self._lock:
            if self._copy is not None:
                with contextlib.suppress(OSError):
                    self._copy.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self.end()
        with self._lock:
            if self._copy is not None:
                self._copy.close()
                self._copy = None
        self.connection.close()

    def _attach(self, connection: socket.socket) -> None:
        # A second descriptor of the same connection: TLS takes the first one over, and may be blocked in it.
        with self._lock:
            self._copy = connection.dup()
        if self._watch is not None and self._watch.expired:
            self.cut()


Key = tuple[str, str, int, bool]


@dataclass
class Lines:
    """Connections at rest, by what they lead to. Several threads may share them."""

    _kept: dict[Key, list[tuple[float, Line]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: Key) -> Line | None:
        """A connection that can be used again; None where one has to be opened."""
        while True:
            with self._lock:
                waiting = self._kept.get(key)
                if not waiting:
                    return None
                since, line = waiting.pop()
            if time.monotonic() - since < KEPT_SECONDS and line.is_at_rest():
                line.used = True
                return line
            line.close()

    def keep(self, key: Key, line: Line) -> None:
        """Keep a connection on which nothing is under way."""
        line.end()
        with self._lock:
            self._kept.setdefault(key, []).append((time.monotonic(), line))

    def close(self) -> None:
        """Hang up all of them."""
        with self._lock:
            lines = [line for waiting in self._kept.values() for _since, line in waiting]
            self._kept.clear()
        for line in lines:
            line.close()


_current: ContextVar[Lines | None] = ContextVar("lines", default=None)


def current() -> Lines | None:
    """Where exchanges of this thread keep their connections; None: each has one of its own."""
    return _current.get()


@contextlib.contextmanager
def keeping(lines: Lines) -> Iterator[None]:
    """Exchanges inside use and keep the connections of ``lines``, whose maker closes them."""
    token = _current.set(lines)
    try:
        yield
    finally:
        _current.reset(token)
