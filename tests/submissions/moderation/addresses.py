"""Every address of the admin, Wagtail's and ours, with the numbers of one unit's things filled in."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ADMIN = "quan-tri/"
# What is no screen: signing in and out, and the page that fails on purpose.
LEFT_OUT = re.compile(r"quan-tri/(login|logout|failwhale|password_reset)/")


def admin_addresses(values: Mapping[str, Any]) -> Iterator[str]:
    """Addresses for GET. ``values`` gives for a parameter's name, or for ``folder/name`` where the name alone says too
    little (``images/pk``), what stands in its place; what is not named is 1 or ``x``."""
    for route in sorted(set(_routes("", get_resolver().url_patterns))):
        if not route.startswith(ADMIN) or LEFT_OUT.match(route):
            continue
        yield "/" + re.sub(r"<(?:(\w+):)?(\w+)>", partial(_value, route=route, values=values), route)


def _routes(prefix: str, patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + _text(pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(route, pattern.url_patterns)
        else:
            yield route


def _text(pattern: URLPattern | URLResolver) -> str:
    """A route as text; the groups of a regular expression become parameters named by their place."""
    if isinstance(pattern.pattern, RoutePattern):
        return str(pattern.pattern)
    text = str(pattern.pattern).lstrip("^").rstrip("$")
    number = iter(range(10))
    text = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", text)
    text = re.sub(r"\([^()]*\)", lambda _group: f"<group{next(number)}>", text)
    return text.replace("\\.", ".").replace(".*", "x").replace("\\", "")


def _value(found: re.Match[str], *, route: str, values: Mapping[str, Any]) -> str:
    converter, name = found.group(1), found.group(2)
    for key in (*(f"{folder}/{name}" for folder in route.split("/")), name):
        if key in values:
            return str(values[key])
    return "1" if converter == "int" or name in {"pk", "object_id"} else "x"
