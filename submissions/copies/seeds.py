"""First values of the rules about copies."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

DESK = "Quy ước của ban thư ký, chờ văn bản của Sở"

RULES = (
    # From this share on, an article is flagged in lists and its writer is told.
    RuleSeed(code="copies.notice_percent", value="40", source=DESK),
    # From this share on, another article is shown on the screen of comparison.
    RuleSeed(code="copies.list_percent", value="15", source=DESK),
)
