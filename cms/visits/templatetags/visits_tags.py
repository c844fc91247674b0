"""Tags of counts and recordings."""

from __future__ import annotations

from typing import Any

from django import template

from cms.visits import recordings
from cms.visits.counts import visits_of

register = template.Library()


@register.simple_tag
def story_visits(story_id: int) -> str:
    """How often a story was read and listened to, in words; empty while nobody did. One query."""
    return visits_of([story_id])[story_id].words


@register.simple_tag
def may_record(user: Any) -> bool:
    """Whether a person handles recordings."""
    return recordings.may_record(user)
