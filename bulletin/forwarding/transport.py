"""One HTTP exchange under the contract's limits: checked and pinned address, wall clock, bounded answer.

Built on requests' adapter (one exchange, no session): no redirects, no proxy or netrc from the environment, no
cookies. What makes it more than ``requests.put`` is that the socket is watched: a socket timeout starts anew with
every byte, so a dripping answer needs somebody else to end it.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bulletin.forwarding.addresses import Resolver, Target, check_place, checked_number, parse_target, resolve
from bulletin.forwarding.errors import DestinationBlocked, OutcomeUnknown, RetryLater, SendError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes of one exchange."""

    connect: float = 5
    first_byte: float = 20
    whole: float = 30
    answer_bytes: int = 64 * 1024


# Public pages of real sites are larger than the answers of their interfaces: menus, styles and scripts come first.
PAGE_LIMITS = Limits(answer_bytes=1024 * 1024)


@dataclass(frozen=True)
class Route:
    """What may be called: the destination's places, and whether they may lie in the own network."""

    allowed_hosts: Sequence[str]
    allow_private: bool
    limits: Limits = Limits()
    resolver: Resolver = resolve


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and at most ``answer_bytes`` of the body.

    ``complete`` is False where the body broke off before its end or before the limit of bytes.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.body.decode("utf-8", errors="replace")


class _Watch:
    """Cuts the connection when the wall clock runs out, and knows whether anything has left."""

    def __init__(self, seconds: float) -> None:
        self.sent = False
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def attach(self, connection: socket.socket) -> None:
        # A second descriptor of the same connection: TLS takes the first one over, and may be blocked in it.
        with self._lock:
            self._sockets.append(connection.dup())
            late = self.expired
        if late:
            self._cut()

    def _expire(self) -> None:
        self.expired = True
        self._cut()

    def _cut(self) -> None:
        with self._lock:
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class _PinnedAdapter(HTTPAdapter):
    """Connects to a checked numeric address, while TLS still verifies the name."""

    def __init__(self, *, target: Target, number: str, watch: _Watch) -> None:
        self._target, self._number = target, number
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = _watched_pools(watch)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        # The types of requests know only the keys that requests itself sets; urllib3 takes more.
        attributes: Any = super().build_connection_pool_key_attributes(request, verify, cert)
        host, pool = attributes
        host["host"] = self._number
        if self._target.scheme == "https":
            pool["server_hostname"] = pool["assert_hostname"] = self._target.host.removesuffix(".")
        return host, pool


def _watched_pools(watch: _Watch) -> dict[str, Any]:
    class Watched:
        sock: socket.socket | None

        def _new_conn(self) -> socket.socket:
            connection: socket.socket = super()._new_conn()  # type: ignore[misc]
            watch.attach(connection)
            return connection

        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()  # type: ignore[attr-defined]
            watch.sent = True
            super().send(data)  # type: ignore[misc]

    class Plain(Watched, HTTPConnection):
        pass

    class Secure(Watched, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def exchange(*, method: str, url: str, headers: Mapping[str, str], body: bytes | None, route: Route) -> Answer:
    """Send one request and read its answer.

    Raises AddressRefused for an address that must not be called; RetryLater where no byte left; OutcomeUnknown where
    one left and no status came back; DestinationBlocked where TLS does not verify.
    """
    started = time.monotonic()
    target = parse_target(url, allow_private=route.allow_private)
    check_place(target, allowed=route.allowed_hosts)
    limits = route.limits
    try:
        number = checked_number(
            target, allow_private=route.allow_private, seconds=limits.connect, resolver=route.resolver
        )
    except OSError as error:
        raise RetryLater(str(error)) from error
    request = requests.Request(method, target.url, headers={**headers, "Host": target.place}, data=body).prepare()
    with _Watch(limits.whole - (time.monotonic() - started)) as watch:
        adapter = _PinnedAdapter(target=target, number=number, watch=watch)
        try:
            response = adapter.send(
                request, stream=True, timeout=(limits.connect, limits.first_byte), verify=True, proxies=None
            )
            with contextlib.closing(response):
                content, complete = _read(response, limit=limits.answer_bytes, watch=watch)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _meaning(error, watch=watch) from error
        finally:
            adapter.close()
    names = {name.lower(): value for name, value in response.headers.items()}
    return Answer(status=response.status_code, headers=names, body=content, complete=complete)


def _read(response: requests.Response, *, limit: int, watch: _Watch) -> tuple[bytes, bool]:
    if watch.expired:
        # The standard library takes headers that were cut for headers that ended.
        raise OutcomeUnknown("no answer within the time of one exchange")
    content = bytearray()
    try:
        for chunk in response.raw.stream(8192, decode_content=False):
            content += chunk
            if len(content) >= limit:
                return bytes(content[:limit]), True
    except (urllib3.exceptions.HTTPError, OSError):
        return bytes(content), False
    return bytes(content), not watch.expired


def _meaning(error: Exception, *, watch: _Watch) -> SendError:
    cause = "no answer within the time of one exchange" if watch.expired else _words(error)
    if watch.sent:
        return OutcomeUnknown(cause)
    if not watch.expired and _is_tls_fault(error):
        return DestinationBlocked(cause)
    return RetryLater(cause)


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error and everything it wraps: urllib3 and requests keep the first cause in ``reason`` and in arguments."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, BaseException) or each in found:
            continue
        found.append(each)
        waiting += [getattr(each, "reason", None), each.__cause__, each.__context__, *each.args]
    return found


def _is_tls_fault(error: Exception) -> bool:
    """A certificate or protocol that does not fit; a connection that merely broke off in the handshake is not one."""
    faults = [each for each in _chain(error) if isinstance(each, ssl.SSLError)]
    broken = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
    return bool(faults) and not any(isinstance(each, broken) for each in faults)


def _words(error: Exception) -> str:
    """The innermost cause in a few words, without object addresses."""
    causes = [each for each in _chain(error) if isinstance(each, OSError) and each.strerror]
    if any(isinstance(each, requests.Timeout | TimeoutError) for each in _chain(error)):
        return "no answer in time"
    inner = causes[-1] if causes else error
    return f"{type(inner).__name__}: {getattr(inner, 'strerror', None) or inner}"[:300]
