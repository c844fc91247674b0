"""Which addresses may be called. Pure but for one name resolution, whose function can be given.

A destination's address is checked when it is saved and again, resolved, whenever something is sent; the checked
numeric address is then the one that is connected to, so that a name cannot change its meaning in between.
"""

import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from bulletin.forwarding.errors import AddressRefused

Resolver = Callable[[str, int], Sequence[str]]

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
ODD_CHARACTERS = re.compile(r"[\x00-\x20\x7f-\x9f\\%]")
DEFAULT_PORTS = {"http": 80, "https": 443}
CARRIES_IPV4: Sequence[IPv6Network] = (
    IPv6Network("::/96"),  # IPv4-compatible (deprecated)
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped
    IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated
    IPv6Network("64:ff9b::/96"),  # NAT64
    IPv6Network("64:ff9b:1::/48"),  # local NAT64
    IPv6Network("2001::/32"),  # Teredo
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("fec0::/10"),  # site-local (deprecated)
)

# Special purposes that Python 3.11 takes for public (IANA IPv4 Special-Purpose Address Registry).
SPECIAL_IPV4: Sequence[IPv4Network] = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))


@dataclass(frozen=True)
class Target:
    """A checked address: scheme, host (ASCII, lower case), port, and the path as it was given."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """Host and, where it is not the scheme's own, port: what a destination's allow-list names."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.place}{self.path}"


def parse_target(address: str, *, allow_private: bool) -> Target:
    """Take an address apart; AddressRefused for everything that is not a plain http(s) address of a named host.

    Without ``allow_private`` the scheme must be https. User information, fragments, control characters,
    backslashes, percent signs in the host, and hosts in odd numeric spellings are refused.
    """
    if len(address) > 2000:
        raise AddressRefused("the address is too long")
    if re.search(r"[\x00-\x20\x7f-\x9f\\]", address):
        raise AddressRefused("the address holds characters that do not belong there")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise AddressRefused("the address is malformed") from error
    if parts.scheme not in ({"http", "https"} if allow_private else {"https"}):
        raise AddressRefused("the address must begin with https://")
    if "@" in parts.netloc:
        raise AddressRefused("the address must not carry a user name")
    if parts.fragment or address.endswith("#"):
        raise AddressRefused("the address must not carry a fragment")
    if port == 0:
        raise AddressRefused("the port is malformed")
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, _host(host), port or DEFAULT_PORTS[parts.scheme], path)


def _host(host: str) -> str:
    if not host or ODD_CHARACTERS.search(host):
        raise AddressRefused("the host is malformed")
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressRefused("the host is malformed") from error
    labels = name.removesuffix(".").split(".")
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise AddressRefused("the host is malformed")
    # 127.1, 2130706433, 0x7f.1 and 017700000001 are numbers to a resolver, not names.
    if NUMERIC_LABEL.fullmatch(labels[-1]):
        raise AddressRefused("the host is a number in an odd spelling")
    return name


def check_place(target: Target, *, allowed: Iterable[str]) -> None:
    """AddressRefused where host and port are not on the destination's list."""
    if target.place not in set(allowed):
        raise AddressRefused(f"{target.place} is not on the destination's list of hosts")


def check_number(number: str, *, allow_private: bool) -> None:
    """AddressRefused for a numeric address that does not lie on the open internet."""
    address = ip_address(number.partition("%")[0])
    if allow_private:
        # Even a demo on this machine has no business with broadcast or unspecified addresses of others.
        if address.is_multicast:
            raise AddressRefused("the address is a group of machines")
        return
    if not _is_public(address):
        raise AddressRefused("the address does not lie on the open internet")


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if address.version == 6 and any(address in network for network in CARRIES_IPV4):
        return False
    if address.version == 4 and any(address in network for network in SPECIAL_IPV4):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve(host: str, port: int) -> list[str]:
    """Numeric addresses of a host, in the order of preference; OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_within(host: str, port: int, *, seconds: float, resolver: Resolver = resolve) -> Sequence[str]:
    """As ``resolve``, but gives up after ``seconds`` with TimeoutError: the system's resolver has no limit of its own."""
    answer: list[Sequence[str] | Exception] = []

    def ask() -> None:
        try:
            answer.append(resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answer:
        raise TimeoutError(f"no answer from the name service for {host}")
    if isinstance(answer[0], Exception):
        raise OSError(f"{host} cannot be resolved") from answer[0]
    return answer[0]


def checked_number(target: Target, *, allow_private: bool, seconds: float, resolver: Resolver = resolve) -> str:
    """The numeric address to connect to. Every address of the name must pass, or none is used.

    Raises AddressRefused, or OSError (TimeoutError) where the name has no address now.
    """
    numbers = resolve_within(target.host, target.port, seconds=seconds, resolver=resolver)
    if not numbers:
        raise OSError(f"{target.host} has no address")
    for number in numbers:
        check_number(number, allow_private=allow_private)
    return numbers[0]
