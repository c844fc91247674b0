"""The rules of ninjs 2.1 (IPTC) for the fields that we use, in our own short description of the published schema.

The schema closes every object: a field that is not listed is an error. Letters: ``s`` text, ``n`` number, ``d`` moment
(RFC 3339), ``u`` URI; a set is a choice of words; a list holds one description for all its members.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
WORDED = {"role": "s", "contenttype": "s", "value": "s"}
CONCEPT = {"name": "s", "rel": "s", "uri": "u", "literal": "s"}
ITEM: dict[str, Any] = {
    "standard": {"name": "s", "version": "s", "schema": "u"},
    "uri": "u",
    "type": {"text", "audio", "video", "picture", "graphic", "composite", "component"},
    "representationtype": {"full", "partial"},
    "profile": "s",
    "version": "s",
    "firstcreated": "d",
    "versioncreated": "d",
    "contentcreated": "d",
    "embargoed": "d",
    "pubstatus": {"usable", "withheld", "canceled"},
    "copyrightholder": "s",
    "copyrightnotice": "s",
    "usageterms": "s",
    "ednote": "s",
    "language": "s",
    "descriptions": [WORDED],
    "bodies": [WORDED | {"charcount": "n", "wordcount": "n"}],
    "headlines": [WORDED],
    "subjects": [CONCEPT | {"creator": "s"}],
    "organisations": [CONCEPT],
    "people": [CONCEPT],
    "infosources": [{"name": "s", "role": "s", "uri": "u", "literal": "s"}],
    "title": "s",
    "by": "s",
    "slugline": "s",
    "located": "s",
    "renditions": [
        {"name": "s", "href": "u", "contenttype": "s", "title": "s", "height": "n", "width": "n", "sizeinbytes": "n"}
    ],
    "altids": [{"role": "s", "value": "s"}],
    "genres": [{"name": "s", "uri": "s", "literal": "s"}],
}
REQUIRED = {"descriptions": {"value"}, "bodies": {"value"}, "headlines": {"value"}, "renditions": {"name"}}


def complaints(
    item: dict[str, Any], *, where: str = "item", required: frozenset[str] = frozenset({"uri"})
) -> list[str]:
    """What is wrong with an item by these rules; empty where nothing is."""
    found = [f"{where}: no {name}" for name in sorted(required - set(item))]
    for name, value in item.items():
        place = f"{where}.{name}"
        if name == "associations" and where == "item":
            for each in value:
                named = {key: inner for key, inner in each.items() if key != "name"}
                found += [] if isinstance(each.get("name"), str) else [f"{place}: no name"]
                found += complaints(named, where=place)
        elif name not in ITEM:
            found.append(f"{place}: unknown")
        else:
            found += _wrong(value, ITEM[name], place, REQUIRED.get(name, set()))
    return found


def _wrong(value: Any, rule: Any, place: str, required: set[str]) -> list[str]:
    if isinstance(rule, list):
        if not isinstance(value, list):
            return [f"{place}: not a list"]
        return [line for each in value for line in _wrong(each, rule[0], place, required)]
    if isinstance(rule, dict):
        if not isinstance(value, dict):
            return [f"{place}: not an object"]
        found = [f"{place}: no {name}" for name in sorted(required - set(value))]
        found += [f"{place}.{name}: unknown" for name in sorted(set(value) - set(rule))]
        return found + [
            line
            for name, inner in value.items()
            if name in rule
            for line in _wrong(inner, rule[name], f"{place}.{name}", set())
        ]
    return [] if _fits(value, rule) else [f"{place}: {value!r} is not {rule}"]


def _fits(value: Any, rule: Any) -> bool:
    if isinstance(rule, set):
        return value in rule
    if rule == "n":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if rule == "u":
        return URI.fullmatch(value) is not None
    if rule == "d":
        return datetime.fromisoformat(value).tzinfo is not None
    return True
