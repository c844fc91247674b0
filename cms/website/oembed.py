"""oEmbed: how other sites show a link to an article or an issue. Answers from our own rows; nothing is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.xmlutils import SimplerXMLGenerator

from cms.website import languages
from cms.website.addresses import page_at, root_url
from cms.website.card_files import card_address, needs_card
from cms.website.cards import HEIGHT, WIDTH
from cms.website.freshness import machine_read
from cms.website.head import absolute
from cms.website.models import SiteProfile, StoryPage
from cms.website.xml_text import plain

if TYPE_CHECKING:
    from django.http import HttpRequest

FORMATS = ("json", "xml")
LONGEST_ADDRESS = 2_000
SMALLEST, LARGEST = 1, 10_000
THUMBNAIL = "fill-1200x630|format-jpeg"
WIDEST, TALLEST = 640, 320


@machine_read
def provide(request: HttpRequest) -> HttpResponse:
    """``/oembed/?url=…&format=json|xml``: the card of a public story.

    404 for what is no public story of this site, 400 for a question that makes no sense, 501 for another format, as the
    specification has it.
    """
    wanted = request.GET.get("format", "json")
    if wanted not in FORMATS:
        return _refusal(501, "The formats are json and xml.")
    limits = [_limit(request.GET.get(name)) for name in ("maxwidth", "maxheight")]
    address = request.GET.get("url", "")
    if not address or len(address) > LONGEST_ADDRESS or None in limits:
        return _refusal(400, "Ask with url, and whole numbers for maxwidth and maxheight.")
    story = _story_at(request, address)
    if story is None:
        return _refusal(404, "No public article or issue has this address.")
    width, height = (limit or LARGEST for limit in limits)
    data = _answer_of(story, request=request, width=min(width, WIDEST), height=min(height, TALLEST))
    if wanted == "xml":
        response = HttpResponse(content_type="text/xml; charset=utf-8")
        xml = SimplerXMLGenerator(response, "utf-8")
        xml.startDocument()
        xml.startElement("oembed", AttributesImpl({}))
        for name, value in data.items():
            xml.addQuickElement(name, str(value))
        xml.endElement("oembed")
        xml.endDocument()
    else:
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    # Other sites ask from their readers' browsers too; there is nothing here that is not public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _story_at(request: HttpRequest, address: str) -> StoryPage | None:
    try:
        asked, own = urlsplit(address), urlsplit(root_url(request))
        path = unquote(asked.path, errors="strict").strip("/")
        same = (asked.hostname, asked.port) == (own.hostname, own.port) and "@" not in asked.netloc
    except ValueError:
        return None
    if asked.scheme not in ("http", "https") or not same or not path or "\0" in path:
        return None
    page = page_at(request, path)
    return StoryPage.objects.published().select_related("lead_image").filter(pk=page.pk).first() if page else None


def _answer_of(story: StoryPage, *, request: HttpRequest, width: int, height: int) -> dict[str, Any]:
    profile = SiteProfile.for_request(request)
    url = story.get_full_url(request) or ""
    in_english = story.language == languages.ENGLISH
    name = profile.english_name if in_english else profile.bulletin_name
    lead = story.lead_image
    picture = card_address(story, profile) if needs_card(story) or lead is None else lead.get_rendition(THUMBNAIL).url
    return {
        "version": "1.0",
        "type": "rich",
        "title": plain(story.title),
        "author_name": plain(story.byline or story.unit_label or name),
        "provider_name": plain(name),
        "provider_url": root_url(request) + "/",
        "cache_age": 3600,
        "html": plain(
            format_html(
                '<blockquote lang="{}"><p><a href="{}">{}</a></p><p>{}</p><footer>{}</footer></blockquote>',
                story.language, url, story.title, story.sapo, name,
            )
        ),
        "width": width,
        "height": height,
        "thumbnail_url": absolute(picture, base_url=url),
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }  # fmt: skip


def _limit(text: str | None) -> int | None:
    """A limit as a number; 0 for none, None for what is no number of pixels."""
    if text is None or text == "":
        return 0
    known = len(text) < 6 and text.isascii() and text.isdecimal() and SMALLEST <= int(text) <= LARGEST
    return int(text) if known else None


def _refusal(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
