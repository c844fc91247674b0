"""What the issues put on shared pages: the newest issue on the front page, and below an article the issue it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.issues.models import IssueArticle, IssuePage
from cms.website.enums import StoryKind
from cms.website.pieces import Piece
from submissions.articles.models import ArticlePage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.models import StoryPage
    from cms.website.pieces import Slot


def reader_pieces(*, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """The pieces of the issues for a slot of a page."""
    if slot == "home_issue":
        return _newest_issue()
    if slot == "story_after" and isinstance(page, ArticlePage):
        return _issue_of(page)
    return []


def _newest_issue() -> list[Piece]:
    issue = (
        IssuePage.objects.live()
        .public()
        .select_related("lead_image")
        .prefetch_related("lead_image__renditions")
        .order_by("-year", "-number")
        .first()
    )
    if issue is None:
        return []
    return [
        Piece(template_name="issues/pieces/home_issue.html", context={"issue": issue, "articles": issue.articles()})
    ]


def _issue_of(article: ArticlePage) -> list[Piece]:
    entry = (
        IssueArticle.objects.filter(article=article, issue__page__live=True)
        .select_related("issue__page__lead_image")
        .first()
    )
    if entry is None:
        return []
    issue = entry.issue.page
    articles = issue.articles()
    keys = [story.pk for story in articles]
    if article.pk not in keys:
        return []
    place = keys.index(article.pk)
    context = {
        "issue": issue,
        "previous": articles[place - 1] if place else None,
        "next": articles[place + 1] if place + 1 < len(articles) else None,
    }
    return [Piece(template_name="issues/pieces/story_issue.html", context=context)]


def issue_of(*, story: StoryPage) -> StoryPage | None:
    """The public issue in which an article stands, for machines that read the article."""
    if story.kind != StoryKind.ARTICLE:
        return None
    own = story.translation_of_id or story.pk
    found: StoryPage | None = IssuePage.objects.live().public().filter(issue__entries__article=own).first()
    return found
