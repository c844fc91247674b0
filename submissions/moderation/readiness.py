"""What keeps an article from being handed in, asked once at submit; the checks say it (`submissions.checks`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions import checks
from submissions.checks.rules import Level

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage


def problems(page: ArticlePage) -> list[str]:
    """What is missing, each as one sentence that says what to do; empty when the article can be submitted."""
    return [finding.message for finding in checks.findings(page) if finding.level == Level.BLOCKS]
