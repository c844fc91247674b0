"""Tags of the reader's templates: addresses, names, highlighting, and what machines read in the head of a page."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.images.models import Filter, ResponsiveImage
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.rich_text import expand_db_html

from cms.core.rich_text import without_keys
from cms.core.search.hits import pieces
from cms.core.text import nfc, split_name
from cms.core.text.marks import split_tone
from cms.website import languages, standing
from cms.website.head import machine_time, page_head, standing_head
from cms.website.linked_data import json_ld
from cms.website.pieces import pieces_for
from cms.website.sharing import qr_code, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.template.context import Context
    from wagtail.models import Page
    from wagtail.rich_text import RichText

    from cms.website.arrival import NamedContributor
    from cms.website.models import Contributor, Photo, PhotoRendition, StoryPage
    from cms.website.pieces import Slot
    from cms.website.reading import Listing
    from cms.website.standing import NavEntry

register = template.Library()

COVER_TONES = 5
_FORMS = {True: "<mark>{}</mark>", False: "{}"}
# What may end a script element or open a comment inside one; escaped, JSON means the same.
_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.filter
def running_text(value: RichText) -> SafeString:
    """Rich text with its links, as `richtext` of Wagtail shows it, without the names that the editor needs."""
    return mark_safe(expand_db_html(without_keys(value.source)))  # noqa: S308 - cleaned when it was stored


@register.simple_tag(takes_context=True)
def story_url(context: Context, page: Page) -> str:
    """The address of a page, relative to the site where that is possible; no query once the site's root is known."""
    return page.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def story_unit_url(context: Context, story: StoryPage) -> str:
    """The address of the unit's page, above the article in the tree; empty for what lies elsewhere."""
    own = story.get_url(context.get("request")) or ""
    above, _slash, _slug = own.rstrip("/").rpartition("/")
    return f"{above}/" if story.unit_code and "/don-vi/" in own else ""


@register.simple_tag(takes_context=True)
def bulletin_name(context: Context) -> str:
    """The bulletin's name from the site profile."""
    profile = context.get("site_profile")
    english = getattr(profile, "english_name", "") if languages.speaks_english() else ""
    return english or getattr(profile, "bulletin_name", "") or gettext("Bulletin")


@register.simple_tag
def page_language() -> str:
    """The language of the page, for its ``lang``."""
    return languages.page_language()


@register.filter
def reader_day(at: datetime) -> str:
    """A day as readers of the page write it."""
    return languages.day(at)


@register.simple_tag(takes_context=True)
def site_sections(context: Context) -> tuple[NavEntry, ...]:
    """The sections for the navigation."""
    request = context.get("request")
    found = standing.of_request(request) if request is not None else standing.standing()
    return found.sections if found is not None else ()


@register.simple_tag
def foreign_lang(story: StoryPage) -> SafeString:
    """A ``lang`` attribute where a story is not in the language of the page around it."""
    language = getattr(story, "language", "") or languages.VIETNAMESE
    return format_html(' lang="{}"', language) if language != languages.page_language() else mark_safe("")


@register.simple_tag
def photo_sizes(photo: Photo, specs: str, **attributes: Any) -> SafeString:
    """A photo with its drawn sizes to choose from, each width once: a small photo is the same in all the larger ones."""
    drawn = get_renditions_or_not_found(photo, [Filter(spec=spec) for spec in Filter.expand_spec(specs)])
    by_width: dict[int, PhotoRendition] = {}
    for rendition in drawn.values():
        by_width.setdefault(rendition.width, rendition)
    if len(by_width) == 1:  # nothing to choose from, and HTML allows no ``sizes`` then
        attributes.pop("sizes", None)
    html = ResponsiveImage({each.filter_spec: each for each in by_width.values()}, attributes).__html__()
    return mark_safe(html)  # noqa: S308 - Wagtail escapes the attributes


@register.simple_tag
def unit_lang(story: StoryPage) -> SafeString:
    """A ``lang`` attribute for the name of a story's unit, which stays Vietnamese in a story of another language."""
    language = getattr(story, "language", "") or languages.VIETNAMESE
    return mark_safe("") if language == languages.VIETNAMESE else format_html(' lang="{}"', languages.VIETNAMESE)


