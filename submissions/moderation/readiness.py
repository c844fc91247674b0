"""What keeps an article from being handed in, asked once at submit; the checks say it (`submissions.checks`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions import checks
from submissions.checks.rules import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from submissions.articles.models import ArticlePage
    from submissions.checks.rules import Finding


def problems(page: ArticlePage) -> list[str]:
    """What is missing, each as one sentence that says what to do; empty when the article can be submitted."""
    return blocking(checks.findings(page))


def blocking(found: Iterable[Finding]) -> list[str]:
    """The same, out of what the checks have found already."""
    return [finding.message for finding in found if finding.level == Level.BLOCKS]
