"""Template filters of the review page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from submissions.checks.presentation import Report

register = template.Library()


@register.filter
def gap_of(report: Report, name: str) -> str:
    """The sentence about what is missing in the field ``name``; "" where nothing is."""
    return report.by_field.get(name, "")
