"""The second fence for text that came out of a file: only the few marks an article may carry pass it.

The reader of Word files builds its HTML from escaped text and lets nothing else through; what is stored does not rest
on that alone.
"""

from __future__ import annotations

import nh3

from submissions.intake.docx.links import safe_address

INLINE_TAGS = frozenset({"a", "b", "br", "i"})
TEXT_TAGS = INLINE_TAGS | {"li", "ol", "p", "ul"}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def clean_inline(html: str) -> str:
    """``html`` with no tag but a (with a complete, harmless address), b, br and i; the text of all others stays."""
    return _clean(html, INLINE_TAGS)


def clean_rich_text(html: str) -> str:
    """``html`` with no tag but those of `clean_inline`, paragraphs and lists."""
    return _clean(html, TEXT_TAGS)


def _clean(html: str, tags: frozenset[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        attributes={"a": {"href"}},
        attribute_filter=_harmless,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    ).strip()


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, or None where it is to go: also relative addresses, which lead into our own site."""
    return safe_address(value) or None if (tag, attribute) == ("a", "href") else None
