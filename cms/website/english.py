"""The English side beside the page tree: its front page and its list of articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.website import languages, reading
from cms.website.models import SiteProfile, StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# What stands around an English page instead of the Vietnamese navigation; a view or a page puts it into its context.
FRAME = {"masthead_template": "website/english/masthead.html", "footer_template": "website/english/footer.html"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """``/en/``: the newest English article with a picture leads, the others follow."""
    newest = list(reading.with_pictures(StoryPage.objects.published().english())[: reading.LATEST + 3])
    lead = next((story for story in newest if story.lead_image_id), newest[0] if newest else None)
    profile = SiteProfile.for_request(request)
    department = profile.english_department or profile.department
    context = {
        "lead_story": lead,
        "latest": [story for story in newest if story is not lead][: reading.LATEST],
        "title": profile.english_name,
        "description": f"News about public health services and administrative reform from {department}.",
        "address": reverse("website:english"),
        "other_address": "/",
        "is_english_home": True,
    }
    return _answer(request, "website/english/home.html", context)


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """``/en/articles/``: all English articles, newest first, page by page."""
    context = {
        **reading.listing(StoryPage.objects.published().english(), request),
        "title": "Articles in English",
        "description": "All articles in English, newest first.",
        "address": reverse("website:english_articles"),
        "is_english_list": True,
    }
    return _answer(request, "website/english/articles.html", context)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return languages.answer_in(languages.ENGLISH, partial(TemplateResponse, request, template, {**FRAME, **context}))
