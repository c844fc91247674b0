"""The markup of an article's text: cleaned once more, taken apart for other forms. Pure.

The stored text was cleaned when it was written. It is cleaned again where it becomes a document of its own, so that no
form depends on what another room did long ago.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TAGS = {
    "a", "b", "blockquote", "br", "em", "figcaption", "figure", "h2", "h3", "h4", "i", "img", "li", "ol", "p",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "th": {"scope"}}
BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "figure", "table"})
BREAKS = re.compile(r"<(?:br|/p|/h[2-4]|/li|/tr|/figcaption|/blockquote|/td|/th)\b[^>]*>", re.IGNORECASE)


def clean(markup: str, *, source: Callable[[str], str | None] | None = None) -> str:
    """The markup with plain elements and web addresses alone.

    ``source`` gives the address of a picture anew, from the old one; where it gives None the picture loses its address.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if source is not None and tag == "img" and name == "src":
            return source(value)
        # Bytes in an address are for our own pictures alone.
        return None if value.strip().lower().startswith("data:") else value

    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=attribute,
        # What `source` gives is our own: a relative path, or the bytes themselves.
        url_schemes={"http", "https", "data"} if source else {"http", "https"},
        link_rel=None,
    )


def plain_text(markup: str) -> str:
    """The words of the markup, with one blank between blocks."""
    spaced = BREAKS.sub(lambda found: f" {found[0]}", markup)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


def blocks_of(markup: str) -> Iterator[Tag]:
    """The blocks of cleaned markup in their order; text that stands between blocks comes in a ``p`` of its own."""
    soup = BeautifulSoup(clean(markup), "html.parser")
    loose: Tag | None = None
    for node in list(soup.contents):
        if isinstance(node, Tag) and node.name in BLOCKS:
            loose = None
            yield node
            continue
        if loose is None:
            if not str(node).strip():
                continue
            loose = soup.new_tag("p")
            node.insert_before(loose)
            loose.append(node.extract())
            # The paragraph is complete only when the next block begins.
            while loose.next_sibling is not None and not (
                isinstance(loose.next_sibling, Tag) and loose.next_sibling.name in BLOCKS
            ):
                loose.append(loose.next_sibling.extract())
            yield loose
