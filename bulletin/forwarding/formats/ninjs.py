"""ninjs 2.1, the news agencies' form (IPTC, https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json). Pure."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from bulletin.forwarding.formats.markup import plain_text
from bulletin.forwarding.payload import canonical, instant

if TYPE_CHECKING:
    from bulletin.forwarding.formats.article import Article
    from bulletin.forwarding.payload import Label, Picture

STANDARD = {
    "name": "ninjs",
    "version": "2.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
}
HTML, TEXT = "text/html", "text/plain"
# What the standard library's table of types has only from Python 3.13 on.
PICTURE_TYPES = {".webp": "image/webp", ".avif": "image/avif"}


def ninjs(article: Article) -> bytes:
    """The version as one ninjs object, UTF-8. A retraction is the same object with ``pubstatus`` canceled.

    Our identifiers: ``uri`` is ``urn:uuid:`` and the article's id, the same in all versions; ``version`` counts from 1;
    ``altids`` carry the address on our site and the content hash.
    """
    item: dict[str, Any] = {
        "standard": STANDARD,
        "uri": f"urn:uuid:{article.article_id}",
        "type": "text",
        "version": str(article.version),
        "versioncreated": instant(article.timestamp),
        "pubstatus": "canceled" if article.is_retraction else "usable",
        "altids": [{"role": "content_sha256", "value": article.content_sha256}],
    }
    return canonical(item if article.is_retraction else item | _content(article))


def _content(article: Article) -> dict[str, Any]:
    text = plain_text(article.body_html)
    found: dict[str, Any] = {
        "representationtype": "full",
        "language": article.language,
        "title": article.title,
        "headlines": [{"role": "main", "contenttype": TEXT, "value": article.title}],
        "bodies": [
            {
                "role": "main",
                "contenttype": HTML,
                "charcount": len(text),
                "wordcount": len(text.split()),
                "value": article.body_html,
            }
        ],
        "altids": [
            {"role": "content_sha256", "value": article.content_sha256},
            *([{"role": "canonical_url", "value": article.canonical_url}] if article.canonical_url else []),
        ],
        "subjects": [
            *([_subject(article.category, "category")] if article.category else []),
            *(_subject(topic, "topic") for topic in article.topics),
        ],
        "associations": [_picture(each, place, article) for place, each in enumerate(article.images, start=1)],
    }
    if article.canonical_url:
        found["renditions"] = [{"name": "web", "href": article.canonical_url, "contenttype": HTML}]
    if article.published_at:
        found["firstcreated"] = instant(article.published_at)
    if article.sapo:
        found["descriptions"] = [{"role": "summary", "contenttype": TEXT, "value": article.sapo}]
    if article.author_display:
        found["by"] = article.author_display
    if article.unit:
        unit = {"name": article.unit.name, "literal": article.unit.code}
        found["organisations"] = [unit | {"rel": "contributor"}]
        found["infosources"] = [unit | {"role": "http://cv.iptc.org/newscodes/contentprodpartyrole/creator"}]
    return found


def _subject(label: Label, rel: str) -> dict[str, str]:
    return {"name": label.name, "literal": label.code, "rel": rel}


def _picture(picture: Picture, place: int, article: Article) -> dict[str, Any]:
    rendition = {"name": "main", "href": picture.url, "sizeinbytes": picture.bytes}
    kind = picture_type(picture.url)
    words = (("caption", picture.caption), ("alt", picture.alt))
    found: dict[str, Any] = {
        "name": f"picture-{place}",
        "uri": picture.url,
        "type": "picture",
        "pubstatus": "usable",
        "language": article.language,
        "altids": [{"role": "sha256", "value": picture.sha256}],
        "renditions": [rendition | ({"contenttype": kind} if kind else {})],
        "descriptions": [{"role": role, "contenttype": TEXT, "value": text} for role, text in words if text],
    }
    if picture.credit:
        found |= {"by": picture.credit, "copyrightholder": picture.credit}
    return found


def picture_type(address: str) -> str:
    """The media type of a picture by the end of its address; empty where it says nothing."""
    path = address.partition("?")[0].lower()
    known = next((kind for end, kind in PICTURE_TYPES.items() if path.endswith(end)), "")
    return known or mimetypes.guess_type(path)[0] or ""
