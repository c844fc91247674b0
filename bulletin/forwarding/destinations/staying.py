"""What another site shows of ours: it stays there when the destination is retired, since nothing takes it down any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from bulletin.forwarding.alarms.findings import takedowns_under_way
from bulletin.forwarding.models import Delivery
from bulletin.forwarding.states import ARRIVED, Action, State

if TYPE_CHECKING:
    from bulletin.forwarding.models import Destination


@dataclass(frozen=True, kw_only=True)
class Staying:
    """How many articles are shown at a destination, and how many takedowns nobody has seen carried out there."""

    articles: int
    takedowns: int

    def written(self) -> str:
        """As a line of the destination's history keeps it."""
        return f"{self.articles} {self.takedowns}"

    @classmethod
    def read(cls, detail: str) -> Staying:
        """From a line of the history. ValueError where it says something else."""
        articles, takedowns = detail.split()
        return cls(articles=int(articles), takedowns=int(takedowns))


def shown_there() -> Q:
    """Of rows that arrived: the newest text of each article, unless the article was seen gone since."""
    later = Delivery.objects.filter(
        destination=OuterRef("destination"), article_id=OuterRef("article_id"), version__gt=OuterRef("version")
    )
    # A takedown that was received and not seen carried out takes nothing away yet.
    after = later.filter(Q(state=State.CONFIRMED) | (Q(state=State.DELIVERED) & ~Q(action=Action.RETRACTED)))
    return ~Q(action=Action.RETRACTED) & Q(~Exists(after))


def staying_at(destination: Destination) -> Staying:
    """The numbers of a destination, in two queries."""
    rows = Delivery.objects.filter(destination=destination)
    return Staying(
        articles=rows.filter(shown_there(), state__in=ARRIVED).count(),
        takedowns=takedowns_under_way().filter(destination=destination).count(),
    )
