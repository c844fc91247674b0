"""What is sent, as a person reads it: the fields of our own JSON, its text cleaned. The bytes beside it are what counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

TAGS: Final = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "b", "i", "blockquote", "table", "thead", "tbody", "tr",
    "th", "td", "br", "hr", "figure", "figcaption", "a",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Readable:
    """The article of a request: its title, what is said of it, its text, its pictures."""

    title: str = ""
    sapo: str = ""
    facts: Sequence[tuple[str, str]] = ()
    text: SafeString = field(default_factory=lambda: SafeString(""))
    pictures: Sequence[tuple[str, str]] = ()


def readable(body: bytes) -> Readable | None:
    """The readable form of a request of our own form; None for anything else (a package, another format)."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    data = content.get("data") if isinstance(content, dict) else None
    if not isinstance(data, dict) or "article_id" not in data:
        return None
    named = [
        (_("Kind"), _text(content.get("type"))),
        (_("Version"), _text(data.get("version"))),
        (_("Section"), _label(data.get("category"))),
        (_("Topics"), ", ".join(_label(each) for each in _list(data.get("topics")))),
        (_("Unit"), _label(data.get("unit"))),
        (_("Author"), _text(data.get("author_display"))),
        (_("Published"), _text(data.get("published_at"))),
        (_("Our address"), _text(data.get("canonical_url"))),
    ]
    cleaned = nh3.clean(_text(data.get("body_html")), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https"})
    return Readable(
        title=_text(data.get("title")),
        sapo=_text(data.get("sapo")),
        facts=[(name, value) for name, value in named if value],
        text=mark_safe(cleaned),  # noqa: S308
        pictures=[
            (_text(each.get("caption")) or _text(each.get("alt")), _text(each.get("credit")))
            for each in _list(data.get("images"))
            if isinstance(each, dict)
        ],
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _label(value: Any) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
