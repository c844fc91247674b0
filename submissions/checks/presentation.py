"""Findings as a screen shows them: with their words, their icon, and the way to where each can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from submissions.checks.messages import LEVEL_ICONS, LEVEL_WORDS
from submissions.checks.rules import Finding, Level

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

#: Gives the address of the place where a finding can be mended; "" where the screen has none.
Places = Callable[[Finding], str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One finding on a screen."""

    finding: Finding
    href: str

    @property
    def icon(self) -> str:
        """The icon of its level."""
        return LEVEL_ICONS[self.finding.level]

    @property
    def word(self) -> StrPromise:
        """The word of its level, which stands beside the icon."""
        return LEVEL_WORDS[self.finding.level]


@dataclass(frozen=True)
class Report:
    """All findings of an article on one screen."""

    lines: tuple[Line, ...]

    @property
    def blocking(self) -> int:
        """How many of them keep the article from being handed in."""
        return sum(line.finding.level == Level.BLOCKS for line in self.lines)

    @property
    def by_field(self) -> dict[str, str]:
        """The sentence of what blocks, by field, for the places beside the fields."""
        return {
            line.finding.field: line.finding.message
            for line in reversed(self.lines)
            if line.finding.level == Level.BLOCKS
        }


def report_of(found: Iterable[Finding], places: Places) -> Report:
    """The findings with their ways."""
    return Report(tuple(Line(finding=finding, href=places(finding)) for finding in found))


def nowhere(_finding: Finding) -> str:
    """For screens on which nothing can be mended."""
    return ""


def in_editor(page_id: int | None = None) -> Places:
    """The ways inside Wagtail's page editor, or to it from another screen if ``page_id`` is given."""
    base = reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else ""

    def place(finding: Finding) -> str:
        return f"{base}#{editor_anchor(finding)}"

    return place


def editor_anchor(finding: Finding) -> str:
    """The id of the block or field in Wagtail's page editor where a finding can be mended. Panels have ids too, but those
    are made of their translated headings."""
    if finding.block_id:
        return f"block-{finding.block_id}-section"
    if finding.field in {"no_secrets", "body"}:
        return finding.field
    return f"id_{finding.field.replace('-', '_')}"
