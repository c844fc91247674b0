"""What the units add to Wagtail."""

from __future__ import annotations

from wagtail import hooks

from cms.website.models import HomePage
from submissions.units.actions import ensure_units_page
from submissions.units.pieces import reader_pieces

hooks.register("reader_pieces", reader_pieces)


@hooks.register("setup_site", order=20)
def ensure_units() -> None:
    """The page above the units."""
    ensure_units_page(home=HomePage.objects.get())
