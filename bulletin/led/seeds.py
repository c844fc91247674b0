"""First values of the rules of the screens."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

CONVENTION = "Quy ước của ban thư ký"

RULES = (
    RuleSeed(code="led.headlines", value="6", source=f"{CONVENTION}: một vòng chừng một phút rưỡi"),
    RuleSeed(
        code="led.offline_minutes", value="240", source=f"{CONVENTION}: mất mạng lâu hơn thì không tin nội dung cũ"
    ),
    RuleSeed(code="led.silence_minutes", value="10", source=f"{CONVENTION}: im lặng quá lâu thì báo ban thư ký"),
    RuleSeed(code="led.longest_days", value="31", source=f"{CONVENTION}: tin nhắn không để quên trên màn hình"),
    # A hall's screen is switched off at night and on Sundays; that is no failure.
    RuleSeed(code="led.opens_hour", value="7", source="Giờ làm việc của sảnh tiếp đón"),
    RuleSeed(code="led.closes_hour", value="17", source="Giờ làm việc của sảnh tiếp đón"),
)
