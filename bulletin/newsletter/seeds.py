"""First values of the rules of the bulletin by mail."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

CONVENTION = "Quy ước của ban thư ký"

RULES = (
    RuleSeed(code="newsletter.mails_a_minute", value="300", source=f"{CONVENTION}: vừa sức máy chủ thư của Sở"),
    RuleSeed(code="newsletter.confirm_hours", value="72", source=f"{CONVENTION}: hạn của đường dẫn xác nhận"),
    RuleSeed(code="newsletter.asks_a_day", value="3", source=f"{CONVENTION}: không ai bị gửi dồn thư xác nhận"),
    RuleSeed(code="newsletter.asks_an_hour_a_visitor", value="10", source=f"{CONVENTION}: chặn máy tự động"),
    RuleSeed(code="newsletter.asks_an_hour", value="200", source=f"{CONVENTION}: chặn máy tự động"),
    RuleSeed(
        code="newsletter.hard_bounces", value="2", source=f"{CONVENTION}: thư bị trả lại hẳn hai lần trong nửa năm"
    ),
    RuleSeed(code="newsletter.forget_days", value="30", source="Luật Bảo vệ dữ liệu cá nhân: xoá khi hết mục đích"),
    RuleSeed(code="newsletter.fresh_days", value="14", source=f"{CONVENTION}: số cũ nhập bù không tự gửi thư"),
)
