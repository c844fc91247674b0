"""A delivery as it goes over the wire: the method, the headers and the body that its destination's kind makes of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.forwarding.adapters import KINDS
from bulletin.forwarding.formats import FORMATS, NotAnArticle

if TYPE_CHECKING:
    from bulletin.forwarding.models import Delivery


def body_of(row: Delivery) -> bytes:
    """The body of the request in the form that the destination chose; where the kind makes its own, the stored bytes."""
    stored = bytes(row.body)
    chosen = _choice(row, "format")
    if not stored or chosen not in FORMATS:
        return stored
    try:
        return FORMATS[chosen].encode(stored)
    except NotAnArticle:
        return stored


def identity_of(row: Delivery) -> list[tuple[str, str]]:
    """What names the request, the same in every attempt: its address and headers where there are such, and the hash."""
    method = _choice(row, "method")
    named = [("content_sha256", row.content_sha256)]
    if not method:
        return [("delivery_id", str(row.pk)), *named]
    return [
        (method, f"{row.destination.base_url}/articles/{row.article_id}"),
        ("Idempotency-Key", str(row.pk)),
        ("webhook-id", str(row.pk)),
        ("X-Article-Version", str(row.version)),
        *named,
    ]


def _choice(row: Delivery, name: str) -> str:
    """What the destination chose, or the usual one; empty where its kind leaves no such choice."""
    adapter = KINDS.get(row.destination.kind)
    offered = adapter.options.get(name, ()) if adapter else ()
    if not offered:
        return ""
    chosen = row.destination.options.get(name, "")
    return chosen if chosen in offered else offered[0]
