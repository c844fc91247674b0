"""What the issues put on shared pages: the newest issue on the front page, and below an article the issue it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bulletin.issues.models import IssueArticle, IssuePage
from cms.edge import addresses as edge
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


def edge_addresses(*, story: StoryPage) -> list[str]:
    """Where a change of a story shows among the issues: their index, and the issue that it is or is in, with its feeds."""
    holding = IssuePage.objects.live().filter(issue__entries__article=story.pk)
    issues = [story] if isinstance(story, IssuePage) else list(holding)
    feeds = [
        reverse("website:issue_feed", args=[issue.year, issue.slug, name]) for issue in issues for name in edge.FEEDS
    ]
    return ["/ban-tin/", *(issue.get_url() or "" for issue in issues), *feeds]


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
    """The issue that an article is in, with what stands before and after it there; one query."""
    here = IssueArticle.objects.holding().filter(article=article, issue__page__live=True).values("issue")
    entries = (
        IssueArticle.objects.holding()
        .filter(issue__in=here, article__live=True)
        .select_related("issue__page__lead_image", "article")
        .defer("article__body")
    )
    rows = {str(entry.article.uid): entry for entry in entries}
    # For whoever asks later while the same page is made (`issue_of`).
    if article.translation_of_id is None:
        article.known_gatherer = (rows[str(article.uid)].issue.page if str(article.uid) in rows else None,)
    if str(article.uid) not in rows:
        return []
    issue = rows[str(article.uid)].issue.page
    order = [uid for uid in issue.contents if uid in rows]
    if str(article.uid) not in order:
        return []
    place = order.index(str(article.uid))
    context = {
        "issue": issue,
        "previous": rows[order[place - 1]].article if place else None,
        "next": rows[order[place + 1]].article if place + 1 < len(order) else None,
    }
    return [Piece(template_name="issues/pieces/story_issue.html", context=context, photos=(issue.lead_image,))]


def issue_of(*, story: StoryPage) -> StoryPage | None:
    """The public issue in which an article stands, for machines that read the article."""
    if story.kind != StoryKind.ARTICLE:
        return None
    if story.known_gatherer is not None:
        return story.known_gatherer[0]
    own = story.translation_of_id or story.pk
    here = IssueArticle.objects.holding().filter(article=own).values("issue")
    found: StoryPage | None = IssuePage.objects.live().public().filter(issue__in=here).first()
    return found
