"""A page as text that people can read, from whatever HTML a site answers. Pure."""

from __future__ import annotations

import unicodedata
from typing import Final

from bs4 import BeautifulSoup

from bulletin.forwarding.proof import pages
from cms.website.xml_text import plain

LONGEST: Final = 20_000
LONGEST_TITLE: Final = 300
# What stands around a text on a page, and what nobody reads.
NOISE: Final = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "form",
    "iframe",
    "aside",
    "dialog",
    "button",
    "select",
    "audio",
)
BLOCKS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "figcaption", "blockquote", "dt", "dd")


def readable(html: str) -> tuple[str, str]:
    """Title and text of a page: a paragraph a line, at most ``LONGEST`` characters, without control characters."""
    try:
        soup = BeautifulSoup(html, "html.parser")
        title = soup.title.get_text(" ", strip=True) if soup.title else ""
        for each in soup(NOISE):
            each.decompose()
        place = soup.find("main") or soup.find("article") or soup.body or soup
        for block in place.find_all(BLOCKS):
            block.insert_before("\n")
            block.insert_after("\n")
        text = place.get_text(" ")
    except (RecursionError, ValueError, AssertionError):
        # Nobody promises well-formed pages.
        title, text = "", pages.plain_text(html)
    lines = (" ".join(line.split()) for line in text.splitlines())
    whole = "\n".join(line for line in lines if line)
    return _clean(title)[:LONGEST_TITLE], _clean(whole)[:LONGEST]


def _clean(text: str) -> str:
    return plain(unicodedata.normalize("NFC", text)).replace("\x00", "")
