"""First values of the rules of the monthly duty."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

PLAN = "Kế hoạch tuyên truyền CCHC năm 2024 của Sở Y tế Khánh Hòa"
DESK = "Quy ước của ban thư ký, chờ văn bản của Sở"

RULES = (
    RuleSeed(code="unit.monthly_quota", value="1", source=f"{PLAN}, phụ lục, nhiệm vụ 17"),
    RuleSeed(code="unit.cut_off_day", value="10", source=DESK),
    RuleSeed(code="moderation.review_days", value="2", source=DESK),
    RuleSeed(code="report.due_before_day", value="20", source=f"{PLAN}, mục IV.3"),
)
