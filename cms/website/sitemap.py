"""The sitemap: an index of one part for the standing pages and one for each month of stories.

Wagtail's own counts and offsets over the whole archive; a month is a range of an index and never grows past its limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.website import languages
from cms.website.addresses import root_url
from cms.website.freshness import machine_read
from cms.website.head import absolute
from cms.website.models import PhotoRendition, StoryPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

STANDING = "trang"
PICTURE_SIZE = "width-1200|format-webp"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One address: when it last changed, its picture, and the address in each language where there are two."""

    url: str
    changed: datetime | None = None
    image: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


@machine_read
def index(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``: the parts."""
    stories = StoryPage.objects.published()
    newest = stories.values_list("public_at", flat=True).first()
    oldest = stories.reverse().values_list("public_at", flat=True).first()
    months = list(_months(timezone.localtime(oldest), timezone.localtime(newest))) if oldest and newest else []
    urls = [root_url(request) + reverse("website:sitemap_part", args=[name]) for name in [STANDING, *months]]
    return render(request, "website/sitemap_index.xml", {"urls": urls}, content_type="application/xml")


@machine_read
def part(request: HttpRequest, part: str) -> HttpResponse:
    """One part of the sitemap."""
    entries = _standing(request) if part == STANDING else _month(request, part)
    return render(request, "website/sitemap.xml", {"entries": entries}, content_type="application/xml")


def _standing(request: HttpRequest) -> list[Entry]:
    """The pages that gather stories, without a date: what they show changes when stories do and not when they do."""
    pages = Page.objects.live().public().not_type(StoryPage).filter(depth__gt=1)
    entries = [Entry(url=url) for page in pages if (url := page.get_full_url(request))]
    if StoryPage.objects.published().english().exists():
        root = root_url(request)
        pair = ((languages.VIETNAMESE, f"{root}/"), (languages.ENGLISH, root + reverse("website:english")))
        entries = [replace(each, alternates=pair) if each.url == f"{root}/" else each for each in entries]
        entries += [Entry(url=pair[1][1], alternates=pair), Entry(url=root + reverse("website:english_articles"))]
    return entries


def _month(request: HttpRequest, part: str) -> list[Entry]:
    """The stories of a month with the time of their last version: four queries, however many there are."""
    year, month = (int(number) for number in part.split("-"))
    zone = timezone.get_current_timezone()
    start = datetime(year, month, 1, tzinfo=zone)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    stories = list(StoryPage.objects.published().filter(public_at__gte=start, public_at__lt=end))
    pictures = _pictures(stories)
    pairs = _pairs(stories, request)
    return [
        Entry(
            url=url,
            changed=story.last_published_at,
            image=absolute(pictures[story.lead_image_id], base_url=url) if story.lead_image_id in pictures else "",
            alternates=pairs.get(story.pk, ()),
        )
        for story in stories
        if (url := story.get_full_url(request))
    ]


def _pictures(stories: list[StoryPage]) -> dict[int, str]:
    """The lead photos in the size that pages show large, where it was made already: a list makes no pictures."""
    photos = {story.lead_image_id for story in stories if story.lead_image_id}
    sizes = PhotoRendition.objects.filter(
        image_id__in=photos, image__withdrawn_at__isnull=True, filter_spec=PICTURE_SIZE
    )
    return {size.image_id: size.url for size in sizes}


def _pairs(stories: list[StoryPage], request: HttpRequest) -> dict[int, tuple[tuple[str, str], ...]]:
    """By the key of a story: its addresses in both languages, where it has two that are public."""
    keys = [story.pk for story in stories]
    originals = [story.translation_of_id for story in stories if story.translation_of_id]
    others = StoryPage.objects.published().filter(Q(translation_of__in=keys) | Q(pk__in=originals))
    known = {story.pk: story for story in (*stories, *others)}
    pairs: dict[int, tuple[tuple[str, str], ...]] = {}
    for story in known.values():
        original = known.get(story.translation_of_id or 0)
        if original is not None:
            both = tuple((each.language, each.get_full_url(request) or "") for each in (original, story))
            pairs[story.pk] = pairs[original.pk] = both
    return pairs


def _months(first: datetime, last: datetime) -> Iterator[str]:
    """``2026-11``, … from the month of ``last`` back to that of ``first``."""
    for number in range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1):
        yield f"{number // 12:04d}-{number % 12 + 1:02d}"
