"""Feeds of published articles with their full text: RSS 2.0, Atom and JSON Feed 1.1.

There is one of everything, of a section, of a unit, of an issue, and of what is in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from cms.website import addresses, hubs, languages
from cms.website.addresses import root_url
from cms.website.freshness import machine_read as feed
from cms.website.head import machine_time
from cms.website.models import Photo, SectionPage, SiteProfile, StoryPage
from cms.website.xml_text import plain

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.xmlutils import SimplerXMLGenerator

    from cms.website.models import StoryQuerySet

FEED_LENGTH = 20
JSON_FEED = "https://jsonfeed.org/version/1.1"
CONTENT_NAMESPACE = "http://purl.org/rss/1.0/modules/content/"
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
    language: str
    hubs: tuple[str, ...] = ()


class FullTextRss(Rss201rev2Feed):
    """RSS 2.0 with the full text in ``content:encoded``."""

    def root_attributes(self) -> dict[str, str]:
        """Adds the namespace of ``content:encoded``."""
        return {**super().root_attributes(), "xmlns:content": CONTENT_NAMESPACE}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Adds where to be told of changes."""
        super().add_root_elements(handler)
        for address in self.feed["hubs"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": address})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds the full text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])


class FullTextAtom(Atom1Feed):
    """Atom with the full text as the content of each entry."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Adds where to be told of changes, and who speaks where an entry names nobody."""
        super().add_root_elements(handler)
        for address in self.feed["hubs"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": address})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds the full text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


@feed
def whole(request: HttpRequest, name: str) -> HttpResponse:
    """The newest articles of the whole site."""
    return _answer(request, name, stories=StoryPage.objects.published().articles(), url=f"{root_url(request)}/")


@feed
def english(request: HttpRequest, name: str) -> HttpResponse:
    """The newest articles in English."""
    stories = StoryPage.objects.published().english()
    url = root_url(request) + reverse("website:english")
    answer = partial(_answer, request, name, stories=stories, url=url, language=languages.ENGLISH)
    return languages.answer_in(languages.ENGLISH, answer)


@feed
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The newest articles of a section."""
    page = SectionPage.objects.live().public().filter(slug=slug).first()
    if page is None:
        return addresses.follow(
            request, f"chuyen-muc/{slug}", lambda now: reverse("website:section_feed", args=[now, name])
        )
    stories = StoryPage.objects.published().articles().filter(public_section=page)
    return _answer(request, name, stories=stories, title=page.title, url=page.get_full_url(request) or "")


@feed
def unit(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The newest articles of a unit, which is known here by its page's place in the tree only."""
    page = addresses.page_at(request, f"don-vi/{code}")
    if page is None:
        return addresses.follow(request, f"don-vi/{code}", lambda now: reverse("website:unit_feed", args=[now, name]))
    # The unit's code and the last part of its page's address are the same until somebody renames the page.
    own = getattr(getattr(page.specific, "unit", None), "code", code)
    stories = StoryPage.objects.published().articles().filter(unit_code=own)
    return _answer(request, name, stories=stories, title=page.title, url=page.get_full_url(request) or "")


@feed
def issue(request: HttpRequest, year: int, slug: str, name: str) -> HttpResponse:
    """The articles of an issue, in the order of the issue; an issue that is no longer published has no feed."""
    page = addresses.page_at(request, f"ban-tin/{year}/{slug}")
    found = StoryPage.objects.published().issues().filter(pk=page.pk).specific().first() if page else None
    if found is None:
        raise Http404("No such issue.")
    keys = [story.pk for story in found.gathered()]
    by_key = {story.pk: story for story in _whole(StoryPage.objects.published().filter(pk__in=keys))}
    stories = [by_key[key] for key in keys if key in by_key]
    return _answer(request, name, stories=stories, title=found.title, url=found.get_full_url(request) or "")


def _whole(stories: StoryQuerySet) -> StoryQuerySet:
    """Stories with all that their entries show: a constant number of queries."""
    photos = Prefetch("lead_image", queryset=Photo.objects.prefetch_renditions("width-800|format-webp"))
    return stories.prefetch_related("topic__section", photos).specific()


def _answer(
    request: HttpRequest,
    name: str,
    *,
    stories: StoryQuerySet | list[StoryPage],
    url: str,
    title: str = "",
    language: str = languages.VIETNAMESE,
) -> HttpResponse:
    """A feed; ``title`` is what it is of, empty for the bulletin as a whole."""
    profile = SiteProfile.for_request(request)
    in_english = language == languages.ENGLISH
    bulletin = profile.english_name if in_english else profile.bulletin_name
    department = (profile.english_department if in_english else "") or profile.department
    channel = Channel(
        title=plain(f"{title} – {bulletin}" if title else bulletin),
        description=plain(", ".join(part for part in (bulletin, department) if part)),
        url=url,
        feed_url=root_url(request) + request.path,
        language=language,
        hubs=hubs.known(),
    )
    newest = stories if isinstance(stories, list) else list(_whole(stories)[:FEED_LENGTH])
    entries = [_entry(story, request=request) for story in newest]
    if name == "feed.json":
        return JsonResponse(
            _json(channel, entries),
            content_type="application/feed+json; charset=utf-8",
            json_dumps_params={"ensure_ascii": False},
        )
    generator = FullTextRss if name == "rss.xml" else FullTextAtom
    document = _xml(generator, channel, entries).writeString("utf-8")
    content_type = "application/rss+xml" if name == "rss.xml" else "application/atom+xml"
    response = HttpResponse(document, content_type=f"{content_type}; charset=utf-8")
    for address in channel.hubs:
        response.headers["Link"] = ", ".join(
            part for part in (response.headers.get("Link", ""), f'<{address}>; rel="hub"') if part
        )
    if channel.hubs:
        response.headers["Link"] += f', <{channel.feed_url}>; rel="self"'
    return response


def _entry(story: StoryPage, *, request: HttpRequest) -> Entry:
    url = story.get_full_url(request) or ""
    html = render_to_string("website/parts/feed_entry.html", {"page": story, "story": story, "request": request})
    return Entry(
        story=story,
        url=url,
        title=plain(story.title),
        summary=plain(story.sapo),
        author=plain(story.byline or story.unit_label),
        html=plain(_portable(html, base_url=url)),
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
        language=channel.language,
        feed_url=channel.feed_url,
        feed_guid=channel.feed_url,
        # Atom asks for an author of every entry that has none of its own.
        author_name=channel.description,
        hubs=channel.hubs,
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
            categories=[plain(entry.story.section.title)] if entry.story.section else [],
            html=entry.html,
        )
    return feed


def _json(channel: Channel, entries: list[Entry]) -> dict[str, Any]:
    told = {"hubs": [{"type": "WebSub", "url": address} for address in channel.hubs]} if channel.hubs else {}
    return {
        "version": JSON_FEED,
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.url,
        "feed_url": channel.feed_url,
        "language": channel.language,
        **told,
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
        item["tags"] = [plain(story.section.title)]
    return item
