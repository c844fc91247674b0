"""Units × months as a heat table: how each unit stood with its duty in each month of a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cms.core import rules
from cms.core.periods import cut_off
from cms.core.text import collation_key
from submissions.articles.models import Submission
from submissions.duty.models import Exemption
from submissions.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from cms.core.periods import Month, Period


class Look(models.TextChoices):
    """How a unit stood in a month; the order is that of the legend."""

    ON_TIME = "on_time", _("accepted, all on time")
    MET = "met", _("accepted, not all on time")
    IN_WORK = "in_work", _("handed in, not yet accepted")
    OPEN = "open", _("nothing yet, still time")
    MISSED = "missed", _("nothing, past the cut-off")
    FREE = "free", _("owes nothing")


# A sign beside the number, so that no cell is told by its colour alone.
SIGNS: Final = {
    Look.ON_TIME: "●", Look.MET: "◐", Look.IN_WORK: "○", Look.OPEN: "…", Look.MISSED: "✕", Look.FREE: "–",
}  # fmt: skip
# What the chart above the table sums up: done in time, done, under way or open, and missed.
SUMMED: Final = (Look.ON_TIME, Look.MET, Look.IN_WORK, Look.MISSED)


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """A unit in a month; all counts are articles."""

    month: Month
    look: Look
    quota: int
    submitted: int
    on_time: int
    accepted: int

    @property
    def sign(self) -> str:
        """The look as one sign."""
        return SIGNS[self.look]


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """A unit with its months."""

    unit: Unit
    cells: list[HeatCell]

    @property
    def met(self) -> int:
        """In how many months it fulfilled its duty."""
        return sum(cell.look in {Look.ON_TIME, Look.MET} for cell in self.cells)

    @property
    def owed(self) -> int:
        """In how many months it owed something."""
        return sum(cell.look != Look.FREE for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class MonthSum:
    """How many units stood how in a month."""

    month: Month
    counts: dict[Look, int]


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """The table with its sums below; ``looks`` are those that the sums have a line for."""

    period: Period
    rows: list[HeatRow]
    looks: tuple[Look, ...]
    sums: list[MonthSum]


def heat_map(period: Period, *, now: datetime) -> HeatMap:
    """The heat table of a period as seen at ``now``; five queries, however many units, months and articles."""
    months = period.months
    days = [month.first_day for month in months]
    quotas = rules.by_day("unit.monthly_quota", days=days)
    cut_offs = rules.by_day("unit.cut_off_day", days=days)
    late = {
        month for month in months if now > cut_off(month, int(cut_offs[month.first_day].get("", month.last_day.day)))
    }
    counts = _counts(days)
    exempt = set(Exemption.objects.filter(period__in=days).values_list("unit_id", "period"))
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=period.first_day)
    units = sorted(
        Unit.objects.filter(valid, valid_from__lte=period.last_day), key=lambda unit: collation_key(unit.name)
    )
    rows = [
        HeatRow(
            unit=unit,
            cells=[
                _cell(
                    month,
                    counts=counts.get((unit.pk, month.first_day), (0, 0, 0)),
                    quota=_owed(unit, month, quotas[month.first_day], exempt),
                    is_late=month in late,
                )
                for month in months
            ],
        )
        for unit in units
    ]
    # A unit that owes nothing and wrote nothing has no row.
    rows = [row for row in rows if any(cell.look != Look.FREE or cell.submitted for cell in row.cells)]
    return HeatMap(period=period, rows=rows, looks=SUMMED, sums=_sums(months, rows))


def _counts(days: list[date]) -> dict[tuple[int, date | None], tuple[int, int, int]]:
    rows = (
        Submission.objects.originals()
        .filter(period__in=days)
        .values_list("unit_id", "period")
        .annotate(
            submitted=Count("pk"),
            on_time_count=Count("pk", filter=Q(on_time=True)),
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
        )
        .order_by()
    )
    return {(unit, day): (submitted, on_time, accepted) for unit, day, submitted, on_time, accepted in rows}


def _owed(unit: Unit, month: Month, quotas: Mapping[str, str], exempt: set[tuple[int, date]]) -> int:
    """What a unit owes in a month: nothing where it did not exist or is exempt."""
    existed = unit.valid_from <= month.last_day and (unit.valid_to is None or unit.valid_to >= month.first_day)
    if not existed or (unit.pk, month.first_day) in exempt:
        return 0
    return int(quotas.get(unit.code, quotas.get("", "0")))


def _cell(month: Month, *, counts: tuple[int, int, int], quota: int, is_late: bool) -> HeatCell:
    submitted, on_time, accepted = counts
    if not quota:
        look = Look.FREE
    elif accepted >= quota:
        look = Look.ON_TIME if on_time >= quota else Look.MET
    elif submitted >= quota or (submitted and not is_late):
        look = Look.IN_WORK
    else:
        look = Look.MISSED if is_late else Look.OPEN
    return HeatCell(month=month, look=look, quota=quota, submitted=submitted, on_time=on_time, accepted=accepted)


def _sums(months: tuple[Month, ...], rows: list[HeatRow]) -> list[MonthSum]:
    return [
        MonthSum(
            month=month,
            counts={look: sum(row.cells[at].look == look for row in rows) for look in SUMMED},
        )
        for at, month in enumerate(months)
    ]
