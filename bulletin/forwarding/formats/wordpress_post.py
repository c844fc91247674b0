"""The content of a WordPress post, and our mark in it. Pure.

A WordPress that nobody has changed keeps three things of a post that it can be asked for exactly: its id, its slug, and
any word of its content (``search``). Only the content survives a copied database, a renamed slug and an account without
the right to set slugs. So article, version and hash stand in the content: as a ``data-`` attribute of the line that
names the source, and as a comment inside it. Core's filter (kses) keeps both for every role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Comment
from bs4.element import Tag

from bulletin.forwarding.formats.html_page import WORDS, caption_of
from bulletin.forwarding.formats.markup import blocks_of, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bulletin.forwarding.formats.article import Article
    from bulletin.forwarding.payload import Picture

ATTRIBUTE = "data-ban-tin"
MARK = re.compile(r"ban-tin:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):v([0-9]{1,9}):([0-9a-f]{64})(:removed)?")
TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
BLANKS = re.compile(r"[ \t\r\n]+")
# With three digits, as core writes such signs itself: what is read back is then what was sent.
OPENING, CLOSING, COLON = "&#091;", "&#093;", "&#058;"


@dataclass(frozen=True)
class Mark:
    """Which version of which article a post holds, and whether it was taken down."""

    article_id: str
    version: int
    content_sha256: str
    removed: bool = False

    def __str__(self) -> str:
        end = ":removed" if self.removed else ""
        return f"ban-tin:{self.article_id}:v{self.version}:{self.content_sha256}{end}"


def read_mark(content: str) -> Mark | None:
    """The mark in a post's content; None where there is none. Words of the text itself are never taken for it."""
    soup = BeautifulSoup(content, "html.parser")
    carried = [str(each.get(ATTRIBUTE)) for each in soup.descendants if isinstance(each, Tag)]
    carried += [str(each).strip() for each in soup.descendants if isinstance(each, Comment)]
    found = [match for each in carried if (match := MARK.fullmatch(each))]
    if not found:
        return None
    article_id, version, digest, removed = found[-1].groups()
    return Mark(article_id, int(version), digest, bool(removed))


def with_mark(content: str, mark: Mark) -> str:
    """A post's content with this mark in place of any other; for taking down what somebody there may have edited."""
    without = re.sub(rf'\s{ATTRIBUTE}="[^"]*"', "", content)
    without = re.sub(rf"<!--\s*{MARK.pattern}\s*-->", "", without)
    return f'{without.rstrip()}\n\n<p {ATTRIBUTE}="{mark}"><!-- {mark} --></p>'


def post_title(title: str) -> str:
    """A title, or any line, as words: core shows them as markup."""
    return _without_commands(escape(title, quote=False))


def post_content(article: Article, *, source: Callable[[str], str | None]) -> str:
    """The content of the post. ``source`` gives the address of a picture over there; a picture without one is left out.

    Square brackets and bare addresses in the text would become commands of theirs (shortcodes, embeds), and line ends
    would become breaks: they are written so that they stay what they are.
    """
    known: Mapping[str, Picture] = {picture.url: picture for picture in article.images}
    blocks = []
    for block in blocks_of(clean(article.body_html, source=source)):
        for image in block.find_all("img"):
            if not image.get("src"):
                image.decompose()
        if block.name == "figure" and block.find("img") is None:
            continue
        if str(block.get_text(strip=True)) or block.find("img") is not None:
            blocks.append(_without_embeds(BLANKS.sub(" ", str(block)).strip()))
    return _without_commands("\n\n".join([*blocks, _source_line(article, known)]))


def _source_line(article: Article, known: Mapping[str, Picture]) -> str:
    mark = Mark(article.article_id, article.version, article.content_sha256)
    words = WORDS.get(article.language, WORDS["vi"])
    address = escape(article.canonical_url)
    author = f"{escape(article.author_display, quote=False)}. " if article.author_display else ""
    shown = re.sub(r"^https?://", "", address).rstrip("/")
    line = f'{author}{words["source"]}: <a href="{address}">{shown}</a>' if address else author
    return f'<p {ATTRIBUTE}="{mark}">{line}<!-- {mark} --></p>'


def caption_for(picture: Picture, article: Article) -> str:
    """Caption and credit, as words."""
    return post_title(caption_of(picture, credit=WORDS.get(article.language, WORDS["vi"])["credit"]))


def _without_embeds(markup: str) -> str:
    """Bare addresses in the text as words; those in tags stay. Tags without an end are written as core writes them."""
    parts: list[str] = []
    end = 0
    for tag in TAG.finditer(markup):
        parts += [markup[end : tag.start()].replace("://", f"{COLON}//"), re.sub(r"(?<! )/>$", " />", tag[0])]
        end = tag.end()
    return "".join([*parts, markup[end:].replace("://", f"{COLON}//")])


def _without_commands(markup: str) -> str:
    return markup.replace("[", OPENING).replace("]", CLOSING)


__all__ = ["Mark", "Tag", "caption_for", "post_content", "post_title", "read_mark", "with_mark"]
