"""Telling readers apart for a day without knowing who they are.

A reader is the part of the network they come from and their browser, hashed with a random number that is thrown away at
midnight. Neither part is written anywhere, nor is a hash of the two alone: every mark holds the story and the kind too.
"""

from __future__ import annotations

import hmac
import secrets
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from cms.core.callers import caller_of
from cms.visits.models import DaySalt

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

#: Bits of an address that are looked at: less than one household, so that it names nobody even before it is hashed.
PREFIX_BITS: Final = {4: 24, 6: 48}
USER_AGENT_LENGTH: Final = 300


class _Kept:
    """The salt that this process holds: of one day, and gone with the first beacon of the next."""

    day: date | None = None
    salt: bytes = b""


def salt_of(day: date) -> bytes:
    """The random number of a day, the same in every process; made by the first who asks."""
    if _Kept.day != day:
        DaySalt.objects.bulk_create([DaySalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
        _Kept.salt, _Kept.day = bytes(DaySalt.objects.get(day=day).salt), day
    return _Kept.salt


def drop() -> None:
    """Lets go of what this process keeps."""
    _Kept.day, _Kept.salt = None, b""


def digest(salt: bytes, *parts: str) -> str:
    """A hash of the parts that can't be made again once the salt is gone."""
    return hmac.digest(salt, "\x00".join(parts).encode(), "sha256").hex()


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from; "unknown" where no address is known."""
    address = caller_of(request)
    if address is None:
        return "unknown"
    return str(ip_network(f"{address}/{PREFIX_BITS[address.version]}", strict=False))


def user_agent_of(request: HttpRequest) -> str:
    """What the browser says it is."""
    return request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH]
