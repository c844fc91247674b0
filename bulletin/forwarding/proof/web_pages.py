"""Fetching a page at the other end, under the destination's own rules, for whoever looks at what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.forwarding.adapters import user_agent
from bulletin.forwarding.wire.transport import Limits, Route, exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from bulletin.forwarding.models import Destination

    Fetch = Callable[[Destination, str], "WebPage"]

LIMITS = Limits(answer_bytes=1_000_000)


@dataclass(frozen=True)
class WebPage:
    """HTTP status and at most a megabyte of the answer; ``complete``: that was all of it."""

    status: int
    body: bytes
    complete: bool

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.body.decode("utf-8", errors="replace")


def fetch(destination: Destination, url: str) -> WebPage:
    """One GET of a public address of a destination. Raises a ``SendError`` or AddressRefused."""
    headers = {"User-Agent": user_agent(), "Accept": "text/html", "Accept-Encoding": "identity"}
    route = Route(
        allowed_hosts=tuple(destination.allowed_hosts), allow_private=destination.allow_private, limits=LIMITS
    )
    answer = exchange(method="GET", url=url, headers=headers, body=None, route=route)
    return WebPage(status=answer.status, body=answer.body, complete=answer.complete)
