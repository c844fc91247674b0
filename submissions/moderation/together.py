"""What the screens of an article show of the work of many hands on it: what was changed, said, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.accounts.roles import NEWSROOM, has_role
from submissions.articles.enums import WITH_UNIT
from submissions.articles.permissions import is_of_unit, may_edit
from submissions.moderation import changes, open_comments, pair_panel, panel, revisions

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, Submission


def context(*, submission: Submission, page: ArticlePage, user: User) -> dict[str, Any]:
    """For the moderation page. ``page`` is the article as its latest revision has it."""
    in_newsroom = has_role(user, *NEWSROOM)
    return {
        **for_unit(submission=submission, page=page, user=user),
        "since_approval": changes.since_approval(submission),
        "choices": revisions.choices(submission),
        "pair": pair_panel.pair_of(submission=submission, page=page, user=user),
        "deputy": panel.deputy(submission),
        # Who was asked and told inside the house is the house's.
        "board_links": panel.board_links(submission) if in_newsroom else [],
        "escalations": panel.escalations(submission) if in_newsroom else [],
    }


def for_unit(*, submission: Submission, page: ArticlePage, user: User) -> dict[str, Any]:
    """For the unit's own page of the article too: what editors changed, and the open comments."""
    return {
        "suggested": changes.suggested(submission),
        "own_words": submission.state in WITH_UNIT and may_edit(user=user, submission=submission),
        "comments": open_comments.of(page) if _works_on(submission, user) else [],
    }


def _works_on(submission: Submission, user: User) -> bool:
    """Comments are between the unit and the newsroom; who only forwards what was published has no part in them."""
    return is_of_unit(user=user, submission=submission) or has_role(user, *NEWSROOM)
