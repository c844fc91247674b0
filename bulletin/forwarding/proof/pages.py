"""Whether a public page proves that a version is shown there. Pure."""

import re
import unicodedata
from collections.abc import Callable
from html import unescape

TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
META = re.compile(r"<meta\s[^>]*>", re.IGNORECASE)
NAME = re.compile(r"""\bname\s*=\s*["']?(?:x-)?article-version["'\s/>]""", re.IGNORECASE)
CONTENT = re.compile(r"""\bcontent\s*=\s*["']?(\d{1,9})["'\s/>]""", re.IGNORECASE)


# What sites make of plain signs when they set a text: quotes, dashes, dots, the sign of multiplication.
SET_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‘’‚‛′`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "×": "x",
        "\u00ad": None,
    }
)


def typographic(text: str) -> str:
    """A text as every site spells it: signs that a site may set more finely are their plain ones again."""
    return re.sub(r"''", '"', re.sub(r"-{2,}", "-", text.translate(SET_SIGNS)))


def _as_written(text: str) -> str:
    return text


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", unescape(text)).split())


def shown_version(page: str) -> int | None:
    """The version that a page names in ``<meta name="article-version">``, if it does."""
    for tag in META.findall(page):
        if NAME.search(tag) and (found := CONTENT.search(tag)):
            return int(found[1])
    return None


def plain_text(page: str) -> str:
    """What a page says in words: without tags, scripts and styles, entities as characters, NFC."""
    return _plain(TAG.sub(" ", page))


def shows_title(page: str, *, title: str, spelling: Callable[[str], str] = _as_written) -> bool:
    """True where the page shows the title as text, never for an empty one; ``spelling`` is applied to both."""
    return bool(title.strip()) and spelling(_plain(title)) in spelling(plain_text(page))


def shows(
    page: str, *, title: str, version: int, content_sha256: str, spelling: Callable[[str], str] = _as_written
) -> bool:
    """True where the page shows the title as text, and names the version or carries the content hash."""
    if not shows_title(page, title=title, spelling=spelling):
        return False
    return shown_version(page) == version or (len(content_sha256) == 64 and content_sha256 in page)
