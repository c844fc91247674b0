"""How often one visitor may ask: counted in the cache, by a hash of the address that is forgotten after an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from cms.core.callers import caller_of

if TYPE_CHECKING:
    from django.http import HttpRequest

HOUR = 3600


def asks_too_often(request: HttpRequest, *, limit: int) -> bool:
    """Counts this visit; True beyond the limit of an hour."""
    name = salted_hmac("bulletin.newsletter.visitor", address_of(request), algorithm="sha256").hexdigest()
    key = f"newsletter-asks:{name}"
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key)) > limit
    except ValueError:
        # It was forgotten between the two lines.
        return False


def address_of(request: HttpRequest) -> str:
    """Who asks; where a proxy told nonsense, the proxy."""
    return str(caller_of(request) or request.META.get("REMOTE_ADDR", ""))
