"""Screens and messages as tests need them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bulletin.led import actions, screen_actions
from bulletin.led.actions import Words
from tests import factories

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.led.models import LedMessage, LedScreen
    from cms.accounts.models import User

HEADLINE = "Sáng thứ bảy, bộ phận một cửa làm việc đến 11 giờ 30"


def words(now: datetime | None = None, **fields: Any) -> Words:
    """What a message says; from an hour ago to in an hour."""
    now = now or timezone.now()
    return Words(
        **{
            "headline": HEADLINE,
            "second_line": "Quầy số 3 và số 4, tầng trệt",
            "valid_from": now - timedelta(hours=1),
            "valid_until": now + timedelta(hours=1),
            **fields,
        }
    )


def a_screen(*, by: User | None = None, **fields: Any) -> LedScreen:
    """A screen in a hall."""
    factories.house()
    return screen_actions.add_screen(
        actor=by or factories.a_desk_editor(), **{"name": "Sảnh tiếp đón", "place": "Cạnh quầy số 1", **fields}
    )


def a_message(*, by: User | None = None, now: datetime | None = None, **fields: Any) -> LedMessage:
    """A message that waits for a second person."""
    factories.house()
    return actions.write_message(actor=by or factories.a_desk_editor(), words=words(now, **fields), now=now)


def an_approved_message(*, now: datetime | None = None, **fields: Any) -> LedMessage:
    """One that somebody else has approved."""
    message = a_message(now=now, **fields)
    return actions.approve_message(
        message_id=message.pk, actor=factories.a_board_member(), version=message.version, now=now
    )
