"""First values of the rules of moderation."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

DESK = "Quy ước của ban thư ký, chờ văn bản của Sở"

RULES = (
    # Working days that each stage may take (`submissions.moderation.stages`).
    RuleSeed(code="unit.release_days", value="1", source=DESK),
    RuleSeed(code="unit.revise_days", value="3", source=DESK),
    RuleSeed(code="moderation.claim_days", value="1", source=DESK),
    RuleSeed(code="moderation.review_days", value="2", source=DESK),
    RuleSeed(code="moderation.second_days", value="1", source=DESK),
    RuleSeed(code="moderation.correction_days", value="1", source=DESK),
    RuleSeed(code="moderation.publish_days", value="5", source=DESK),
    # So many working days after the desk was told, the board is.
    RuleSeed(code="moderation.escalate_board_days", value="1", source=DESK),
    # So many hours a board member's link to approve holds.
    RuleSeed(code="moderation.board_link_hours", value="72", source=DESK),
    # So many hours before its time an article counts as due soon.
    RuleSeed(code="moderation.due_soon_hours", value="24", source=DESK),
)
