"""The ladder of reminders: which step of a month is due on which day, and to whom it goes. Pure Python, no framework.

A step is named by its distance in days from the cut-off: -7 is a week before it, 3 three days after it. It goes out on a
working day: one before the cut-off that falls on a day off goes out on the last working day before it, a late one on the
next. Steps that fall on one day become one, the latest of them, which is the strongest.

Only the month itself is planned: what is handed in before it begins or after it ends counts in another month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from cms.core.periods import local, local_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from cms.core.periods import Month

    IsWorking = Callable[[date], bool]

ONE_DAY: Final = timedelta(days=1)
_DAYS: Final = re.compile(r"\d{1,2}(?:\s*,\s*\d{1,2})*")


class LadderError(ValueError):
    """The rule that names the steps can't be read; the message quotes its value."""


class Level(IntEnum):
    """How far up a step goes; each level includes the ones below it."""

    WRITERS = 1
    HEADS = 2
    DESK = 3


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The rules of the ladder.

    ``before`` and ``after``: days before and after the cut-off. ``heads_from`` and ``desk_from``: the first distance at
    which the unit's head, and the desk's list, are told. ``hour`` to ``until``: the hours in which reminders leave.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    heads_from: int
    desk_from: int
    hour: int
    until: int

    def level(self, offset: int) -> Level:
        """How far up the step at this distance goes."""
        if offset >= self.desk_from:
            return Level.DESK
        return Level.HEADS if offset >= self.heads_from else Level.WRITERS


@dataclass(frozen=True, kw_only=True, order=True)
class Step:
    """A step of a month: its distance from the cut-off in days, the day on which it goes out, and how far up."""

    day: date
    offset: int
    level: Level

    @property
    def is_late(self) -> bool:
        """Whether it comes after the cut-off."""
        return self.offset > 0


def read_days(text: str) -> tuple[int, ...]:
    """Reads ``7,3,1``; an empty text is no step. Raises `LadderError`."""
    stripped = text.strip()
    if not stripped:
        return ()
    if not stripped.isascii() or not _DAYS.fullmatch(stripped):
        raise LadderError(text)
    return tuple(sorted({int(part) for part in stripped.split(",")}))


def plan(*, month: Month, cut_off: datetime, ladder: Ladder, is_working: IsWorking) -> list[Step]:
    """The steps of a month in the order of their days, one a day at most."""
    last_day = local_day(cut_off)
    days: dict[date, int] = {}
    for offset in sorted({*(-days for days in ladder.before), *(days for days in ladder.after if days > 0)}):
        day = _goes_out(last_day + offset * ONE_DAY, late=offset > 0, month=month, is_working=is_working)
        if day is not None and (offset > 0 or day <= last_day):
            days[day] = offset
    return [Step(day=day, offset=offset, level=ladder.level(offset)) for day, offset in sorted(days.items())]


def due(
    steps: Sequence[Step], *, now: datetime, month: Month, cut_off: datetime, ladder: Ladder, is_working: IsWorking
) -> Step | None:
    """The one step that is to go out at ``now`` to whom it has not reached yet; None at night and on days off.

    After an outage it is the last step that was reached, and not those before it.
    """
    today = local_day(now)
    if not (is_working(today) and ladder.hour <= local(now).hour < ladder.until and month.contains(today)):
        return None
    reached = [step for step in steps if step.day <= today]
    if not reached or (now > cut_off and not reached[-1].is_late):
        return None
    return reached[-1]


def is_covered(step: Step, *, reminded_on: Iterable[date], steps_sent: Iterable[int]) -> bool:
    """Whether a unit was reminded of this already: by the step itself, or by any reminder on its day or later."""
    return step.offset in set(steps_sent) or any(day >= step.day for day in reminded_on)


def _goes_out(day: date, *, late: bool, month: Month, is_working: IsWorking) -> date | None:
    """The working day of a step inside the month; a step that would lie before it goes out on its first working day."""
    move = ONE_DAY if late else -ONE_DAY
    while month.contains(day) and not is_working(day):
        day += move
    if month.contains(day):
        return day
    if day > month.last_day:
        return None
    return next((first for first in month.days() if is_working(first)), None)
