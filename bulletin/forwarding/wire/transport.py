"""One HTTP exchange under the contract's limits: checked and pinned address, wall clock, bounded answer.

Built on the standard library's client with urllib3's TLS: no redirects, no proxy or netrc from the environment, no
cookies. What makes it more than an ordinary request is that the connection is watched (``lines``): a socket timeout
starts anew with every byte, so a dripping answer needs somebody else to end it.
"""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import urllib3

from bulletin.forwarding.errors import DestinationBlocked, OutcomeUnknown, RetryLater, SendError
from bulletin.forwarding.wire import lines
from bulletin.forwarding.wire.addresses import Resolver, Target, check_place, checked_number, parse_target, resolve
from bulletin.forwarding.wire.lines import Line, Watch

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


def exchange(*, method: str, url: str, headers: Mapping[str, str], body: bytes | None, route: Route) -> Answer:
    """Send one request and read its answer.

    Raises AddressRefused for an address that must not be called; RetryLater where no byte left; OutcomeUnknown where
    one left and no status came back; DestinationBlocked where TLS does not verify.
    """
    limits = route.limits
    with Watch(limits.whole) as watch:
        target = parse_target(url, allow_private=route.allow_private)
        check_place(target, allowed=route.allowed_hosts)
        key = (target.scheme, target.host, target.port, route.allow_private)
        kept = lines.current()
        line = kept.take(key) if kept is not None else None
        if line is None:
            line = _open(target, route=route)
        finished = False
        try:
            line.begin(watch)
            answer, finished = _converse(line, method=method, target=target, headers=headers, body=body, route=route)
        except (http.client.HTTPException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _meaning(error, watch=watch) from error
        finally:
            if finished and kept is not None and not watch.expired:
                kept.keep(key, line)
            else:
                line.close()
    return answer


def _open(target: Target, *, route: Route) -> Line:
    """A line to a checked number, not yet connected."""
    try:
        number = checked_number(
            target, allow_private=route.allow_private, seconds=route.limits.connect, resolver=route.resolver
        )
    except OSError as error:
        raise RetryLater(str(error)) from error
    return Line(target, number, connect_seconds=route.limits.connect)


def _converse(
    line: Line, *, method: str, target: Target, headers: Mapping[str, str], body: bytes | None, route: Route
) -> tuple[Answer, bool]:
    """The answer to one request, and whether the line is at rest after it."""
    connection = line.connection
    if connection.sock is None:
        connection.connect()
    if connection.sock is not None:
        connection.sock.settimeout(route.limits.first_byte)
    connection.putrequest(method, target.path or "/", skip_host=True, skip_accept_encoding=True)
    given = {"Host": target.place, **headers}
    if body is not None or method in ("POST", "PUT", "PATCH"):
        given["Content-Length"] = str(len(body or b""))
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    # The standard library's own: urllib3's unpacks compressed answers and counts bytes its own way.
    response = http.client.HTTPConnection.getresponse(connection)
    try:
        content, complete = _read(response, limit=route.limits.answer_bytes, line=line)
        names: dict[str, str] = {}
        for name, value in response.headers.items():
            low = name.lower()
            names[low] = f"{names[low]}, {value}" if low in names else value
        at_rest = complete and (response.isclosed() or response.length == 0) and not response.will_close
        return Answer(status=response.status, headers=names, body=content, complete=complete), at_rest
    finally:
        response.close()


def _read(response: http.client.HTTPResponse, *, limit: int, line: Line) -> tuple[bytes, bool]:
    if line.was_cut():
        # The standard library takes headers that were cut for headers that ended.
        raise OutcomeUnknown("no answer within the time of one exchange")
    content = bytearray()
    try:
        while chunk := response.read1(8192):
            content += chunk
            if len(content) >= limit:
                return bytes(content[:limit]), True
    except (http.client.HTTPException, OSError, ValueError):
        return bytes(content), False
    # A body that ends before its announced length is told by what is left of it; time may have run out meanwhile.
    is_whole = not response.length
    return bytes(content), is_whole and not line.was_cut()


def _meaning(error: Exception, *, watch: Watch) -> SendError:
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
    if any(isinstance(each, TimeoutError | urllib3.exceptions.TimeoutError) for each in _chain(error)):
        return "no answer in time"
    inner = causes[-1] if causes else error
    return f"{type(inner).__name__}: {getattr(inner, 'strerror', None) or inner}"[:300]
