"""Feeds of published articles with their full text: RSS 2.0, Atom and JSON Feed 1.1; of everything, a section, a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from cms.website.head import machine_time
from cms.website.models import Photo, SectionPage, SiteProfile, StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.xmlutils import SimplerXMLGenerator

    from cms.website.models import StoryQuerySet

FEED_LENGTH = 20
JSON_FEED = "https://jsonfeed.org/version/1.1"
CONTENT_NAMESPACE = "http://purl.org/rss/1.0/modules/content/"
# What XML 1.0 cannot hold, escaped or not.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Means nothing outside the site's own pages.
_PAGE_ONLY = ("class", "id", "srcset", "sizes", "loading", "decoding", "fetchpriority", "tabindex", "role", "style")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One story as a feed gives it: plain text, but ``html``, which is its full text with absolute addresses."""

    story: StoryPage
    url: str
    title: str
    summary: str
    author: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What a feed says of itself; ``url`` is the page that it follows, ``feed_url`` its own address."""

    title: str
    description: str
    url: str
    feed_url: str


class FullTextRss(Rss201rev2Feed):
    """RSS 2.0 with the full text in ``content:encoded``."""

    def root_attributes(self) -> dict[str, str]:
        """Adds the namespace of ``content:encoded``."""
        return {**super().root_attributes(), "xmlns:content": CONTENT_NAMESPACE}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds the full text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])


class FullTextAtom(Atom1Feed):
    """Atom with the full text as the content of each entry."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds the full text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


@require_safe
@conditional_page
def whole(request: HttpRequest, name: str) -> HttpResponse:
    """The newest articles of the whole site."""
    root = _root_url(request)
    title = SiteProfile.for_request(request).bulletin_name
    return _answer(request, name, stories=StoryPage.objects.published().articles(), title=title, url=f"{root}/")


@require_safe
@conditional_page
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The newest articles of a section."""
    page = get_object_or_404(SectionPage.objects.live().public(), slug=slug)
    stories = StoryPage.objects.published().articles().filter(public_section=page)
    return _answer(request, name, stories=stories, title=page.title, url=page.get_full_url(request) or "")


@require_safe
@conditional_page
def unit(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The newest articles of a unit, which is known here by its page's place in the tree only."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("No site is served at this address.")
    page = get_object_or_404(Page.objects.live().public(), url_path=f"{site.root_page.url_path}don-vi/{code}/")
    stories = StoryPage.objects.published().articles().filter(unit_code=code)
    return _answer(request, name, stories=stories, title=page.title, url=page.get_full_url(request) or "")


def _answer(request: HttpRequest, name: str, *, stories: StoryQuerySet, title: str, url: str) -> HttpResponse:
    profile = SiteProfile.for_request(request)
    own = title == profile.bulletin_name
    channel = Channel(
        title=_plain(title if own else f"{title} – {profile.bulletin_name}"),
        description=_plain(", ".join(part for part in (profile.bulletin_name, profile.department) if part)),
        url=url,
        feed_url=_root_url(request) + request.path,
    )
    photos = Prefetch("lead_image", queryset=Photo.objects.prefetch_renditions("width-800|format-webp"))
    newest = stories.prefetch_related("topic__section", photos).specific()[:FEED_LENGTH]
    entries = [_entry(story, request=request) for story in newest]
    if name == "feed.json":
        return JsonResponse(
            _json(channel, entries),
            content_type="application/feed+json; charset=utf-8",
            json_dumps_params={"ensure_ascii": False},
        )
    generator = FullTextRss if name == "rss.xml" else FullTextAtom
    feed = _xml(generator, channel, entries)
    content_type = "application/rss+xml" if name == "rss.xml" else "application/atom+xml"
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{content_type}; charset=utf-8")


def _entry(story: StoryPage, *, request: HttpRequest) -> Entry:
    url = story.get_full_url(request) or ""
    html = render_to_string("website/parts/feed_entry.html", {"page": story, "story": story, "request": request})
    return Entry(
        story=story,
        url=url,
        title=_plain(story.title),
        summary=_plain(story.sapo),
        author=_plain(story.byline or story.unit_label),
        html=_plain(_portable(html, base_url=url)),
    )


def _portable(html: str, *, base_url: str) -> str:
    """HTML that stands by itself anywhere: absolute addresses, nothing that only the site's pages understand."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        for attribute in ("href", "src"):
            if attribute in element.attrs:
                element[attribute] = urljoin(base_url, str(element[attribute]))
        for attribute in _PAGE_ONLY:
            element.attrs.pop(attribute, None)
    return str(soup).strip()


def _xml(generator: type[SyndicationFeed], channel: Channel, entries: list[Entry]) -> SyndicationFeed:
    feed = generator(
        title=channel.title,
        link=channel.url,
        description=channel.description,
        language="vi",
        feed_url=channel.feed_url,
        feed_guid=channel.feed_url,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            # Readers take a description for HTML: plain text is escaped once for them and once for XML.
            description=escape(entry.summary),
            author_name=entry.author or None,
            pubdate=entry.story.first_published_at,
            updateddate=entry.story.last_published_at,
            unique_id=entry.story.uid.urn,
            unique_id_is_permalink=False,
            categories=[_plain(entry.story.section.title)] if entry.story.section else [],
            html=entry.html,
        )
    return feed


def _json(channel: Channel, entries: list[Entry]) -> dict[str, Any]:
    return {
        "version": JSON_FEED,
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.url,
        "feed_url": channel.feed_url,
        "language": "vi",
        "items": [_json_item(entry) for entry in entries],
    }


def _json_item(entry: Entry) -> dict[str, Any]:
    story = entry.story
    item: dict[str, Any] = {
        "id": story.uid.urn,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "language": story.language,
    }
    if story.first_published_at:
        item["date_published"] = machine_time(story.first_published_at)
    if story.last_published_at:
        item["date_modified"] = machine_time(story.last_published_at)
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if story.section:
        item["tags"] = [_plain(story.section.title)]
    return item


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _root_url(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return site.root_url if site is not None else f"{request.scheme}://{request.get_host()}"
