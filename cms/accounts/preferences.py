"""How and when one person wants to be told: what they chose, and the house's rules where they chose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from cms.accounts.models import NoticeChoice, NoticeTimes
from cms.accounts.notice_kinds import Channel
from cms.accounts.quiet_hours import QuietHours
from cms.core import rules

if TYPE_CHECKING:
    from datetime import date

    from cms.accounts.models import User
    from cms.accounts.notice_kinds import NoticeKind


@dataclass(frozen=True, kw_only=True)
class HouseTimes:
    """The house's own quiet hours and the hour of its daily mail."""

    quiet_from: time
    quiet_to: time
    digest_hour: int


def house_times(on: date) -> HouseTimes:
    """The rules ``notices.quiet_from``, ``notices.quiet_to`` (HH:MM) and ``notices.digest_hour``. Raises `RuleMissing`."""
    found = rules.values("notices.quiet_from", "notices.quiet_to", "notices.digest_hour", on=on)
    return HouseTimes(
        quiet_from=time.fromisoformat(found["notices.quiet_from"]),
        quiet_to=time.fromisoformat(found["notices.quiet_to"]),
        digest_hour=int(found["notices.digest_hour"]),
    )


def channel_for(user: User, kind: NoticeKind) -> Channel:
    """How a kind reaches a person: at once if it is urgent, else as they chose for its group, else as it suggests."""
    if kind.urgent:
        return Channel.AT_ONCE
    chosen = NoticeChoice.objects.filter(user=user, group=kind.group).values_list("channel", flat=True).first()
    return Channel(chosen) if chosen else kind.channel


def quiet_hours(times: NoticeTimes | None, house: HouseTimes) -> QuietHours:
    """A person's quiet hours."""
    if times is None:
        return QuietHours(begins=house.quiet_from, ends=house.quiet_to)
    if times.quiet_from is None or times.quiet_to is None:
        return QuietHours(begins=house.quiet_from, ends=house.quiet_to, weekends=times.quiet_weekends)
    return QuietHours(begins=times.quiet_from, ends=times.quiet_to, weekends=times.quiet_weekends)


def digest_hour(times: NoticeTimes | None, house: HouseTimes) -> int:
    """The local hour from which on a person's daily mail leaves."""
    return house.digest_hour if times is None or times.digest_hour is None else times.digest_hour
