"""What machines read of a page: description, canonical address, Open Graph, and JSON-LD for stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.utils.timezone import localtime

from cms.website.enums import StoryKind
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.models import Photo, PhotoRendition

# Wide enough for every service that shows a card; JPEG, because some of them read nothing newer.
CARD_SIZE = "fill-1200x630|format-jpeg"
DESCRIPTION_LENGTH = 300


def page_head(*, page: Page, kind: str, request: HttpRequest | None, site_name: str, is_first: bool) -> dict[str, Any]:
    """Context of the head: ``kind`` is the Open Graph type. A story brings its standfirst and picture."""
    story = page if isinstance(page, StoryPage) else None
    url = page.get_full_url(request) or ""
    return {
        "kind": kind,
        "title": page.title,
        "site_name": site_name,
        "canonical": url,
        "robots": "" if is_first else "noindex, follow",
        "description": _description(page.search_description or (story.sapo if story else "")),
        "image": card_url(story.lead_image, base_url=url) if story and story.lead_image else "",
        "image_alt": story.lead_alt if story else "",
        "locale": "en_GB" if story and story.language == "en" else "vi_VN",
        "published": machine_time(story.first_published_at) if story and story.first_published_at else "",
    }


def json_ld(*, story: StoryPage, request: HttpRequest | None, site_name: str, publisher: str) -> dict[str, Any]:
    """A story in the vocabulary of schema.org: an article is a NewsArticle, an issue a PublicationIssue."""
    url = story.get_full_url(request) or ""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PublicationIssue" if story.kind == StoryKind.ISSUE else "NewsArticle",
        "@id": f"urn:uuid:{story.uid}",
        "url": url,
        "mainEntityOfPage": url,
        "name": story.title,
        "headline": story.title,
        "description": _description(story.sapo),
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher or site_name},
        "isPartOf": {"@type": "Periodical", "name": site_name},
    }
    if story.first_published_at:
        data["datePublished"] = machine_time(story.first_published_at)
    if story.last_published_at:
        data["dateModified"] = machine_time(story.last_published_at)
    if story.byline:
        data["author"] = {"@type": "Person", "name": story.byline}
    elif story.unit_label:
        data["author"] = {"@type": "Organization", "name": story.unit_label}
    if story.unit_label:
        data["sourceOrganization"] = {"@type": "Organization", "name": story.unit_label}
    if story.section is not None:
        data["articleSection"] = story.section.title
    if story.lead_image is not None:
        data["image"] = card_url(story.lead_image, base_url=url)
    return {key: value for key, value in data.items() if value not in ("", None)}


def card_url(photo: Photo, *, base_url: str) -> str:
    """The absolute address of a photo's card; media may live on a host of their own."""
    rendition: PhotoRendition = photo.get_rendition(CARD_SIZE)
    return absolute(rendition.url, base_url=base_url)


def absolute(url: str, *, base_url: str) -> str:
    """An address made absolute against the page it stands on."""
    return urljoin(base_url, url)


def machine_time(at: datetime) -> str:
    """ISO 8601 in local time with its offset, to the second."""
    return localtime(at).isoformat(timespec="seconds")


def _description(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION_LENGTH else text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"
