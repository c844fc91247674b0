"""Which approved articles make a good next issue, and why: pure rules, no database and no framework.

Pieces are picked one after the other. Each time every candidate is weighed against what the month has and what is picked
already, and the heaviest is taken; of two that weigh the same the one that waits longer, then the one with the smaller
key. So the same month gives the same suggestion, and every reason that weighed is told with the piece.

Weights are whole points, in this order of importance: what can't be shown to readers stays out; a unit comes once; a unit
without a piece this month comes before the others; then what the plan asks for by topic and by audience; then waiting.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Why(StrEnum):
    """A reason for or against a piece. ``subject``, ``have`` and ``plan`` of `Reason` say of what and how many."""

    UNIT_SILENT = "unit_silent"  # the unit has no piece in this month's issues
    UNIT_HAS = "unit_has"  # the unit has a piece in this month's issues (have)
    UNIT_TWICE = "unit_twice"  # the unit stands in this issue already
    TOPIC_SHORT = "topic_short"  # the topic is short of the plan (have of plan)
    TOPIC_TWICE = "topic_twice"  # the topic stands in this issue already
    AUDIENCE_SHORT = "audience_short"  # the audience is short of the plan (have of plan)
    WAITS = "waits"  # has waited since its approval (have: days)
    AGES = "ages"  # will soon be too old for an issue (have: days left)
    NOT_READY = "not_ready"  # something is missing (subject: what)


POINTS = {
    Why.UNIT_SILENT: 60,
    Why.UNIT_HAS: -10,
    Why.UNIT_TWICE: -90,
    Why.TOPIC_SHORT: 40,
    Why.TOPIC_TWICE: -15,
    Why.AUDIENCE_SHORT: 20,
    Why.AGES: 30,
}
# A day of waiting is a point, up to this many: patience does not outweigh a silent unit.
MOST_WAITING = 25
# From how many days of waiting on it is worth a word.
LONG_WAIT = 5
# With fewer days left than this an article is about to become too old.
SOON_TOO_OLD = 21


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An approved article: ``waited`` and ``days_left`` in days, ``lacks`` names what keeps it from readers."""

    key: int
    unit: str
    topic: str
    audience: str
    waited: int
    days_left: int = 999
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MonthSoFar:
    """What stands in the other issues of the month, and what the plan asks of a month, by code."""

    units: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    audiences: Mapping[str, int] = field(default_factory=dict)
    topic_plan: Mapping[str, int] = field(default_factory=dict)
    audience_plan: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason and its numbers."""

    why: Why
    subject: str = ""
    have: int = 0
    plan: int = 0


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A piece of the suggestion, what it weighed when it was picked, and why."""

    key: int
    points: int
    reasons: tuple[Reason, ...]


def suggest(
    candidates: Iterable[Candidate], *, month: MonthSoFar, size: int, chosen: Sequence[Candidate] = ()
) -> list[Suggested]:
    """Fills an issue up to ``size`` pieces, ``chosen`` included; what is chosen stays and is not returned.

    A piece that lacks something is never suggested. One that weighs less than nothing, because its unit stands in the
    issue already, is left out rather than make the issue full.
    """
    taken = {candidate.key for candidate in chosen}
    open_ones = {
        candidate.key: candidate for candidate in candidates if candidate.key not in taken and not candidate.lacks
    }
    picked = list(chosen)
    found: list[Suggested] = []
    while open_ones and len(picked) < size:
        weighed = [(_weigh(candidate, month=month, picked=picked), candidate) for candidate in open_ones.values()]
        (points, reasons), best = max(weighed, key=lambda pair: (pair[0][0], pair[1].waited, -pair[1].key))
        if points < 0:
            break
        found.append(Suggested(key=best.key, points=points, reasons=reasons))
        picked.append(best)
        del open_ones[best.key]
    return found


def reasons_for(candidate: Candidate, *, month: MonthSoFar, picked: Sequence[Candidate] = ()) -> tuple[Reason, ...]:
    """What speaks for and against one piece next to those that are picked."""
    return _weigh(candidate, month=month, picked=picked)[1]


def _weigh(candidate: Candidate, *, month: MonthSoFar, picked: Sequence[Candidate]) -> tuple[int, tuple[Reason, ...]]:
    reasons = [
        *_of_unit(candidate, month, picked),
        *_of_topic(candidate, month, picked),
        *_of_audience(candidate, month, picked),
        *_of_age(candidate),
        *(Reason(why=Why.NOT_READY, subject=what) for what in candidate.lacks),
    ]
    points = min(candidate.waited, MOST_WAITING) + sum(POINTS.get(reason.why, 0) for reason in reasons)
    return points, tuple(reasons)


def _of_unit(candidate: Candidate, month: MonthSoFar, picked: Sequence[Candidate]) -> list[Reason]:
    unit = candidate.unit
    if any(piece.unit == unit for piece in picked):
        return [Reason(why=Why.UNIT_TWICE, subject=unit)]
    have = month.units.get(unit, 0)
    if have:
        return [Reason(why=Why.UNIT_HAS, subject=unit, have=have)]
    return [Reason(why=Why.UNIT_SILENT, subject=unit)]


def _of_topic(candidate: Candidate, month: MonthSoFar, picked: Sequence[Candidate]) -> list[Reason]:
    topic = candidate.topic
    if not topic:
        return []
    here = Counter(piece.topic for piece in picked)[topic]
    have, plan = month.topics.get(topic, 0) + here, month.topic_plan.get(topic, 0)
    reasons = [Reason(why=Why.TOPIC_SHORT, subject=topic, have=have, plan=plan)] if have < plan else []
    return [*reasons, *([Reason(why=Why.TOPIC_TWICE, subject=topic, have=here)] if here else [])]


def _of_audience(candidate: Candidate, month: MonthSoFar, picked: Sequence[Candidate]) -> list[Reason]:
    audience = candidate.audience
    have = month.audiences.get(audience, 0) + sum(piece.audience == audience for piece in picked)
    plan = month.audience_plan.get(audience, 0)
    return [Reason(why=Why.AUDIENCE_SHORT, subject=audience, have=have, plan=plan)] if have < plan else []


def _of_age(candidate: Candidate) -> list[Reason]:
    if candidate.days_left < SOON_TOO_OLD:
        return [Reason(why=Why.AGES, have=max(candidate.days_left, 0))]
    return [Reason(why=Why.WAITS, have=candidate.waited)] if candidate.waited >= LONG_WAIT else []
