"""The forms in which a version can leave: each derives from the stored bytes of the row, none reads anything else.

Transport does not know how a form is made, and a form does not know how it travels. Pure; the bytes of pictures are
given by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.forwarding.formats.article import Article, NotAnArticle, read
from bulletin.forwarding.formats.ninjs import ninjs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Format:
    """A form that is sent as one body: its media type, and how it is made from the stored bytes."""

    content_type: str
    encode: Callable[[bytes], bytes]


def _as_is(body: bytes) -> bytes:
    return body


FORMATS: Mapping[str, Format] = {
    "json": Format("application/json; charset=utf-8", _as_is),
    # The standard registers no media type of its own; the profile names what is inside.
    "ninjs": Format(
        'application/json; charset=utf-8; profile="https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"',
        lambda body: ninjs(read(body)),
    ),
}

__all__ = ["FORMATS", "Article", "Format", "NotAnArticle", "ninjs", "read"]
