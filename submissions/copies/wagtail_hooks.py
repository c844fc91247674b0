"""What the comparison adds to Wagtail: its screen and its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path
from wagtail import hooks

from cms.core.seeds import ensure_rules
from submissions.copies.seeds import RULES

if TYPE_CHECKING:
    from django.urls import URLResolver


@hooks.register("setup_site", order=5)
def ensure_copies_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("register_admin_urls")
def copies_urls() -> list[URLResolver]:
    """``/quan-tri/trung-lap/``."""
    return [path("trung-lap/", include("submissions.copies.urls"))]
