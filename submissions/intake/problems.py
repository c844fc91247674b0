"""The findings of the checks on the review page, each with the way to the field where it can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions import checks
from submissions.checks.examination import undeclared
from submissions.checks.presentation import Report, in_editor, report_of
from submissions.checks.rules import Level

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage
    from submissions.checks.rules import Finding


def look_through(page: ArticlePage, *, declared: bool) -> Report:
    """What there is to say about ``page`` as it stands in memory.

    ``declared`` says whether the declaration about state secrets is ticked; as long as it is not, it blocks too.
    """
    found = checks.findings(page)
    if not declared:
        blocking = sum(finding.level == Level.BLOCKS for finding in found)
        found.insert(blocking, undeclared())
    edit = in_editor(page.pk)

    def place(finding: Finding) -> str:
        return edit(finding) if finding.field == "body" else f"#id_{finding.field}"

    return report_of(found, place)
