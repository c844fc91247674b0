"""Topic × audience against the plan: what was published, what is on its way, and what nobody has written about.

An article counts for its main topic and its audience in the month of its first publication. An ask is measured over its
own time where that is longer than the one that is looked at: a quarter's ask on the board of a month is held against
the whole quarter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import TruncMonth

from bulletin.plan.enums import MONTHS_OF, Span
from bulletin.plan.models import PlanAsk
from cms.core.periods import ZONE, Month, Quarter, Year, local_day
from cms.website.enums import Audience
from cms.website.models import Topic
from submissions.articles.enums import SETTLED, UNDER_REVIEW, State
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cms.core.periods import Period
    from submissions.articles.models import SubmissionQuerySet

# Handed in and not yet public: what may still fill a gap.
ON_THE_WAY = (UNDER_REVIEW - {State.CORRECTING}) | SETTLED
ANYBODY = ""

# (topic id, audience) -> how many
Counts = dict[tuple[int | None, str], int]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """An ask, the time over which it is measured, and what came of it; all counts are articles."""

    ask: PlanAsk
    window: Period
    asked: int
    published: int
    on_the_way: int

    @property
    def missing(self) -> int:
        """What is neither public nor on its way."""
        return max(0, self.asked - self.published - self.on_the_way)

    @property
    def is_met(self) -> bool:
        """Whether enough is public."""
        return self.published >= self.asked


@dataclass(kw_only=True)
class Cell:
    """A topic and an audience in the period that is looked at."""

    topic: Topic | None
    audience: str
    published: int = 0
    on_the_way: int = 0
    asks: list[Progress] = field(default_factory=list)

    @property
    def look(self) -> str:
        """``gap`` where the plan asks for more than there is, ``coming``, ``met``; ``some`` and ``none`` without an ask."""
        if any(progress.missing for progress in self.asks):
            return "gap"
        if any(not progress.is_met for progress in self.asks):
            return "coming"
        if self.asks:
            return "met"
        return "some" if self.published or self.on_the_way else "none"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A topic with a cell for each audience, the last one for whatever names none; ``topic`` is None for none."""

    topic: Topic | None
    cells: list[Cell]
    anybody: list[Progress]

    @property
    def published(self) -> int:
        """All of the topic."""
        return sum(cell.published for cell in self.cells)

    @property
    def on_the_way(self) -> int:
        """All of the topic that is not yet public."""
        return sum(cell.on_the_way for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The matrix of a period. ``gaps`` are the asks that lack something, what is asked most urgently first."""

    period: Period
    audiences: list[tuple[str, str]]
    rows: list[Row]
    progress: list[Progress]

    @property
    def gaps(self) -> list[Progress]:
        """What the plan asks for and nobody has written about."""
        lacking = [progress for progress in self.progress if progress.missing]
        return sorted(lacking, key=lambda one: (MONTHS_OF[Span(one.ask.span)], -one.missing, one.ask.topic.code))


def coverage(period: Period) -> Coverage:
    """The coverage of a month, a quarter, half a year or a year; four queries, however many articles and asks."""
    topics = list(Topic.objects.all())
    asks = [ask for ask in PlanAsk.objects.select_related("topic") if _months_held(ask, period.months)]
    published = _published_by_month(period)
    on_the_way = _counted(Submission.objects.originals().filter(state__in=ON_THE_WAY))
    here = _sum(published, period.months)
    progress = [_progress(ask, period, published, on_the_way) for ask in asks]
    rows = [_row(topic, here, on_the_way, progress) for topic in topics]
    if any(topic is None for topic, _audience in (*here, *on_the_way)):
        rows.append(_row(None, here, on_the_way, []))
    audiences = [(str(value), str(label)) for value, label in Audience.choices]
    return Coverage(period=period, audiences=audiences, rows=rows, progress=progress)


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """How many articles the plan asks for that no reader has yet, by topic code and by audience."""

    topics: Mapping[str, int]
    audiences: Mapping[str, int]


def lacking(month: Month) -> Lacking:
    """What is asked in the month, or in the quarter or year around it, and not public; two queries."""
    asks = [ask for ask in PlanAsk.objects.select_related("topic") if _months_held(ask, [month])]
    published = _published_by_month(month)
    topics: Counter[str] = Counter()
    audiences: Counter[str] = Counter()
    for ask in asks:
        progress = _progress(ask, month, published, {})
        topics[ask.topic.code] += progress.missing
        audiences[ask.audience] += progress.missing
    return Lacking(topics=topics, audiences=audiences)


def articles_of(
    period: Period, *, topic: str | None = None, audience: str | None = None, on_the_way: bool = False
) -> SubmissionQuerySet:
    """The submissions behind a number of the matrix: published in the period, or on their way.

    ``topic`` is a code and ``audience`` a value; an empty one means articles that name none, None means all.
    """
    if on_the_way:
        found = Submission.objects.originals().filter(state__in=ON_THE_WAY)
    else:
        found = Submission.objects.originals().filter(published_at__gte=period.start, published_at__lte=period.end)
    if topic is not None:
        found = found.filter(page__topic__code=topic) if topic else found.filter(page__topic__isnull=True)
    if audience is not None:
        found = found.filter(page__audience=audience)
    return found


def window_of(span: Span, period: Period) -> Period:
    """The time over which an ask is measured when a period is looked at: the longer of the two."""
    last = period.months[-1]
    wider: dict[Span, Period] = {
        Span.MONTH: last,
        Span.QUARTER: Quarter(last.year, (last.month + 2) // 3),
        Span.YEAR: Year(last.year),
    }
    found = wider[span]
    return found if len(found.months) > len(period.months) else period


def _progress(ask: PlanAsk, period: Period, published: Mapping[Month, Counts], on_the_way: Counts) -> Progress:
    span = Span(ask.span)
    window = window_of(span, period)
    months = _months_held(ask, window.months)
    return Progress(
        ask=ask,
        window=window,
        asked=ceil(ask.count * len(months) / MONTHS_OF[span]),
        published=_for_ask(ask, _sum(published, window.months)),
        on_the_way=_for_ask(ask, on_the_way),
    )


def _months_held(ask: PlanAsk, months: Sequence[Month]) -> list[Month]:
    """The months in which an ask holds for at least a day."""
    return [
        month
        for month in months
        if ask.effective_from <= month.last_day and (ask.effective_to is None or ask.effective_to >= month.first_day)
    ]


def _for_ask(ask: PlanAsk, counts: Counts) -> int:
    return sum(
        number
        for (topic, audience), number in counts.items()
        if topic == ask.topic_id and ask.audience in {ANYBODY, audience}
    )


def _row(topic: Topic | None, here: Counts, on_the_way: Counts, progress: Iterable[Progress]) -> Row:
    pk = topic.pk if topic else None
    mine = [one for one in progress if topic is not None and one.ask.topic_id == pk]
    cells = [
        Cell(
            topic=topic,
            audience=audience,
            published=here.get((pk, audience), 0),
            on_the_way=on_the_way.get((pk, audience), 0),
            asks=[one for one in mine if one.ask.audience == audience and audience],
        )
        for audience in (*Audience.values, ANYBODY)
    ]
    return Row(topic=topic, cells=cells, anybody=[one for one in mine if not one.ask.audience])


def _published_by_month(period: Period) -> dict[Month, Counts]:
    """What was published in the years that the period touches, month by month."""
    first, last = Year(period.months[0].year), Year(period.months[-1].year)
    rows = (
        Submission.objects.originals()
        .filter(published_at__gte=first.start, published_at__lte=last.end)
        .annotate(month=TruncMonth("published_at", tzinfo=ZONE))
        .values_list("month", "page__topic_id", "page__audience")
        .annotate(number=Count("pk"))
        .order_by()
    )
    found: dict[Month, Counts] = {}
    for moment, topic, audience, number in rows:
        found.setdefault(Month.of(local_day(moment)), {})[topic, audience] = number
    return found


def _counted(submissions: SubmissionQuerySet) -> Counts:
    rows = submissions.values_list("page__topic_id", "page__audience").annotate(number=Count("pk"))
    return {(topic, audience): number for topic, audience, number in rows.order_by()}


def _sum(by_month: Mapping[Month, Counts], months: Iterable[Month]) -> Counts:
    total: Counts = {}
    for month in months:
        for key, number in by_month.get(month, {}).items():
            total[key] = total.get(key, 0) + number
    return total
