"""How often a caller of the public addresses for other sites may come: counted in the cache, minute by minute."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from cms.core.callers import caller_of

if TYPE_CHECKING:
    from django.http import HttpRequest

MINUTE: Final = 60
MOST_CALLS: Final = 600
MOST_FAILURES: Final = 30
"""Of one caller in a minute. Who does not know the secret gets no further by trying."""


def calls_too_often(request: HttpRequest) -> bool:
    """Counts this call; True beyond the limits."""
    return _count(_key(request, "calls"), add=True) > MOST_CALLS or _count(_key(request, "faults")) >= MOST_FAILURES


def note_failure(request: HttpRequest) -> None:
    """Counts a call that was not signed as it should be."""
    _count(_key(request, "faults"), add=True)


def _key(request: HttpRequest, what: str) -> str:
    address = str(caller_of(request) or request.META.get("REMOTE_ADDR", ""))
    name = salted_hmac("bulletin.forwarding.rates", address, algorithm="sha256").hexdigest()
    return f"forwarding-{what}:{name}:{int(time.time()) // MINUTE}"


def _count(key: str, *, add: bool = False) -> int:
    if not add:
        return int(cache.get(key, 0))
    cache.add(key, 0, 2 * MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It was forgotten between the two lines.
        return 1
