"""The demo's screen in a waiting hall, with two messages that the board has let through."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bulletin.led.actions import Words, approve_message, write_message
from bulletin.led.enums import MessageKind
from bulletin.led.screen_actions import add_screen

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

MESSAGES: Final = (
    (
        "Sáng thứ bảy, bộ phận một cửa làm việc đến 11 giờ 30",
        "Nộp hồ sơ ở quầy số 1, nhận kết quả ở quầy số 4, tầng trệt",
        MessageKind.SERVICE,
    ),
    (
        "Nộp hồ sơ trực tuyến không phải chờ; bàn hướng dẫn ở cạnh cửa chính",
        "Mang theo căn cước và điện thoại, nhân viên làm cùng từ đầu đến cuối",
        MessageKind.NOTICE,
    ),
)


def hang_a_screen(*, desk: User, board: User, now: datetime) -> None:
    """A screen in the department's own hall."""
    add_screen(actor=desk, name="Sảnh tiếp đón Sở Y tế", place="Tầng trệt, đối diện bộ phận một cửa", now=now)
    for headline, second_line, kind in MESSAGES:
        words = Words(
            headline=headline, second_line=second_line, kind=kind, valid_from=now, valid_until=now + timedelta(days=14)
        )
        message = write_message(actor=desk, words=words, now=now)
        approve_message(message_id=message.pk, actor=board, version=message.version, now=now)
