"""Hours in which no mail arrives: a pure rule over local times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From when to when a person wants no mail, in local time; over midnight where ``begins`` is the later one.

    The same time twice means no quiet hours. ``weekends`` keeps Saturday and Sunday quiet as a whole.
    """

    begins: time
    ends: time
    weekends: bool = False

    def is_quiet(self, at: datetime) -> bool:
        """Whether a local moment lies in them; ``ends`` itself does not."""
        if self._is_weekend(at):
            return True
        moment = at.time()
        if self.begins == self.ends:
            return False
        if self.begins < self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends

    def opening(self, at: datetime) -> datetime:
        """The first moment from ``at`` (local, aware) on that is not quiet."""
        while self.is_quiet(at):
            if self._is_weekend(at):
                at = self._on(at + timedelta(days=1), time())
            elif at.time() < self.ends:
                at = self._on(at, self.ends)
            else:
                at = self._on(at + timedelta(days=1), self.ends)
        return at

    def _is_weekend(self, at: datetime) -> bool:
        return self.weekends and at.weekday() >= SATURDAY

    @staticmethod
    def _on(day: datetime, moment: time) -> datetime:
        return datetime.combine(day.date(), moment, tzinfo=day.tzinfo)
