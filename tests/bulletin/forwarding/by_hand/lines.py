"""What the ledger says of a version that people put in by hand."""

from __future__ import annotations

from bulletin.forwarding.handover.models import HandOver
from cms.website.models import StoryVersion
from tests.bulletin.forwarding.desk import the_delivery


def task_of(version: StoryVersion) -> HandOver:
    """The task of a version."""
    return HandOver.objects.select_related("delivery__destination").get(delivery=the_delivery(version))


def events_of(version: StoryVersion) -> list[tuple[str, object, str]]:
    """Its history: verb, who, why."""
    return [(each.verb, each.actor, each.reason) for each in the_delivery(version).events.all()]
