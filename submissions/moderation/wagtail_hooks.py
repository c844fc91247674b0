"""What moderation adds to Wagtail."""

from __future__ import annotations

from wagtail import hooks

from submissions.moderation.workflow import ensure_workflow
from submissions.units.models import UnitsPage


@hooks.register("setup_site", order=30)
def ensure_review() -> None:
    """The one workflow of all articles."""
    ensure_workflow(UnitsPage.objects.get())
