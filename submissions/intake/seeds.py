"""First values of the rules of the intake."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

DESK = "Quy ước của ban thư ký, chờ văn bản của Sở"

RULES = (RuleSeed(code="intake.refused_kept_days", value="30", source=DESK),)
