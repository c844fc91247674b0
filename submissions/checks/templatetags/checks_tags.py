"""The side panel's part, asked for by the template that Wagtail renders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from submissions.articles.models import ArticlePage
from submissions.articles.permissions import may_see
from submissions.checks.panel import panel_context

if TYPE_CHECKING:
    from cms.accounts.models import User

register = template.Library()


@register.inclusion_tag("checks/parts/side_panel.html")
def article_checks(page: Any, user: User) -> dict[str, Any]:
    """Our part of Wagtail's panel “Checks”: for articles that this person may see, and nothing for other pages."""
    submission = getattr(page, "submission", None) if isinstance(page, ArticlePage) else None
    if submission is None or not may_see(user=user, submission=submission):
        return {"submission": None}
    return panel_context(page=page, submission=submission, user=user)
