"""A published issue for tests of the reader's side, made the way the desk makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bulletin.issues import actions
from bulletin.issues.models import Issue
from cms.core.periods import Month
from submissions.articles.enums import State
from tests import factories

if TYPE_CHECKING:
    from submissions.units.models import Unit


def a_published_issue(*, unit: Unit, articles: int = 2) -> Issue:
    """An issue of this month with new articles of a unit."""
    now = timezone.now()
    desk, board = factories.a_desk_editor(), factories.a_board_member()
    people = factories.a_cast(unit)
    pages = [factories.an_article(**people, state=State.APPROVED).page_id for _ in range(articles)]
    issue = actions.create_issue(
        actor=desk,
        period=Month.of(now).first_day,
        issue_date=timezone.localdate(now),
        title="Bớt một lần chờ",
        now=now,
    )
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=pages, editorial_note="", sapo="Số của tháng.", now=now)
    actions.submit(issue_id=issue.pk, actor=desk, now=now)
    issue.page.refresh_from_db()
    actions.approve(issue_id=issue.pk, actor=board, revision_id=issue.page.latest_revision_id, now=now)
    actions.publish(issue_id=issue.pk, actor=desk, now=now)
    return Issue.objects.select_related("page").get(pk=issue.pk)
