"""What waits at the issues: for the board those to approve, for the desk those that readers have in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletin.issues.enums import IssueState
from bulletin.issues.models import Issue, IssueArticle
from cms.accounts.roles import Role, has_role
from cms.accounts.work import WorkList, WorkRow, in_order
from submissions.articles.enums import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from cms.accounts.models import User


def issue_lists(user: User) -> Iterator[WorkList]:
    """The board's: issues to approve. The desk's: issues of which articles are still to follow."""
    if has_role(user, Role.BOARD):
        yield WorkList(
            slug="so-cho-duyet",
            label=gettext_lazy("Issues to approve"),
            empty=gettext_lazy("No issue waits for the board. What the desk puts before it appears here."),
            parts=_before_the_board,
            by="page__latest_revision_created_at",
            describe=_describe,
        )
    if has_role(user, Role.DESK):
        yield WorkList(
            slug="so-con-thieu",
            label=gettext_lazy("Issues that lack articles"),
            empty=gettext_lazy(
                "No issue lacks an article. One that was published without some of its articles appears here until they are "
                "out."
            ),
            parts=_lacking,
            by="published_at",
            describe=_describe_lacking,
        )


def _lacking() -> Sequence[QuerySet[Issue]]:
    # What was withdrawn does not come back: nothing is left to do there.
    waiting = IssueArticle.objects.missing().exclude(article__submission__state=State.WITHDRAWN)
    return [Issue.objects.filter(state=IssueState.PARTIAL, pk__in=waiting.values("issue_id"))]


def _describe_lacking(keys: Sequence[Any]) -> list[WorkRow]:
    return [
        WorkRow(
            title=issue.page.title,
            url=reverse("issues_issue", args=[issue.pk]),
            waits=_("Articles are still to follow"),
            icon="doc-full",
            verb=_("Look at what is missing"),
            since=issue.published_at,
        )
        for issue in in_order(Issue.objects.select_related("page"), keys)
    ]


def _before_the_board() -> Sequence[QuerySet[Issue]]:
    return [Issue.objects.filter(state=IssueState.IN_REVIEW, page__latest_revision_created_at__isnull=False)]


def _describe(keys: Sequence[Any]) -> list[WorkRow]:
    return [
        WorkRow(
            title=issue.page.draft_title,
            url=reverse("issues_issue", args=[issue.pk]),
            waits=_("Waits for the board's approval"),
            icon="doc-full",
            verb=_("Read and decide"),
            since=issue.page.latest_revision_created_at,
        )
        for issue in in_order(Issue.objects.select_related("page"), keys)
    ]
