"""Plain HTML: one document with everything that a reader sees, and nothing that a site would bring itself. Pure."""

from __future__ import annotations

from datetime import timedelta, timezone
from html import escape
from typing import TYPE_CHECKING

from bulletin.forwarding.formats.markup import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from bulletin.forwarding.formats.article import Article
    from bulletin.forwarding.payload import Picture

VIETNAM = timezone(timedelta(hours=7))
WORDS = {
    "vi": {"withdrawn": "Bài đã được gỡ", "source": "Nguồn", "credit": "Ảnh"},
    "en": {"withdrawn": "This article was withdrawn", "source": "Source", "credit": "Photo"},
}


def html_page(article: Article, *, source: Callable[[Picture], str] | None = None) -> bytes:
    """The version as a document in UTF-8. ``source`` gives the address of a picture, by default the one on our site.

    The head names id, version and hash, so that the document proves what it is wherever it is put.
    """
    words = WORDS.get(article.language, WORDS["vi"])
    title = words["withdrawn"] if article.is_retraction else article.title
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(article.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="article-id" content="{escape(article.article_id)}">',
        f'<meta name="article-version" content="{article.version}">',
        f'<meta name="article-sha256" content="{escape(article.content_sha256)}">',
        *([f'<link rel="canonical" href="{escape(article.canonical_url)}">'] if article.canonical_url else []),
        "</head>",
        "<body>",
        "<article>",
        f"<h1>{escape(title)}</h1>",
        *([] if article.is_retraction else _content(article, words, source or (lambda picture: picture.url))),
        "</article>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def caption_of(picture: Picture, *, credit: str = "Ảnh") -> str:
    """Caption and credit in one line; empty where there is neither."""
    named = f"{credit}: {picture.credit}" if picture.credit else ""
    return " ".join(part for part in (picture.caption, f"({named})" if named and picture.caption else named) if part)


def lead_of(article: Article) -> Picture | None:
    """The lead photo: the first picture, unless the text shows it itself."""
    first = next(iter(article.images), None)
    return None if first is None or escape(first.url) in article.body_html else first


def _content(article: Article, words: dict[str, str], source: Callable[[Picture], str]) -> list[str]:
    known = {picture.url: picture for picture in article.images}
    lead = lead_of(article)
    facts = [escape(article.author_display)] if article.author_display else []
    if article.published_at:
        moment = article.published_at.astimezone(VIETNAM)
        facts.append(f'<time datetime="{moment.isoformat()}">{moment:%d/%m/%Y %H:%M}</time>')
    return [
        *([f"<p><strong>{escape(article.sapo)}</strong></p>"] if article.sapo else []),
        *([f"<p>{' – '.join(facts)}</p>"] if facts else []),
        *([_figure(lead, source(lead), words["credit"])] if lead else []),
        clean(article.body_html, source=lambda url: source(known[url]) if url in known else url),
        *(
            [
                f'<p>{words["source"]}: <a href="{escape(article.canonical_url)}">{escape(article.canonical_url)}</a></p>'
            ]
            if article.canonical_url
            else []
        ),
    ]


def _figure(picture: Picture, address: str, credit: str) -> str:
    caption = caption_of(picture, credit=credit)
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(address)}" alt="{escape(picture.alt)}">{below}</figure>'
