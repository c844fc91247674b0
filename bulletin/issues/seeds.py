"""First values of the rules of the bulletin."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

PLAN = "Kế hoạch tuyên truyền CCHC năm 2024 của Sở Y tế Khánh Hòa"

# What the plan asks for in a month, by topic: each of the fields of reform once, what it calls key contents (II.1.k: online
# services; II.2: the one-stop shop) twice, and role models, petitions and what people meet at the hospital once.
TOPICS_A_MONTH = {
    "": 0, "T02": 1, "T03": 2, "T04": 2, "T05": 1, "T06": 1, "T07": 1, "T08": 2, "T09": 1, "T10": 1, "T11": 1, "T13": 1,
}  # fmt: skip
# By audience: II.1 is for officials, II.2 for citizens, organisations, businesses and investors, III.5 for patients.
AUDIENCES_A_MONTH = {"": 0, "citizens": 8, "staff": 6, "patients": 4, "businesses": 2, "investors": 1}

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
    *(
        RuleSeed(
            code="bulletin.topic_a_month", scope=topic, value=str(number), source=f"{PLAN}, mục II.1, II.2 và III"
        )
        for topic, number in TOPICS_A_MONTH.items()
    ),
    *(
        RuleSeed(
            code="bulletin.audience_a_month", scope=audience, value=str(number), source=f"{PLAN}, mục II và III.5"
        )
        for audience, number in AUDIENCES_A_MONTH.items()
    ),
)
