"""Which articles are approved by two: critical pieces and medical claims, as the checks find them or an editor says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from submissions import checks
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage


def note(submission: Submission, page: ArticlePage) -> None:
    """Says on the row in memory whether its text asks for a second reviewer, and why.

    What somebody decided stays: a second reviewer once asked for is not taken off by a change of the text, and one
    that the desk has waived is not asked for again.
    """
    if submission.second_waived or submission.needs_second:
        return
    found = checks.asks_second_reviewer(page)
    if found:
        submission.needs_second = True
        submission.second_reason = " ".join(dict.fromkeys(finding.message for finding in found))


def look_again(sender: Any, *, submission: Submission, page: ArticlePage, **_kwargs: Any) -> None:
    """After a change of the text (signal `content_changed`): an editor's own words may make a claim too."""
    if submission.first_submitted_at is None:
        return
    before = submission.needs_second
    note(submission, page)
    if submission.needs_second != before:
        Submission.objects.filter(pk=submission.pk).update(
            needs_second=submission.needs_second, second_reason=submission.second_reason
        )
