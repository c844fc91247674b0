"""What a destination may be: its name, address, secret and limits, checked when it is proposed and again when it is made."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from bulletin.forwarding.adapters import kind_of
from bulletin.forwarding.desk.wording import KNOWN, in_words
from bulletin.forwarding.errors import AddressRefused, BadValue
from bulletin.forwarding.wire.addresses import checked_number, parse_target, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bulletin.forwarding.wire.addresses import Resolver

logger = logging.getLogger(__name__)

RESOLVE_SECONDS = 5
LONGEST_NAME = 100
LONGEST_ADDRESS = 500
LONGEST_USERNAME = 150
LONGEST_SECRET = 500
LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "max_parallel": (1, 20),
    "rate_per_second": (1, 50),
    "oldest_limit_minutes": (5, 7 * 24 * 60),
    "backlog_limit": (1, 100_000),
}
"""Lowest and highest value of each number."""
FIELDS: Final = ("name", "base_url", "username", "takes_translations", "options", *LIMITS)
"""What a destination is made of beside its kind and its secrets, and what a change may change."""


def checked_values(
    *, kind: str, values: Mapping[str, Any], allow_private: bool = False, resolver: Resolver = resolve
) -> dict[str, Any]:
    """The given fields in the form in which they are kept; those that are not given stay out. BadValue.

    The address is checked as it will be at every sending; a name that cannot be resolved at this moment is left to
    that check.
    """
    adapter = kind_of(kind)
    if allow_private and not settings.DEMO:
        raise BadValue(_("An address in the own network is possible in demo mode only."))
    if unknown := set(values) - set(FIELDS):
        raise BadValue(_("A destination has no field “%(name)s”.") % {"name": min(unknown)})
    checked: dict[str, Any] = dict(values)
    if "name" in checked:
        checked["name"] = checked_name(str(checked["name"]))
    if "base_url" in checked and adapter.needs_address:
        checked["base_url"] = checked_address(
            str(checked["base_url"]), allow_private=allow_private, resolver=resolver
        )[1]
    if "username" in checked:
        checked["username"] = _checked_username(str(checked["username"]), needed=adapter.needs_username)
    if "options" in checked:
        checked["options"] = _checked_options(kind, checked["options"])
    for name, (lowest, highest) in LIMITS.items():
        if name in checked and not lowest <= int(checked[name]) <= highest:
            raise BadValue(
                _("A limit is out of range: %(name)s lies between %(lowest)d and %(highest)d.")
                % {"name": name, "lowest": lowest, "highest": highest}
            )
    return checked


def checked_name(given: str) -> str:
    """A name without odd blanks. BadValue for an empty, long or unprintable one."""
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadValue(_("A destination needs a name of at most %(limit)s characters.") % {"limit": LONGEST_NAME})
    return name


def checked_address(base_url: str, *, allow_private: bool, resolver: Resolver = resolve) -> tuple[str, str]:
    """The place for the list of hosts and the address without a last slash. BadValue for one that may not be called."""
    try:
        target = parse_target(base_url.strip(), allow_private=allow_private)
        checked_number(target, allow_private=allow_private, seconds=RESOLVE_SECONDS, resolver=resolver)
    except AddressRefused as error:
        message = _("This address cannot be a destination: %(cause)s.") % {"cause": in_words(str(error))}
        raise BadValue(message) from error
    except OSError:
        logger.warning("The host of a new destination cannot be resolved now")
    if "?" in target.path:
        raise BadValue(_("The base address must not carry a query (“?…”)."))
    if len(target.url) > LONGEST_ADDRESS:
        raise BadValue(_("This address cannot be a destination: %(cause)s.") % {"cause": _("the address is too long")})
    return target.place, target.url.rstrip("/")


def place_of(base_url: str, *, allow_private: bool) -> str:
    """The place of an address that was checked before."""
    return parse_target(base_url, allow_private=allow_private).place


def checked_secret(*, kind: str, secret: str) -> list[str]:
    """The list of secrets that a destination of a kind begins with. BadValue; the message never quotes the secret."""
    adapter = kind_of(kind)
    given = secret.strip() or adapter.default_secret
    secrets = [given] if given else []
    if adapter.needs_secret and not secrets:
        raise BadValue(_("A destination of the kind “%(kind)s” needs a secret.") % {"kind": kind})
    if any(len(each) > LONGEST_SECRET or not each.isprintable() for each in secrets):
        raise BadValue(_("A secret has at most %(limit)d printable characters.") % {"limit": LONGEST_SECRET})
    try:
        adapter.check_secrets(secrets)
    except ValueError as error:
        # Whatever an adapter says of a secret is one of the known sentences, or it might quote it.
        text = str(error)
        message = in_words(text) if text in KNOWN else _("This kind of destination cannot use this secret.")
        raise BadValue(message) from error
    return secrets


def _checked_username(given: str, *, needed: bool) -> str:
    name = given.strip()
    if needed and not name:
        raise BadValue(_("This kind of destination needs a user name at the other site."))
    if len(name) > LONGEST_USERNAME or not (name.isprintable() or not name):
        raise BadValue(_("A user name has at most %(limit)d printable characters.") % {"limit": LONGEST_USERNAME})
    return name


def _checked_options(kind: str, options: Mapping[str, str]) -> dict[str, str]:
    try:
        kind_of(kind).check_options(options)
    except ValueError as error:
        raise BadValue(_("This kind of destination has no such choice: %(choice)s") % {"choice": error}) from error
    return dict(options)
