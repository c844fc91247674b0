"""What the side panel of the editor says: where the article stands, and what the checks found in the saved text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from submissions.articles.enums import WITH_UNIT
from submissions.articles.permissions import may_edit
from submissions.checks.examination import findings
from submissions.checks.presentation import in_editor, nowhere, report_of

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, Submission


def panel_context(*, page: ArticlePage, submission: Submission, user: User) -> dict[str, Any]:
    """The context of ``checks/parts/panel.html`` for an article as it stands on ``page``."""
    editable = may_edit(user=user, submission=submission)
    return {
        "page": page,
        "submission": submission,
        "report": report_of(findings(page), in_editor() if editable else nowhere),
        "with_unit": submission.state in WITH_UNIT,
        "panel_url": reverse("checks_panel", args=[page.pk]),
    }
