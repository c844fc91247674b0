"""The fence for rich text, whoever wrote it: only the few marks that an article may carry pass, in one canonical form.

The result is serialised by an HTML parser, so that cleaning it again changes nothing, and no browser reads it as anything
else. Text is normalised between the tags and never across them: composed with a stroke, ``>`` is the letter ``≯``, and
the tag that it ended would go on.
"""

from __future__ import annotations

import hashlib
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
# A paragraph or an item of a list as the serialiser begins it: the only elements that the editor names.
_OPENING = re.compile(r'<(p|li|ol|ul)(?: data-block-key="([^"]*)")?>')
_END = re.compile(r"</?(?:p|li|ol|ul)[ >]")
_NAMED = frozenset({"p", "li"})
_KEY_LENGTH = 8
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


def without_keys(html: str) -> str:
    """``html``, as `clean_rich_text` gives it, without the names of its paragraphs: what a reader gets of it."""
    return _OPENING.sub(r"<\1>", html)


def with_keys(html: str) -> str:
    """``html``, as `clean_rich_text` gives it, with a name for every paragraph and item that has none yet.

    A name that the editor gave stays. Others are made of the words that follow, and so are the same at every time and
    from every door: the editor would invent new ones at each opening, and a comment would not find its place again.
    """
    taken = {key for _tag, key in _OPENING.findall(html) if key}
    pieces, end = [], 0
    for found in _OPENING.finditer(html):
        pieces.append(html[end : found.start()])
        end = found.end()
        tag, key = found.groups()
        if key or tag not in _NAMED:
            pieces.append(found.group())
            continue
        key = _key(_END.split(html[end:], maxsplit=1)[0], taken)
        taken.add(key)
        pieces.append(f'<{tag} data-block-key="{key}">')
    return "".join([*pieces, html[end:]])


def _key(words: str, taken: set[str]) -> str:
    """A name made of words; where two paragraphs say the same, the second gets another."""
    number = 0
    while True:
        salted = f"{number}:{words}".encode()
        key = hashlib.sha256(salted).hexdigest()[:_KEY_LENGTH]
        if key not in taken:
            return key
        number += 1


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
