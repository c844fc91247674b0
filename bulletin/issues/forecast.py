"""What a month will end with if nothing more is handed in, and how that number came about, in words.

Pure but for the sentences: the pool of articles and the lead times are passed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bulletin.issues.lead_times import LeadTimes
    from cms.core.periods import Month


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An article that may still get out this month. ``since`` is when its stage began; ``at`` a set time, ``is_public``
    says that readers have it already and only an issue lacks."""

    since: datetime
    at: datetime | None = None
    is_public: bool = False


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The expected number and its parts. ``likely`` is how many articles more get out in time; ``size`` is how many
    make one of what is counted (1 where articles are counted)."""

    month: Month
    lead: LeadTimes
    out: int
    scheduled: int
    in_work: int
    ready: int
    ready_in_time: int
    in_review: int
    in_review_in_time: int
    size: int

    @property
    def likely(self) -> int:
        """Articles to come."""
        return int(self.ready_in_time + self.lead.acceptance * self.in_review_in_time)

    @property
    def more(self) -> int:
        """What these articles make."""
        return self.likely // self.size

    @property
    def total(self) -> int:
        """What the month will end with."""
        return self.out + self.scheduled + self.in_work + self.more

    @property
    def sentences(self) -> list[str]:
        """How the number came about."""
        return [self._counted(), self._pool(), self._measured()]

    def _counted(self) -> str:
        return _("%(out)d published + %(scheduled)d approved or scheduled + %(in_work)d in work + %(more)d more = %(total)d.") % {
            "out": self.out, "scheduled": self.scheduled, "in_work": self.in_work, "more": self.more, "total": self.total,
        }  # fmt: skip

    def _pool(self) -> str:
        facts = {
            "ready": self.ready, "ready_in_time": self.ready_in_time, "waiting": self.in_review,
            "waiting_in_time": self.in_review_in_time, "percent": self.lead.acceptance_percent, "likely": self.likely,
            "size": self.size, "more": self.more, "day": f"{self.month.last_day:%d/%m}",
        }  # fmt: skip
        if self.size == 1:
            return (
                _(
                    "Of %(ready)d approved articles %(ready_in_time)d can be out by %(day)s; of %(waiting)d before the editors %(waiting_in_time)d can, and %(percent)d%% of those are accepted: %(likely)d articles more."
                )
                % facts
            )
        return (
            _(
                "Of %(ready)d approved articles in no issue %(ready_in_time)d can be out by %(day)s; of %(waiting)d before the editors %(waiting_in_time)d can, and %(percent)d%% of those are accepted: %(likely)d articles, which at %(size)d an issue make %(more)d more."
            )
            % facts
        )

    def _measured(self) -> str:
        lead = self.lead
        times = _("An article takes %(review)s days from hand-in to approval and %(publish)s days from approval to readers") % {
            "review": _days(lead.review_days), "publish": _days(lead.publish_days),
        }  # fmt: skip
        least = min(lead.measured_review, lead.measured_publish)
        if least:
            how = ngettext(
                "(medians of %(count)d article of the past %(months)d months).",
                "(medians of %(count)d articles of the past %(months)d months).",
                least,
            ) % {"count": least, "months": lead.months}
        else:
            how = _("(the desk's estimate, because too little was decided in the past %(months)d months).") % {
                "months": lead.months
            }
        return f"{times} {how}"


def forecast(
    *,
    month: Month,
    now: datetime,
    lead: LeadTimes,
    out: int,
    scheduled: int,
    in_work: int,
    ready: Sequence[Waiting],
    in_review: Sequence[Waiting],
    size: int,
) -> Forecast:
    """Counts what gets out by the month's last moment. Outside the current month the pools count for nothing."""
    is_current = month.contains(now)
    end = month.end

    def ready_in_time(article: Waiting) -> bool:
        if article.is_public:
            return True
        return (article.at or max(now, article.since + lead.publish)) <= end

    def reviewed_in_time(article: Waiting) -> bool:
        return max(now, article.since + lead.review) + lead.publish <= end

    return Forecast(
        month=month,
        lead=lead,
        out=out,
        scheduled=scheduled,
        in_work=in_work,
        ready=len(ready),
        ready_in_time=sum(map(ready_in_time, ready)) if is_current else 0,
        in_review=len(in_review),
        in_review_in_time=sum(map(reviewed_in_time, in_review)) if is_current else 0,
        size=size,
    )


def _days(number: float) -> str:
    return str(number_format(number, decimal_pos=0 if number == int(number) else 1))
