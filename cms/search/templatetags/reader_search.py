"""Tags of the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from cms.core.search.hits import excerpt

if TYPE_CHECKING:
    from cms.search.finding import Result

register = template.Library()

EXCERPT_LENGTH = 200


@register.simple_tag
def search_excerpt(result: Result, query: str) -> str:
    """The piece of a story's text around the words of the query; empty where they do not stand in it. Plain text."""
    return excerpt(result.text, query, length=EXCERPT_LENGTH) if query else ""
