"""Which addresses a link in an article may have."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")
# Browsers skip these inside a scheme ("java\\tscript:"), so they are taken out before anyone looks.
SKIPPED = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
MAIL = re.compile(r"^mailto:[^@\s<>\"'&]+@[A-Za-z0-9.\-]+(\?[^\s<>\"']*)?$", re.IGNORECASE)
TELEPHONE = re.compile(r"^tel:\+?[0-9().\-]{3,20}$", re.IGNORECASE)
LONGEST = 2_000


def safe_address(address: str) -> str:
    """The address if it is a complete http, https, mailto or tel address, else ""."""
    cleaned = SKIPPED.sub("", address)
    if len(cleaned) > LONGEST or not SCHEME.match(cleaned):
        return ""
    scheme = cleaned.split(":", 1)[0].lower()
    if scheme == "mailto":
        return cleaned if MAIL.match(cleaned) else ""
    if scheme == "tel":
        return cleaned if TELEPHONE.match(cleaned) else ""
    if scheme not in ("http", "https"):
        return ""
    try:
        parts = urlsplit(cleaned)
        named = bool(parts.hostname) and "\\" not in parts.netloc and parts.username is None
        _ = parts.port
    except ValueError:
        return ""
    return cleaned if named else ""
