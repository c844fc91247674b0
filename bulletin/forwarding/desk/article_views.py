"""One article at the officer's desk: its timeline over versions and destinations, and the exact bytes of a delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bulletin.forwarding.admission import require_look
from bulletin.forwarding.desk import bytes_sent, lists
from bulletin.forwarding.desk.timeline import timeline_of, was_forwarded
from cms.website.models import StoryPage
from submissions.articles.models import Submission
from submissions.moderation.article_links import ArticleLink, article_links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpRequest

    from cms.accounts.models import User

JSON_START, ZIP_START = b"{", b"PK\x03\x04"


@require_safe
def article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/bai/<article>/``: all versions at all destinations; ``truoc`` goes back in the history."""
    require_look(request)
    cursor = request.GET.get("truoc", "")
    found = timeline_of(article_id, now=timezone.now(), before=cursor)
    if found is None:
        raise Http404
    story = StoryPage.objects.filter(pk=found.story_id).first()
    context = {
        "timeline": found,
        "is_first": not cursor,
        "links": other_links(story_id=found.story_id, article_id=article_id, user=request.user),
        "public_url": story.full_url if story is not None and story.live else "",
        "page_title": found.title,
        "page_subtitle": _("On its way to other sites"),
    }
    return TemplateResponse(request, "forwarding/desk/article.html", context)


@never_cache
@require_safe
def exact_bytes(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """``…/<delivery>/nguyen-van/``: the bytes that are sent, unchanged, to keep or to compare; never shown as a page."""
    require_look(request)
    row = lists.find(delivery_id)
    body = bytes_sent.body_of(row) if row is not None else b""
    if row is None or not body:
        raise Http404
    suffix = "json" if body.startswith(JSON_START) else "zip" if body.startswith(ZIP_START) else "bin"
    answer = HttpResponse(body, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{row.article_id}-v{row.version}.{suffix}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def other_links(*, story_id: int, article_id: UUID, user: Any) -> list[ArticleLink]:
    """What other rooms know of an article and the person may follow, beside its timeline; nothing for an issue."""
    submission = Submission.objects.select_related("page", "unit").filter(page_id=story_id).first()
    if submission is None:
        return []
    timeline = reverse("forwarding_article", args=[article_id])
    return [link for link in article_links(submission=submission, user=user) if link.url != timeline]


def timeline_link(*, submission: Submission, user: User) -> Iterator[ArticleLink]:
    """From an article's page at the desk to its timeline, for those who may look at it."""
    if submission.published_at is not None and lists.may_look(user) and was_forwarded(submission.page.uid):
        yield ArticleLink(
            label=_("On its way to other sites"),
            url=reverse("forwarding_article", args=[submission.page.uid]),
            icon="upload",
        )
