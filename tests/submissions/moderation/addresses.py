"""Every address of the admin, Wagtail's and ours, with the numbers of one unit's things filled in.

`named_addresses` is strict: a parameter for which there is no value is told. `admin_addresses` fills it with anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ADMIN = "quan-tri/"
# What is no screen: signing in and out, and the page that fails on purpose.
LEFT_OUT = re.compile(r"quan-tri/(login|logout|failwhale|password_reset)/")
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def admin_addresses(values: Mapping[str, Any]) -> Iterator[str]:
    """Addresses for GET. ``values`` gives for a parameter's name, or for ``folder/name`` where the name alone says too
    little (``images/pk``), what stands in its place; what is not named is 1 or ``x``."""
    for route, _name in sorted(set(_routes("", (), get_resolver().url_patterns))):
        if not route.startswith(ADMIN) or LEFT_OUT.match(route):
            continue
        yield "/" + PARAMETER.sub(partial(_value, route=route, values=values), route)


@dataclass(frozen=True, order=True)
class Address:
    """One address, the name of its view (with its namespaces), and whether anything was filled in."""

    name: str
    path: str
    has_parameters: bool


def named_addresses(values: Mapping[str, Any], left_out: Mapping[str, str]) -> tuple[list[Address], list[str]]:
    """All addresses of the admin but those of the views in ``left_out`` (name: reason), and the parameters that could
    not be filled.

    ``values`` gives a parameter's value by ``view:parameter``, ``namespace:parameter`` or its bare name.
    """
    found: list[Address] = []
    unfilled: list[str] = []
    for route, name in sorted(set(_routes("", (), get_resolver().url_patterns))):
        if not route.startswith(ADMIN) or name in left_out:
            continue
        filled: dict[str, str] = {}
        for _converter, parameter in PARAMETER.findall(route):
            scopes = [f"{name}:", *(f"{name.rsplit(':', depth)[0]}:" for depth in range(1, name.count(":") + 1)), ""]
            value = next((values[scope + parameter] for scope in scopes if scope + parameter in values), None)
            if value is None:
                unfilled.append(f"{name}: {parameter} in {route}")
            filled[parameter] = str(value)
        path = "/" + PARAMETER.sub(lambda match, filled=filled: filled[match.group(2)], route)  # type: ignore[misc]
        found.append(Address(name=name, path=path, has_parameters=bool(filled)))
    return found, unfilled


def _routes(
    prefix: str, namespaces: tuple[str, ...], patterns: list[URLPattern | URLResolver]
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + _text(pattern)
        if isinstance(pattern, URLResolver):
            below = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _routes(route, below, pattern.url_patterns)
        else:
            yield route, ":".join((*namespaces, pattern.name or "unnamed"))


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
