"""Who sends a request: the one place that says when a proxy's word about it is believed, and a browser's."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


def caller_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The address that a request comes from; None where what is told is no address.

    ``X-Forwarded-For`` is believed only from a proxy of our own network, and only what that proxy wrote last. A server
    behind a socket of its own machine has no address of the proxy; that is this machine.
    """
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        direct = ip_address(str(request.META.get("REMOTE_ADDR", "")) or "127.0.0.1")
        return ip_address(told) if told and direct.is_private else direct
    except ValueError:
        return None


def is_from_here(request: HttpRequest) -> bool:
    """Whether a request comes from a page of this site, as far as the browser says; what says nothing is taken as it is.

    For public forms and beacons that nobody has to sign in for: it keeps other sites' pages out without a cookie.
    """
    origin = request.headers.get("Origin", "")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and (not origin or origin.partition("://")[2] == request.get_host())
