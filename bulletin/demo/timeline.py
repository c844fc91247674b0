"""Moments of the demo, all relative to the day on which it is loaded, so that it is alive on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cms.core.periods import Month, local, start_of_day

OPENING = timedelta(hours=7, minutes=30)
OFFICE_HOURS = timedelta(hours=9)


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Three months that end now."""

    now: datetime

    @property
    def month(self) -> Month:
        """The current month."""
        return Month.of(self.now)

    def this_month(self, share: float) -> datetime:
        """A moment of the current month: 0 is its first minute, 1 is now. On the first of a month all lie close.

        On days before today it falls into office hours, in the order of the shares.
        """
        start = start_of_day(self.month.first_day)
        moment = local(start + (self.now - start) * min(max(share, 0.0), 1.0))
        midnight = start_of_day(moment.date())
        if moment.date() < local(self.now).date():
            moment = midnight + OPENING + (moment - midnight) * (OFFICE_HOURS / timedelta(days=1))
        return moment.astimezone(UTC)

    def earlier(self, months_ago: int, day: int, hour: int, minute: int = 0) -> datetime:
        """A moment of an earlier month, in local time."""
        first = start_of_day(self.month.shift(-months_ago).day(day))
        return (first + timedelta(hours=hour, minutes=minute)).astimezone(UTC)

    def after(self, moment: datetime, **span: float) -> datetime:
        """A while after a moment, but never in the future."""
        return min(moment + timedelta(**span), self.now)

    def next_morning(self, days: int = 1) -> datetime:
        """Eight o'clock, some days ahead."""
        day = local(self.now).date() + timedelta(days=days)
        return (start_of_day(day) + timedelta(hours=8)).astimezone(UTC)
