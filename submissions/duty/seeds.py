"""First values of the rules of the monthly duty."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

PLAN = "Kế hoạch tuyên truyền CCHC năm 2024 của Sở Y tế Khánh Hòa"
DESK = "Quy ước của ban thư ký, chờ văn bản của Sở"

RULES = (
    RuleSeed(code="unit.monthly_quota", value="1", source=f"{PLAN}, phụ lục, nhiệm vụ 17"),
    RuleSeed(code="unit.cut_off_day", value="10", source=DESK),
    RuleSeed(code="report.due_before_day", value="20", source=f"{PLAN}, mục IV.3"),
    # Days before and after the cut-off; who is told from which day on (days from the cut-off); the hours of sending.
    RuleSeed(code="duty.reminder_days_before", value="7,3,1", source=DESK),
    RuleSeed(code="duty.reminder_days_after", value="1,3,7", source=DESK),
    RuleSeed(code="duty.reminder_heads_from_day", value="-1", source=DESK),
    RuleSeed(code="duty.reminder_desk_from_day", value="1", source=DESK),
    RuleSeed(code="duty.reminder_hour", value="8", source=DESK),
    RuleSeed(code="duty.reminder_until_hour", value="17", source=DESK),
)
