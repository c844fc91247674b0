"""The body of a request: its fields, its canonical bytes and its content hash. Pure.

The fields are those of the delivery contract. There is no field for an e-mail address, a phone number or an
account, and the one line that people write freely (the byline) is scrubbed of them.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

EMAIL = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+")
PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .()-]*\d){8,10}(?!\d)")
EMPTY_BRACKETS = re.compile(r"\([\s,;:–|/-]*\)|\[[\s,;:–|/-]*\]|<[\s,;:–|/-]*>")
LEFT_OVER = re.compile(r"[\s,;:–|/-]+$|^[\s,;:–|/-]+")


@dataclass(frozen=True)
class Label:
    """A coded name: section, topic or unit; ``theirs`` is what the destination calls it, where it told us."""

    code: str
    name: str
    theirs: str | int | None = None

    def fields(self) -> dict[str, Any]:
        """As JSON; what was not told is not there."""
        told = {} if self.theirs is None else {"theirs": self.theirs}
        return {"code": self.code, "name": self.name, **told}


@dataclass(frozen=True)
class Picture:
    """One picture of the article: its public address, hash and size in bytes, and what is said of it."""

    url: str
    sha256: str
    bytes: int
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a story: its public address, hash and size in bytes, what it is called, its media type
    where it is known."""

    url: str
    sha256: str
    bytes: int
    name: str
    type: str = ""


@dataclass(frozen=True)
class IssueFacts:
    """What makes an issue of the bulletin; ``articles`` are the identifiers of its articles, in their order."""

    number: int
    year: int
    period: str
    issue_date: str
    articles: Sequence[str]


@dataclass(frozen=True)
class Content:
    """What a reader of the other site gets to see."""

    title: str
    sapo: str
    body_html: str
    category: Label | None
    topics: Sequence[Label]
    unit: Label | None
    author_display: str
    language: str
    published_at: datetime
    canonical_url: str
    images: Sequence[Picture]
    attachments: Sequence[Attachment] = ()
    issue: IssueFacts | None = None


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC with seconds and ``Z``; ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def without_contacts(line: str) -> str:
    """A byline without e-mail addresses and phone numbers, and without the punctuation they leave behind."""
    text = PHONE.sub("", EMAIL.sub("", line))
    text = EMPTY_BRACKETS.sub("", text)
    return LEFT_OVER.sub("", re.sub(r"\s{2,}", " ", text))


def canonical(value: object) -> bytes:
    """The one byte form of a JSON value: UTF-8, NFC, keys sorted, no blanks, no NaN."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text).encode()


def content_hash(data: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical bytes of ``data`` without the field ``content_sha256`` itself."""
    return hashlib.sha256(canonical({name: v for name, v in data.items() if name != "content_sha256"})).hexdigest()


def body_of(
    *,
    article_id: UUID,
    version: int,
    action: str,
    at: datetime,
    content: Content | None,
    kind: str = "article",
) -> tuple[bytes, str]:
    """Canonical bytes of a request for one version, and the content hash (hex) that they name.

    ``kind`` is article or issue; an issue is named by its identifier in the same field as an article.

    ``action`` is published, updated or retracted; ``content`` is None for a retraction, which repeats nothing of
    the text that is to disappear. ``supersedes`` is the version before, None for the first.
    """
    data: dict[str, Any] = {
        "article_id": str(article_id),
        "version": version,
        "supersedes": version - 1 if version > 1 else None,
    }
    if content is not None:
        fields = asdict(content)
        fields["published_at"] = instant(content.published_at)
        fields["author_display"] = without_contacts(content.author_display)
        fields["category"] = content.category.fields() if content.category else None
        fields["topics"] = [topic.fields() for topic in content.topics]
        fields["unit"] = content.unit.fields() if content.unit else None
        if content.issue is None:
            del fields["issue"]
        data.update(fields)
    data["content_sha256"] = content_hash(data)
    return canonical({"type": f"{kind}.{action}", "timestamp": instant(at), "data": data}), data["content_sha256"]
