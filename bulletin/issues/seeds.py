"""First values of the rules of the bulletin."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

PLAN = "Kế hoạch tuyên truyền CCHC năm 2024 của Sở Y tế Khánh Hòa"

RULES = (
    RuleSeed(code="bulletin.monthly_quota", value="5", source=f"{PLAN}, mục IV.3"),
    RuleSeed(code="bulletin.counts", value="issue", source="Quy ước của ban thư ký: một số bản tin là một sản phẩm"),
    RuleSeed(code="bulletin.articles_per_issue", value="6", source="Quy ước của ban thư ký: khoảng 30 bài cho 5 số"),
    RuleSeed(
        code="bulletin.article_fresh_months", value="6", source="Quy ước của ban thư ký: bài cũ hơn không ghép số mới"
    ),
    # How far back the forecast looks, and what it assumes where too little was decided in that time.
    RuleSeed(code="bulletin.lead_months", value="6", source="Quy ước của ban thư ký: dự báo nhìn lại sáu tháng"),
    RuleSeed(code="bulletin.usual_review_days", value="4", source="Ước tính của ban thư ký khi chưa đủ số liệu"),
    RuleSeed(code="bulletin.usual_publish_days", value="3", source="Ước tính của ban thư ký khi chưa đủ số liệu"),
    RuleSeed(
        code="bulletin.usual_acceptance_percent", value="80", source="Ước tính của ban thư ký khi chưa đủ số liệu"
    ),
)