@register.simple_tag
def highlight(text: str, query: str) -> SafeString:
    """Text with the words of the query marked and everything else escaped; which ones, says `cms.core.search.hits`."""
    found = (_FORMS[piece.is_hit].format(escape(piece.text)) for piece in pieces(nfc(text), query))
    return mark_safe("".join(found))  # noqa: S308 - each piece is escaped


@register.simple_tag(takes_context=True)
def reader_pieces(context: Context, slot: Slot) -> SafeString:
    """The pieces that higher floors put here, rendered in the context of the page."""
    ready = context.get("pieces_after") if slot == "story_after" else None
    found = pieces_for(slot, request=context.get("request"), page=context.get("page")) if ready is None else ready
    rendered = []
    for piece in found:
        with context.push(**piece.context):
            rendered.append((get_template(piece.template_name).template.render(context),))  # type: ignore[attr-defined]
    return format_html_join("", "{}", rendered)


@register.inclusion_tag("website/parts/share.html", takes_context=True)
def share(context: Context, story: StoryPage) -> dict[str, Any]:
    """The ways to pass a story on, with its QR code."""
    request = context.get("request")
    url = story.get_full_url(request) or ""
    tools = reader_pieces(context, "story_tools")
    return {"ways": ways(title=story.title, url=url), "url": url, "qr": qr_code(url) if url else "", "tools": tools}


@register.simple_tag
def byline_names(story: StoryPage) -> Sequence[NamedContributor]:
    """The people of the byline who have a page; empty where they are not known, as in a preview."""
    return story.known_names or ()


@register.simple_tag
def section_lang(slug: str) -> SafeString:
    """A ``lang`` attribute for the one section whose name is a foreign word."""
    return mark_safe(' lang="en"') if slug == "english" else mark_safe("")


@register.simple_tag
def group_by_initial(people: Iterable[Contributor]) -> list[tuple[str, list[Contributor]]]:
    """People under the first letter of their given names; they come sorted."""
    return [(initial, list(group)) for initial, group in groupby(people, key=lambda one: _initial(one.name))]


@register.simple_tag(takes_context=True)
def full_url(context: Context, path: str) -> str:
    """A path of this site as an absolute address."""
    request = context.get("request")
    found = standing.of_request(request) if request is not None else None
    return f"{found.site.root_url}{path}" if found is not None else path


@register.inclusion_tag("website/parts/head.html", takes_context=True)
def page_meta(
    context: Context,
    *,
    page: Page,
    kind: str,
    listing: Listing | None = None,
    described: str = "",
    pictured: StoryPage | None = None,
) -> dict[str, Any]:
    """Description, canonical address and Open Graph of a page. Older pages of a list are followed, not indexed."""
    return page_head(
        page=page,
        kind=kind,
        request=context.get("request"),
        site_name=bulletin_name(context),
        is_first=listing is None or listing.is_first,
        described=described,
        pictured=pictured,
    )


@register.inclusion_tag("website/parts/head.html", takes_context=True)
def standing_meta(
    context: Context,
    *,
    title: str,
    description: str,
    language: str,
    address: str,
    other: str = "",
    listing: Listing | None = None,
    pictured: StoryPage | None = None,
) -> dict[str, Any]:
    """As `page_meta`, for a page beside the tree."""
    return standing_head(
        title=title,
        description=description,
        language=language,
        address=address,
        other=other,
        request=context.get("request"),
        site_name=bulletin_name(context),
        is_first=listing is None or listing.is_first,
        pictured=pictured,
    )


@register.simple_tag(takes_context=True)
def story_json_ld(context: Context, story: StoryPage) -> SafeString:
    """What search engines read of a story, as a data block that no text in it can close."""
    data = json_ld(
        story=story,
        request=context.get("request"),
        site_name=bulletin_name(context),
        publisher=_department(context),
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
def host(url: str) -> str:
    """The name of the machine in an address, as people know it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


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


def _initial(name: str) -> str:
    """The letter a given name is filed under: its first one without its tone, as in a dictionary (Á is A, Ă is not)."""
    letters, _tone = split_tone(split_name(name).given[:1].lower())
    return letters.upper()


def _department(context: Context) -> str:
    profile = context.get("site_profile")
    english = getattr(profile, "english_department", "") if languages.speaks_english() else ""
    return english or getattr(profile, "department", "")
