"""One article at all destinations: where each version stands, and everything that happened to any of them, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.forwarding.desk import lists
from bulletin.forwarding.desk.history_lines import Line
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from cms.core.keyset import Cut, by_number
from cms.website.models import StoryVersion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

EVENTS_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One version: its number, its note for readers, and where it stands at each destination that it was meant for."""

    version: int
    note: str
    at: datetime
    rows: Sequence[lists.Row]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The article's newest title, its versions (the newest first), and one page of its history (the newest first)."""

    title: str
    story_id: int
    versions: Sequence[VersionRow]
    lines: Sequence[Line]
    after: str


def timeline_of(article_id: UUID, *, now: datetime, before: str = "") -> Timeline | None:
    """The timeline of an article that was forwarded; None for any other. The number of queries does not grow with it."""
    rows = list(
        lists.lines()
        .filter(destination__in=_destinations(), article_id=article_id)
        .order_by("-version", "destination_id")
    )
    if not rows:
        return None
    notes = dict(StoryVersion.objects.filter(story_id=rows[0].story_id).values_list("version", "note"))
    events = DeliveryEvent.objects.filter(delivery__in=[row.pk for row in rows]).select_related(
        "actor", "delivery", "delivery__destination"
    )
    page: Cut[DeliveryEvent] = by_number(
        events.defer("delivery__body", "delivery__destination__secrets_sealed"), after=before, size=EVENTS_SHOWN
    )
    numbers = sorted({row.version for row in rows}, reverse=True)
    by_version = {number: [row for row in rows if row.version == number] for number in numbers}
    return Timeline(
        title=next((row.title for row in rows if row.title), str(article_id)),
        story_id=rows[0].story_id,
        versions=[
            VersionRow(
                version=number,
                note=notes.get(number, ""),
                at=by_version[number][0].created_at,
                rows=[lists.Row(delivery=row, now=now) for row in by_version[number]],
            )
            for number in numbers
        ],
        lines=[Line(event=event) for event in page.rows],
        after=page.after,
    )


def was_forwarded(article_id: UUID) -> bool:
    """Whether the ledger knows an article."""
    return Delivery.objects.filter(destination__in=_destinations(), article_id=article_id).exists()


def _destinations() -> list[int]:
    # The index on articles begins with the destination.
    return list(Destination.objects.values_list("pk", flat=True))
