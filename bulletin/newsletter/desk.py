"""What the desk sees of the bulletin by mail: editions with their counts, and the rows behind every number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import Count

from bulletin.newsletter.models import Dispatch, Edition, Subscriber
from bulletin.newsletter.states import RUNNING, TRANSITIONS, EditionState, Standing, State, Verb

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", Dispatch, Subscriber)

EDITIONS_SHOWN = 24
PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Number:
    """A count that opens its list."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    """An edition with its mails by state; states without a mail are left out."""

    edition: Edition
    numbers: list[Number]
    total: int

    @property
    def may_stop(self) -> bool:
        return self.edition.state in RUNNING

    @property
    def may_release(self) -> bool:
        return self.edition.state == EditionState.HELD and self.edition.issue.page.live


@dataclass(frozen=True, kw_only=True)
class Slice(Generic[Row]):
    """One page of a list; ``after`` is where the next one begins, 0 at the end."""

    rows: list[Row]
    after: int


def edition_lines() -> list[EditionLine]:
    """The newest editions. Two queries, however many mails there are."""
    return _lines(Edition.objects.select_related("issue__page")[:EDITIONS_SHOWN])


def edition_line(issue_id: int) -> EditionLine | None:
    """The edition of an issue, if it has one."""
    return next(iter(_lines(Edition.objects.select_related("issue__page").filter(issue_id=issue_id))), None)


def standings() -> list[Number]:
    """How many subscribers there are, by standing."""
    counted = dict(Subscriber.objects.values_list("standing").annotate(number=Count("pk")).order_by())
    return [Number(value=each.value, label=str(each.label), count=counted.get(each.value, 0)) for each in Standing]


def mails(edition: Edition, *, state: str, after: int) -> Slice[Dispatch]:
    """The mails of an edition in a state (in any, where it is empty), by their number from ``after`` on."""
    rows = edition.dispatches.select_related("subscriber")
    return _slice(rows.filter(state=state) if state else rows, after)


def subscribers(*, standing: str, after: int) -> Slice[Subscriber]:
    """The subscribers of a standing, by their number from ``after`` on."""
    rows = Subscriber.objects.all()
    return _slice(rows.filter(standing=standing) if standing else rows, after)


def may_send_again(row: Dispatch) -> bool:
    """Whether a person may have this mail sent once more."""
    is_open = row.edition.state in {EditionState.SENDING, EditionState.DONE}
    has_reader = row.subscriber is not None and row.subscriber.standing == Standing.ACTIVE
    return is_open and has_reader and row.state in TRANSITIONS[Verb.SEND_AGAIN].sources


def _lines(editions: QuerySet[Edition]) -> list[EditionLine]:
    found = list(editions)
    counts: dict[int, dict[str, int]] = {edition.pk: {} for edition in found}
    rows = Dispatch.objects.filter(edition__in=[edition.pk for edition in found]).values_list("edition_id", "state")
    for edition_id, state, number in rows.annotate(number=Count("pk")).order_by():
        counts[edition_id][state] = number
    return [
        EditionLine(
            edition=edition,
            numbers=[
                Number(value=state.value, label=str(state.label), count=counts[edition.pk][state.value])
                for state in State
                if state.value in counts[edition.pk]
            ],
            total=sum(counts[edition.pk].values()),
        )
        for edition in found
    ]


def _slice(rows: QuerySet[Row], after: int) -> Slice[Row]:
    found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
    return Slice(rows=found[:PAGE_SIZE], after=found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else 0)
