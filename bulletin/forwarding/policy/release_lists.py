"""What the officer's release screen asks of the ledger: what waits for a decision, and what could be sent by choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.policy.fields import Scope
from bulletin.forwarding.states import State
from cms.core.keyset import Cut, by_moment
from cms.website.enums import StoryKind
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

PAGE_SIZE = 50
CHOICES_SHOWN = 40
SEARCH_LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """A delivery that waits for a decision; ``is_kept_back``: its embargo has not ended yet."""

    delivery: Delivery
    is_kept_back: bool


def held() -> QuerySet[Delivery]:
    """All deliveries that wait for a decision."""
    return Delivery.objects.filter(state=State.HELD)


def held_page(*, after: str, now: datetime) -> Cut[HeldRow]:
    """One page of what waits, the longest wait first."""
    cut = by_moment([held()], by="created_at", after=after, size=PAGE_SIZE)
    lines = (
        Delivery.objects.select_related("destination", "story")
        .defer("body", "destination__secrets_sealed")
        .in_bulk(cut.rows)
    )
    rows = [
        HeldRow(delivery=row, is_kept_back=row.not_before is not None and row.not_before > now)
        for key in cut.rows
        if (row := lines.get(key)) is not None
    ]
    return Cut(rows=rows, after=cut.after)


def kept_back(*, now: datetime) -> list[Delivery]:
    """What goes by itself when its embargo ends, the nearest first; at most one page."""
    rows = Delivery.objects.filter(state__in=[State.WAITING, State.PAUSED], not_before__gt=now)
    rows = rows.select_related("destination", "story").defer("body", "destination__secrets_sealed")
    return list(rows.order_by("not_before", "pk")[:PAGE_SIZE])


def choosing_destinations() -> list[Destination]:
    """Destinations to which some articles go by a person's choice alone, by name."""
    return list(Destination.objects.exclude(scope=Scope.ALL).defer("secrets_sealed").order_by("name", "pk"))


def choices(destination: Destination, *, query: str) -> list[StoryPage]:
    """Published stories that are not at a destination yet, the newest first; ``query`` looks into titles."""
    there = Delivery.objects.filter(destination=destination, article_id=OuterRef("uid")).exclude(state=State.CANCELLED)
    kinds = [StoryKind.ARTICLE, *([StoryKind.ISSUE] if destination.takes_issues else [])]
    stories = StoryPage.objects.live().filter(~Exists(there), kind__in=kinds, public_at__isnull=False)
    if not destination.takes_translations:
        stories = stories.filter(translation_of__isnull=True)
    if query:
        found = [page.pk for page in StoryPage.objects.search(query, fields=["title"])[:SEARCH_LIMIT]]
        stories = stories.filter(Q(pk__in=found) | Q(title__icontains=query))
    return list(stories.select_related("topic__section").order_by("-public_at", "-pk")[:CHOICES_SHOWN])
