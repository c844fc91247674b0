"""What adapters read out of answers: objects, addresses that may be called, waits; and what they must not quote."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bulletin.forwarding.errors import AddressRefused
from bulletin.forwarding.sending.schedule import parse_retry_after
from bulletin.forwarding.wire.addresses import check_place, parse_target
from bulletin.forwarding.wire.signing import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bulletin.forwarding.adapters.base import Endpoint
    from bulletin.forwarding.wire.transport import Answer

LONGEST_QUOTE = 2048
LONGEST_URL = 500
LONGEST_ID = 200
SHORTEST_SECRET = 4


def masked(text: str, secrets: Sequence[str], *, username: str = "") -> str:
    """The start of an answer; a site that echoes our secrets, in whatever spelling, does not get them into the ledger."""
    spellings = {secret for each in secrets for secret in (each, each.removeprefix(PREFIX), "".join(each.split()))}
    spellings |= {base64.b64encode(f"{username}:{each}".encode()).decode() for each in list(spellings) if username}
    # The longest first: a short one may be part of another.
    for secret in sorted(spellings, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "***")
    return text[:LONGEST_QUOTE]


def object_in(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; empty where it is anything else."""
    content = json_in(answer)
    return content if isinstance(content, dict) else {}


def json_in(answer: Answer) -> Any:
    """The JSON value of an answer; None where it holds none."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def string_in(content: dict[str, Any], name: str, *, longest: int) -> str:
    """A printable string of an object; empty where it is anything else or too long."""
    value = content.get(name)
    return value if isinstance(value, str) and len(value) <= longest and value.isprintable() else ""


def address_in(content: dict[str, Any], endpoint: Endpoint, *, name: str = "url") -> str:
    """The address that the other site names, if we may call it; else none, and it cannot be confirmed by it."""
    url = string_in(content, name, longest=LONGEST_URL)
    try:
        target = parse_target(url, allow_private=endpoint.allow_private)
        check_place(target, allowed=endpoint.allowed_hosts)
    except AddressRefused:
        return ""
    return target.url


def wait_of(answer: Answer, *, clock: Callable[[], float] = time.time) -> float | None:
    """The wait that the other site asks for, in seconds."""
    return parse_retry_after(answer.headers.get("retry-after"), now=datetime.fromtimestamp(clock(), UTC))
