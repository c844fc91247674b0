"""The fence for rich text, whoever wrote it: only the few marks that an article may carry pass, in one canonical form.

The result is serialised by an HTML parser, so that cleaning it again changes nothing, and no browser reads it as anything
else. Text is normalised between the tags and never across them: composed with a stroke, ``>`` is the letter ``≯``, and
the tag that it ended would go on.
"""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from cms.core.links import safe_address
from cms.core.text import nfc

INLINE_TAGS = frozenset({"a", "b", "br", "i"})
TEXT_TAGS = INLINE_TAGS | {"li", "ol", "p", "ul"}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Links to what lies in the house: they name a row, so that they outlive a change of its address.
INTERNAL = frozenset({"page", "document"})
_ID = re.compile(r"[1-9][0-9]{0,17}")
# The editor names its paragraphs, so that a comment finds its place again.
_BLOCK_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
# A tag as the serialiser writes it; values are always quoted, and quotes inside them escaped.
_TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
_LINK = re.compile(r'<a((?: [a-z-]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
MOST_ROUNDS = 5
_STROKE = "\u0338"
# What a parser can't be given at all.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def clean_inline(html: str) -> str:
    """``html`` with no tag but a (with a complete, harmless address), b, br and i; the text of all others stays."""
    return _clean(html, INLINE_TAGS, {"a": {"href"}})


def clean_rich_text(html: str) -> str:
    """``html`` with no tag but those of `clean_inline`, paragraphs and lists, and with links to pages and files.

    For example ``<p data-block-key="x1">Xem <a id="3" linktype="page">trang này</a></p>``. Idempotent.
    """
    named = {tag: {"data-block-key"} for tag in ("li", "ol", "p", "ul")}
    return _clean(html, TEXT_TAGS, {"a": {"href", "id", "linktype"}, **named})


def _clean(html: str, tags: frozenset[str], attributes: dict[str, set[str]]) -> str:
    """Cleans until nothing changes: what was taken out may have held apart what a parser reads anew."""
    for _each in range(MOST_ROUNDS):
        cleaned = _once(html, tags, attributes)
        if cleaned == html:
            return cleaned
        html = cleaned
    # Nobody writes such a text with an editor: its words are enough.
    return _once(html, frozenset(), {})


def _once(html: str, tags: frozenset[str], attributes: dict[str, set[str]]) -> str:
    marked = nh3.clean(
        _UNREADABLE.sub("", html),
        tags=set(tags),
        attributes=attributes,
        attribute_filter=_harmless,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    pieces = _TAG.split(_LINK.sub(_link, marked))
    # Every second piece is a tag; before the first and after the last one stands text, be it empty.
    pieces[::2] = [_text(piece) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, or None where it is to go: also relative addresses, which lead into our own site."""
    match attribute:
        case "href":
            return safe_address(value) or None
        case "linktype":
            return value if value in INTERNAL else None
        case "id":
            return value if _ID.fullmatch(value) else None
        case "data-block-key":
            return value if _BLOCK_KEY.fullmatch(value) else None
    return None


def _link(match: re.Match[str]) -> str:
    """A link that leads to one thing, as the editor writes it, or only its words."""
    attributes, words = dict(_ATTRIBUTE.findall(match.group(1))), match.group(2)
    if "linktype" in attributes and "id" in attributes:
        return f'<a id="{attributes["id"]}" linktype="{attributes["linktype"]}">{words}</a>'
    if "href" in attributes and "linktype" not in attributes:
        return f'<a href="{attributes["href"]}">{words}</a>'
    return words


def _text(escaped: str) -> str:
    """The text between two tags in composed Unicode and escaped again."""
    if escaped.isascii() and escaped.isprintable() and "&" not in escaped:
        return escaped
    text = nfc(unescape(escaped)).lstrip(_STROKE)
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")
