"""What machines read in the head of a page: description, canonical address, languages, Open Graph, Dublin Core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from django.urls import reverse
from django.utils.timezone import localtime

from cms.website import languages
from cms.website.cards import HEIGHT, WIDTH
from cms.website.models import HomePage, SiteProfile, StoryPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.models import Photo, PhotoRendition

# Wide enough for every service that shows a card; JPEG, because some of them read nothing newer.
CARD_SIZE = f"fill-{WIDTH}x{HEIGHT}|format-jpeg"
DESCRIPTION_LENGTH = 300
# Names of vocabularies, not addresses to be opened.
VOCABULARIES = (("DC", "http://purl.org/dc/elements/1.1/"), ("DCTERMS", "http://purl.org/dc/terms/"))
LOCALES = {languages.VIETNAMESE: "vi_VN", languages.ENGLISH: "en_GB"}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture for a card: its absolute address, 1200 × 630, and what it shows."""

    url: str
    alt: str


def page_head(
    *, page: Page, kind: str, request: HttpRequest | None, site_name: str, is_first: bool, described: str, pictured: StoryPage | None
) -> dict[str, Any]:  # fmt: skip
    """Context of the head: ``kind`` is the Open Graph type. A story brings its standfirst and picture.

    Another page may be ``described`` in words, where its editor left none, and pictured by a story on it.
    """
    story = page if isinstance(page, StoryPage) else None
    url = page.get_full_url(request) or ""
    language = story.language if story else languages.VIETNAMESE
    described = description(page.search_description or (story.sapo if story else described))
    head = {
        "kind": kind,
        "title": page.title,
        "site_name": site_name,
        "canonical": url,
        "robots": "" if is_first else "noindex, follow",
        "description": described,
        "alternates": _alternates(page, request),
        **_pictured(story or pictured, request=request, base_url=url),
        "locale": LOCALES[language],
        "published": machine_time(story.first_published_at) if story and story.first_published_at else "",
        "modified": machine_time(story.last_published_at) if story and story.last_published_at else "",
    }
    if story is not None:
        head["vocabularies"] = VOCABULARIES
        head["core"] = _dublin_core(story, url=url, site_name=site_name, described=described)
        head["oembed"] = [
            (form, f"{absolute(reverse('website:oembed'), base_url=url)}?{urlencode({'url': url, 'format': form})}")
            for form in ("json", "xml")
        ]
    return head


def standing_head(
    *, title: str, description: str, language: str, address: str, other: str, request: HttpRequest | None, site_name: str, is_first: bool,
    pictured: StoryPage | None,
) -> dict[str, Any]:  # fmt: skip
    """Context of the head of a page beside the tree; ``other`` is its counterpart in the other language, if it has one."""
    url = request.build_absolute_uri(address) if request else address
    other_url = urljoin(url, other) if other else ""
    pair = {language: url, _other(language): other_url}
    return {
        "kind": "website",
        "title": title,
        "site_name": site_name,
        "canonical": url,
        "robots": "" if is_first else "noindex, follow",
        "description": description,
        "alternates": [*pair.items(), ("x-default", pair[languages.VIETNAMESE])] if other else [],
        **_pictured(pictured, request=request, base_url=url),
        "locale": LOCALES[language],
    }


def _pictured(story: StoryPage | None, *, request: HttpRequest | None, base_url: str) -> dict[str, str]:
    picture = picture_of(story, request=request, base_url=base_url) if story else Picture(url="", alt="")
    return {"image": picture.url, "image_alt": picture.alt}


def picture_of(story: StoryPage, *, request: HttpRequest | None, base_url: str) -> Picture:
    """What stands for a story where its link is shown: its lead photo, or the card that is drawn of its title."""
    from cms.website import card_files

    if story.lead_image is not None and not card_files.needs_card(story):
        return Picture(url=card_url(story.lead_image, base_url=base_url), alt=story.lead_alt)
    address = card_files.card_address(story, _profile(request))
    return Picture(url=absolute(address, base_url=base_url), alt=story.title)


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


def description(text: str) -> str:
    """Text for a description: one line, ended at a word where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION_LENGTH else text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _alternates(page: Page, request: HttpRequest | None) -> list[tuple[str, str]]:
    if isinstance(page, StoryPage):
        return languages.alternates(page, request)
    if isinstance(page, HomePage):
        url = page.get_full_url(request) or ""
        english = absolute(reverse("website:english"), base_url=url)
        return [(languages.VIETNAMESE, url), (languages.ENGLISH, english), ("x-default", url)]
    return []


def _dublin_core(story: StoryPage, *, url: str, site_name: str, described: str) -> list[tuple[str, str]]:
    """Names and contents of the Dublin Core elements; those that say nothing are left out."""
    lines = [
        ("DC.title", story.title),
        ("DC.creator", story.byline or story.unit_label or site_name),
        ("DC.publisher", site_name),
        ("DC.description", described),
        ("DC.subject", story.section.title if story.section else ""),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.language", story.language),
        ("DC.identifier", url),
        ("DCTERMS.issued", machine_time(story.first_published_at) if story.first_published_at else ""),
        ("DCTERMS.modified", machine_time(story.last_published_at) if story.last_published_at else ""),
    ]
    return [(name, content) for name, content in lines if content]


def _other(language: str) -> str:
    return languages.VIETNAMESE if language == languages.ENGLISH else languages.ENGLISH


def _profile(request: HttpRequest | None) -> SiteProfile:
    found = SiteProfile.for_request(request) if request is not None else SiteProfile.objects.first()
    return found or SiteProfile()
