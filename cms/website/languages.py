"""The two languages of the reader's side: in which a page answers, and which page says the same in the other.

A page is in the language of its text, for everybody: no cookie and no header of the reader changes it. English words of
the templates are the msgids themselves, so English needs no catalogue and no entry in ``LANGUAGES``: the desk stays in
Vietnamese.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest

    from cms.website.models import StoryPage, StoryVersion

VIETNAMESE: Final = "vi"
ENGLISH: Final = "en"


def speaks_english() -> bool:
    """Whether the page that is being rendered is an English one."""
    return (translation.get_language() or VIETNAMESE).startswith(ENGLISH)


def page_language() -> str:
    """The language of the page that is being rendered, as ``lang`` has it."""
    return ENGLISH if speaks_english() else VIETNAMESE


def answer_in(language: str, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``respond``, rendered in the language of the page and saying so."""
    if language != ENGLISH:
        response = respond()
        response.headers.setdefault("Content-Language", VIETNAMESE)
        return response
    with translation.override(ENGLISH):
        response = respond()
        render: Any = getattr(response, "render", None)
        if callable(render):
            # Here and not later: a template that waits until the answer leaves would be rendered in Vietnamese.
            response = render()
        response.headers["Content-Language"] = ENGLISH
    return response


def day(at: date | datetime) -> str:
    """A day as readers of the page write it: 29/11/2026, or 29 November 2026."""
    local = localtime(at) if isinstance(at, datetime) else at
    return date_format(local, "j F Y" if speaks_english() else "d/m/Y")


def other_version(story: StoryPage) -> StoryPage | None:
    """The published story that says the same in the other language; one query, remembered on the story."""
    from cms.website.models import StoryPage

    if story.known_pair is not None:
        return story.known_pair[0]
    if not hasattr(story, "_other_version"):
        published = StoryPage.objects.published()
        pair = (
            published.filter(pk=story.translation_of_id)
            if story.translation_of_id
            else published.filter(translation_of=story.pk)
        )
        found = pair.first() if story.pk else None
        story.__dict__["_other_version"] = found
    other: StoryPage | None = story.__dict__["_other_version"]
    return other


def alternates(story: StoryPage, request: HttpRequest | None) -> list[tuple[str, str]]:
    """``hreflang`` and address of the story in each language it is in, and of the one for everybody else; empty without a pair."""
    other = other_version(story)
    if other is None:
        return []
    pair = {each.language: each.get_full_url(request) or "" for each in (story, other)}
    original = other if story.translation_of_id else story
    return [*sorted(pair.items(), reverse=True), ("x-default", pair[original.language])]


def newer_original(story: StoryPage) -> StoryVersion | None:
    """The version by which the original has moved on since this translation was last worked on; None if it has not."""
    from cms.website.enums import VersionAction
    from cms.website.models import StoryVersion

    if story.translation_of_id is None:
        return None
    if story.known_pair is not None:
        return story.known_pair[1]
    versions = StoryVersion.objects.filter(story=story.translation_of_id, version__gt=story.follows_version or 0)
    return versions.filter(action=VersionAction.UPDATED).order_by("-version").first()
