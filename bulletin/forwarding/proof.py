"""Whether a public page proves that a version is shown there. Pure."""

import re
import unicodedata
from html import unescape

TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
META = re.compile(r"<meta\s[^>]*>", re.IGNORECASE)
NAME = re.compile(r"""\bname\s*=\s*["']?(?:x-)?article-version["'\s/>]""", re.IGNORECASE)
CONTENT = re.compile(r"""\bcontent\s*=\s*["']?(\d{1,9})["'\s/>]""", re.IGNORECASE)


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


def shows_title(page: str, *, title: str) -> bool:
    """True where the page shows the title as text; never for an empty one."""
    return bool(title.strip()) and _plain(title) in plain_text(page)


def shows(page: str, *, title: str, version: int, content_sha256: str) -> bool:
    """True where the page shows the title as text, and names the version or carries the content hash."""
    if not shows_title(page, title=title):
        return False
    return shown_version(page) == version or (len(content_sha256) == 64 and content_sha256 in page)
