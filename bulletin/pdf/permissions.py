"""Who may look at the PDF of an issue that is not published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.issues.permissions import may_see_board
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from bulletin.issues.models import Issue
    from cms.accounts.models import User


def may_preview(*, user: User, issue: Issue) -> bool:
    """Who sees the board and may read every article that was chosen."""
    if not may_see_board(user):
        return False
    chosen = set(issue.entries.values_list("article_id", flat=True))
    seen = Submission.objects.visible_to(user).filter(page_id__in=chosen).values_list("page_id", flat=True)
    return chosen <= set(seen)
