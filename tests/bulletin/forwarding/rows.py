"""Rows of the ledger without the way that articles take: for tests of lists, numbers and alarms."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from bulletin.forwarding.ledger import ENQUEUE
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.states import State
from cms.website.models import StoryPage
from tests import factories


def a_story() -> StoryPage:
    """The one story that such rows point at."""
    found = StoryPage.objects.filter(kind="article").first()
    return found or factories.an_article().page


def a_row(destination: Destination, *, at: datetime, state: str = State.WAITING, **fields: Any) -> Delivery:
    """One delivery in a state since a moment, with the event that brought it there."""
    story = fields.pop("story", None) or a_story()
    arrived = state in {State.DELIVERED, State.CONFIRMED}
    values: dict[str, Any] = {
        "destination": destination, "story_id": story.pk, "article_id": uuid4(), "version": 1, "action": "published",
        "title": "Bớt một lần xếp hàng", "body": b"{}", "content_sha256": "0" * 64, "state": state, "created_at": at,
        "updated_at": at, "delivered_at": at if arrived else None,
        "confirmed_at": at if state == State.CONFIRMED else None,
        "next_attempt_at": at if state in {State.WAITING, State.RETRY_WAIT} else None,
        "remote_url": "https://memory.invalid/1",
    }  # fmt: skip
    row = Delivery(**values | fields)
    row.save(force_insert=True)
    verb = "lose_sight" if state == State.UNKNOWN else ENQUEUE
    DeliveryEvent.objects.create(delivery=row, verb=verb, to_state=state, at=at, by="worker", reason="x")
    return row
