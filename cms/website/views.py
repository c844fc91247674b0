"""Views beside the page tree: the note in the place of a withdrawn story, and what machines ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.website import english, languages
from cms.website.models import SiteProfile, StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest

SECURITY_TXT_LIFE = timedelta(days=180)


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
    lines = [
        "User-agent: *",
        "Disallow: /quan-tri/",
        f"Disallow: {reverse('website:search')}?",
        f"Disallow: {reverse('website:english_search')}?",
    ]
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


def _root_url(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return site.root_url if site is not None else f"{request.scheme}://{request.get_host()}"
