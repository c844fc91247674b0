"""Which articles are approved by two: critical pieces and medical claims, as the checks find them or an editor says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from submissions import checks
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from submissions.articles.models import ArticlePage
    from submissions.checks.rules import Finding


def note(submission: Submission, found: Iterable[Finding]) -> None:
    """Says on the row in memory whether what the checks found asks for a second reviewer, and why.

    What somebody decided stays: a second reviewer once asked for is not taken off by a change of the text, and one
    that the desk has waived is not asked for again.
    """
    if submission.second_waived or submission.needs_second:
        return
    why = [finding.message for finding in found if finding.code in checks.SECOND_REVIEWER_CODES]
    if why:
        submission.needs_second = True
        submission.second_reason = " ".join(dict.fromkeys(why))


def look_again(sender: Any, *, submission: Submission, page: ArticlePage, **_kwargs: Any) -> None:
    """After a change of the text (signal `content_changed`): an editor's own words may make a claim too."""
    if submission.first_submitted_at is None:
        return
    if submission.second_waived or submission.needs_second:
        return
    note(submission, checks.asks_second_reviewer(page))
    if submission.needs_second:
        Submission.objects.filter(pk=submission.pk).update(
            needs_second=submission.needs_second, second_reason=submission.second_reason
        )
