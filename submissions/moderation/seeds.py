"""First values of the rules of moderation."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

RULES = (
    # So many hours before its time an article counts as due soon.
    RuleSeed(code="moderation.due_soon_hours", value="24", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
)
