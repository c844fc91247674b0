"""What the units put on shared pages: the list of all of them on the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.core.text import collation_key
from cms.website.pieces import Piece
from submissions.units.enums import UnitKind
from submissions.units.models import UnitIndexPage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.pieces import Slot


def reader_pieces(*, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """The pieces of the units for a slot of a page."""
    if slot != "home_units":
        return []
    # Narrowed and sorted here: for either, SQLite would walk through every page of the tree.
    pages = UnitIndexPage.objects.public().select_related("unit").order_by()
    live = (each for each in pages if each.live)
    ordered = sorted(live, key=lambda unit_page: collation_key(unit_page.unit.short_name))
    groups = [(kind.label, [each for each in ordered if each.unit.kind == kind]) for kind in UnitKind]
    shown = [(label, members) for label, members in groups if members]
    return [Piece(template_name="units/pieces/home_units.html", context={"unit_groups": shown})] if shown else []
