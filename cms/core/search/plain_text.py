"""The texts in stored content: of a stream field its words, without the blocks, identifiers and markup around them."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, Final

from cms.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG: Final = re.compile(r"<[^>]*>")


def texts_in(value: Any) -> list[str]:
    """Return the lines of text in ``value``: JSON as a text, or the raw data of a stream field."""
    if isinstance(value, str):
        value = json.loads(value)
    return [line for line in map(clean_line, pieces(value)) if line]


def pieces(value: Any) -> Iterator[str]:
    """Yield the texts in a value: of a block only what it holds, neither its type nor its identifier."""
    if isinstance(value, str):
        yield html.unescape(_TAG.sub(" ", value)) if "<" in value or "&" in value else value
    elif isinstance(value, dict):
        inner = [value["value"]] if "type" in value and "value" in value else value.values()
        for each in inner:
            yield from pieces(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from pieces(each)
