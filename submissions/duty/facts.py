"""The five facts of a month, unit by unit: one query, from which every board, command and report takes its numbers.

An article counts in the month of its first submission. Only its first publication counts. It counts for its own unit
(the lead unit of a co-written one). Nothing is carried over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, FilteredRelation, Max, Q

from cms.core import rules
from cms.core.periods import cut_off
from cms.core.text import collation_key
from submissions.articles.enums import State
from submissions.duty.models import Exemption
from submissions.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cms.core.periods import Month


@dataclass(frozen=True, kw_only=True)
class UnitDuty:
    """What a unit owed in a month and what became of what it handed in; all counts are articles.

    ``met``: it owes nothing (exempt, or no quota), or at least ``quota`` of its articles were accepted.
    """

    unit: Unit
    quota: int
    submitted: int
    on_time: int
    accepted: int
    published: int
    confirmed: int
    rejected: int
    exempt: bool
    last_submitted_at: datetime | None

    @property
    def met(self) -> bool:
        """Whether the duty of the month is fulfilled."""
        return self.exempt or self.accepted >= self.quota

    @property
    def owes(self) -> int:
        """How many articles are still to be handed in; one that was refused for good has to be made up for."""
        return 0 if self.exempt else max(0, self.quota - self.submitted + self.rejected)


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The five facts over many units, and over how many of them."""

    units: int
    with_submission: int
    submitted: int
    on_time: int
    accepted: int
    published: int
    confirmed: int
    met: int


def duty(month: Month, *, units: Sequence[Unit] | None = None) -> list[UnitDuty]:
    """The facts of a month for each unit that existed in it, in Vietnamese order of their names.

    Raises:
        RuleMissing: no quota holds on the first day of the month.
    """
    valid = (Q(valid_to__isnull=True) | Q(valid_to__gte=month.first_day)) & Q(valid_from__lte=month.last_day)
    # The month stands in the join and not in each count: an index finds its rows among those of all years.
    counted = Unit.objects.filter(valid).annotate(
        handed_in=FilteredRelation("submissions", condition=Q(submissions__period=month.first_day)),
        submitted_count=Count("handed_in"),
        on_time_count=Count("handed_in", filter=Q(handed_in__on_time=True)),
        accepted_count=Count("handed_in", filter=Q(handed_in__accepted_at__isnull=False)),
        published_count=Count("handed_in", filter=Q(handed_in__published_at__isnull=False)),
        confirmed_count=Count("handed_in", filter=Q(handed_in__confirmed_at__isnull=False)),
        rejected_count=Count("handed_in", filter=Q(handed_in__state=State.REJECTED)),
        last_submitted=Max("handed_in__first_submitted_at"),
    )
    if units is not None:
        counted = counted.filter(pk__in=[unit.pk for unit in units])
    rows = sorted(counted, key=lambda unit: collation_key(unit.name))
    quotas = rules.numbers_by_scope("unit.monthly_quota", on=month.first_day, scopes=[unit.code for unit in rows])
    exempt = set(Exemption.objects.filter(period=month.first_day).values_list("unit_id", flat=True))
    return [
        UnitDuty(
            unit=unit,
            quota=quotas[unit.code],
            submitted=unit.submitted_count,
            on_time=unit.on_time_count,
            accepted=unit.accepted_count,
            published=unit.published_count,
            confirmed=unit.confirmed_count,
            rejected=unit.rejected_count,
            exempt=unit.pk in exempt,
            last_submitted_at=unit.last_submitted,
        )
        for unit in rows
    ]


def unit_duty(unit: Unit, month: Month) -> UnitDuty | None:
    """The facts of one unit; None where it did not exist in that month."""
    found = duty(month, units=[unit])
    return found[0] if found else None


def totals(rows: Sequence[UnitDuty]) -> Totals:
    """Sums over units."""
    return Totals(
        units=len(rows),
        with_submission=sum(row.submitted > 0 for row in rows),
        submitted=sum(row.submitted for row in rows),
        on_time=sum(row.on_time for row in rows),
        accepted=sum(row.accepted for row in rows),
        published=sum(row.published for row in rows),
        confirmed=sum(row.confirmed for row in rows),
        met=sum(row.met for row in rows),
    )


def cut_off_of(month: Month) -> datetime:
    """The last moment at which a submission of that month is on time."""
    return cut_off(month, rules.number("unit.cut_off_day", on=month.first_day))
