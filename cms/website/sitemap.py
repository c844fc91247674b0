"""The sitemap: an index of one part for the standing pages and one for each month of stories.

Wagtail's own counts and offsets over the whole archive; a month is a range of an index and never grows past its limit.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.website.models import StoryPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

STANDING = "trang"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``: the parts."""
    stories = StoryPage.objects.published()
    newest = stories.values_list("public_at", flat=True).first()
    oldest = stories.reverse().values_list("public_at", flat=True).first()
    months = list(_months(timezone.localtime(oldest), timezone.localtime(newest))) if oldest and newest else []
    site = Site.find_for_request(request)
    root = site.root_url if site is not None else ""
    urls = [root + reverse("website:sitemap_part", args=[name]) for name in [STANDING, *months]]
    return render(request, "website/sitemap_index.xml", {"urls": urls}, content_type="application/xml")


@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """One part of the sitemap: each page with the day of its last change."""
    if part == STANDING:
        pages = Page.objects.live().public().not_type(StoryPage).filter(depth__gt=1)
    else:
        year, month = (int(number) for number in part.split("-"))
        zone = timezone.get_current_timezone()
        start = datetime(year, month, 1, tzinfo=zone)
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        pages = StoryPage.objects.published().filter(public_at__gte=start, public_at__lt=end)
    entries = [(url, page.last_published_at) for page in pages if (url := page.get_full_url(request))]
    return render(request, "website/sitemap.xml", {"entries": entries}, content_type="application/xml")


def _months(first: datetime, last: datetime) -> Iterator[str]:
    """``2026-11``, … from the month of ``last`` back to that of ``first``."""
    for number in range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1):
        yield f"{number // 12:04d}-{number % 12 + 1:02d}"
