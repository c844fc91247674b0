"""Views beside the page tree: search, the note in the place of a withdrawn story, and what machines ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.text import clean_line
from cms.website import english, languages
from cms.website.models import SiteProfile, StoryPage
from cms.website.paging import PAGE_SIZE
from cms.website.reading import with_pictures

if TYPE_CHECKING:
    from django.http import HttpRequest

QUERY_LENGTH = 200
QUERY_WORDS = 12
# Ranked results have no keyset; whoever has not found it on ten pages asks in other words.
LAST_RESULT_PAGE = 10
SECURITY_TXT_LIFE = timedelta(days=180)


@require_safe
def search(request: HttpRequest) -> TemplateResponse:
    """Search over everything published. A query is cut to what a person types; an odd page number is the first page."""
    query = " ".join(clean_line(request.GET.get("q", "")[:QUERY_LENGTH]).split()[:QUERY_WORDS])
    number = _page_number(request.GET.get("trang", ""))
    found = _find(query, start=(number - 1) * PAGE_SIZE) if query else []
    more = len(found) > PAGE_SIZE and number < LAST_RESULT_PAGE
    context = {
        "search_query": query,
        "results": found[:PAGE_SIZE],
        "page_number": number,
        "previous_url": _search_url(query, number - 1) if number > 1 else "",
        "next_url": _search_url(query, number + 1) if more else "",
    }
    return TemplateResponse(request, "website/search.html", context)


def withdrawn(request: HttpRequest, story: StoryPage) -> TemplateResponse:
    """The note in the place of a withdrawn story (410): when and why, but neither its title nor its text."""
    version = story.withdrawal
    if version is None:
        raise Http404("This story was not withdrawn.")
    frame = english.FRAME if story.language == languages.ENGLISH else {}
    context = {"note": version.note, "withdrawn_at": timezone.localtime(version.at), **frame}
    return TemplateResponse(request, "website/withdrawn.html", context, status=410)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: everything may be read but the desk and the endless space of searches."""
    lines = ["User-agent: *", "Disallow: /quan-tri/", f"Disallow: {reverse('website:search')}"]
    lines += ["", f"Sitemap: {_root_url(request)}{reverse('website:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """``/.well-known/security.txt`` (RFC 9116): whom to tell of a weakness. 404 while the site profile has no e-mail."""
    profile = SiteProfile.for_request(request)
    if not profile.email:
        raise Http404("No contact is known.")
    expires = (timezone.now() + SECURITY_TXT_LIFE).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{profile.email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {_root_url(request)}{reverse('website:security_txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _find(query: str, *, start: int) -> list[StoryPage]:
    """One page of results and one more, best first, with all that a list shows of them."""
    ranked = StoryPage.objects.live().public().search(query)[start : start + PAGE_SIZE + 1]
    keys = [story.pk for story in ranked]
    rows = {story.pk: story for story in with_pictures(StoryPage.objects.published().filter(pk__in=keys))}
    return [rows[key] for key in keys if key in rows]


def _page_number(text: str) -> int:
    known = len(text) < 6 and text.isascii() and text.isdecimal()
    return min(max(int(text), 1), LAST_RESULT_PAGE) if known else 1


def _search_url(query: str, number: int) -> str:
    parameters = {"q": query} | ({"trang": str(number)} if number > 1 else {})
    return f"{reverse('website:search')}?{urlencode(parameters)}"


def _root_url(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return site.root_url if site is not None else f"{request.scheme}://{request.get_host()}"
