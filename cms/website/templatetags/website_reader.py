"""Tags of the reader's templates: addresses, names, highlighting, and what machines read in the head of a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cms.core.search.hits import pieces
from cms.core.text import nfc
from cms.website import reading
from cms.website.head import json_ld, machine_time, page_head
from cms.website.pieces import pieces_for

if TYPE_CHECKING:
    from datetime import datetime

    from django.template.context import Context
    from wagtail.models import Page

    from cms.website.models import SectionPage, StoryPage
    from cms.website.pieces import Slot
    from cms.website.reading import Listing

register = template.Library()

COVER_TONES = 5
_FORMS = {True: "<mark>{}</mark>", False: "{}"}
# What may end a script element or open a comment inside one; escaped, JSON means the same.
_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag(takes_context=True)
def story_url(context: Context, page: Page) -> str:
    """The address of a page, relative to the site where that is possible; no query once the site's root is known."""
    return page.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def story_unit_url(context: Context, story: StoryPage) -> str:
    """The address of the unit's page, above the article in the tree; empty for what lies elsewhere."""
    own = story.get_url(context.get("request")) or ""
    marker = f"/don-vi/{story.unit_code}/"
    head, found, _rest = own.partition(marker)
    return f"{head}{found}" if story.unit_code and found else ""


@register.simple_tag(takes_context=True)
def bulletin_name(context: Context) -> str:
    """The bulletin's name from the site profile."""
    profile = context.get("site_profile")
    return getattr(profile, "bulletin_name", "") or gettext("Bulletin")


@register.simple_tag
def site_sections() -> list[SectionPage]:
    """The sections for the navigation."""
    return reading.site_sections()


@register.simple_tag
def foreign_lang(story: StoryPage) -> SafeString:
    """A ``lang`` attribute where a story is not in the language of the page around it."""
    language = getattr(story, "language", "") or "vi"
    return format_html(' lang="{}"', language) if language != "vi" else mark_safe("")


@register.simple_tag
def highlight(text: str, query: str) -> SafeString:
    """Text with the words of the query marked and everything else escaped; which ones, says `cms.core.search.hits`."""
    found = pieces(nfc(text), query)
    return format_html_join("", "{}", ((format_html(_FORMS[piece.is_hit], piece.text),) for piece in found))


@register.simple_tag(takes_context=True)
def reader_pieces(context: Context, slot: Slot) -> SafeString:
    """The pieces that higher floors put here, rendered in the context of the page."""
    found = pieces_for(slot, request=context.get("request"), page=context.get("page"))
    rendered = []
    for piece in found:
        with context.push(**piece.context):
            rendered.append((get_template(piece.template_name).template.render(context),))  # type: ignore[attr-defined]
    return format_html_join("", "{}", rendered)


@register.inclusion_tag("website/parts/head.html", takes_context=True)
def page_meta(context: Context, *, page: Page, kind: str, listing: Listing | None = None) -> dict[str, Any]:
    """Description, canonical address and Open Graph of a page. Older pages of a list are followed, not indexed."""
    return page_head(
        page=page,
        kind=kind,
        request=context.get("request"),
        site_name=bulletin_name(context),
        is_first=listing is None or listing.is_first,
    )


@register.simple_tag(takes_context=True)
def story_json_ld(context: Context, story: StoryPage) -> SafeString:
    """What search engines read of a story, as a data block that no text in it can close."""
    data = json_ld(
        story=story,
        request=context.get("request"),
        site_name=bulletin_name(context),
        publisher=getattr(context.get("site_profile"), "department", ""),
    )
    text = json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


@register.filter
def tone(number: int) -> int:
    """Which of the cover colours an issue wears: neighbours on the shelf differ."""
    return number % COVER_TONES


@register.filter
def iso(at: datetime) -> str:
    """A time for machines, in local time, to the second (HTML takes no microseconds)."""
    return machine_time(at)


@register.filter
def phone_uri(number: str) -> str:
    """A telephone number as a ``tel:`` address wants it."""
    return re.sub(r"[^\d+]", "", number)


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> bool:
    """Whether somebody is signed in, without touching the session of whoever brings no cookie: their pages stay cacheable."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(request.user.is_authenticated)
