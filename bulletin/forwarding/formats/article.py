"""The stored bytes of a version, read back: what every form is made from. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bulletin.forwarding.payload import Label, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

# What XML 1.0 cannot hold and no reader needs; line ends and tabs stay.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class NotAnArticle(ValueError):
    """The bytes are not a version in the form that this house writes."""


@dataclass(frozen=True)
class Article:
    """One version. A retraction carries its identity alone; everything that is read is empty then."""

    kind: str
    timestamp: datetime
    article_id: str
    version: int
    supersedes: int | None
    content_sha256: str
    title: str = ""
    sapo: str = ""
    body_html: str = ""
    category: Label | None = None
    topics: Sequence[Label] = ()
    unit: Label | None = None
    author_display: str = ""
    language: str = "vi"
    published_at: datetime | None = None
    canonical_url: str = ""
    images: Sequence[Picture] = ()

    @property
    def is_retraction(self) -> bool:
        return self.kind.endswith(".retracted")


def read(body: bytes) -> Article:
    """The version that the bytes hold; fields that are not known here are left alone. Raises NotAnArticle."""
    try:
        document = json.loads(body)
        data = document["data"]
        return Article(
            kind=str(document["type"]),
            timestamp=_moment(document["timestamp"]),
            article_id=str(data["article_id"]),
            version=int(data["version"]),
            supersedes=data.get("supersedes"),
            content_sha256=str(data["content_sha256"]),
            title=_line(data.get("title")),
            sapo=_text(data.get("sapo")),
            body_html=_text(data.get("body_html")),
            category=_label(data.get("category")),
            topics=tuple(filter(None, map(_label, data.get("topics") or ()))),
            unit=_label(data.get("unit")),
            author_display=_line(data.get("author_display")),
            language=_line(data.get("language")) or "vi",
            published_at=_moment(data["published_at"]) if data.get("published_at") else None,
            canonical_url=_line(data.get("canonical_url")),
            images=tuple(map(_picture, data.get("images") or ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NotAnArticle(f"{type(error).__name__}: {error}") from error


def _text(value: Any) -> str:
    return UNPRINTABLE.sub("", value) if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(_text(value).split())


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return found


def _label(value: Any) -> Label | None:
    return Label(code=_line(value["code"]), name=_line(value["name"])) if value else None


def _picture(value: Any) -> Picture:
    words = {name: _line(value.get(name)) for name in ("alt", "caption", "credit")}
    return Picture(url=str(value["url"]), sha256=str(value["sha256"]), bytes=int(value["bytes"]), **words)
