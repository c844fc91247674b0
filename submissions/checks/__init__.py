"""The checks of an article: before it is handed in, while it is written, and beside the editor's decision.

The doors are functions that load their parts when they are called, because Django imports this package before its models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage
    from submissions.checks.rules import Finding

#: Codes of findings for which a second reviewer is asked.
SECOND_REVIEWER_CODES: Final = frozenset({"medical_claim", "critical_piece"})


def findings(page: ArticlePage) -> list[Finding]:
    """What there is to say about an article as it stands in memory, see `submissions.checks.examination.findings`."""
    from submissions.checks import examination

    return examination.findings(page)


def asks_second_reviewer(page: ArticlePage) -> list[Finding]:
    """Why a second reviewer has to look at an article; empty if nobody has to."""
    from submissions.checks import examination

    return examination.asks_second_reviewer(page)
