"""What counting and listening add to the site and to the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from wagtail import hooks

from cms.core.seeds import ensure_rules
from cms.visits.desk_views import ListenView, RecordingView
from cms.visits.pieces import arrival_rows, edge_addresses, reader_pieces
from cms.visits.recordings import RULES

if TYPE_CHECKING:
    from django.urls import URLPattern

hooks.register("reader_pieces", reader_pieces)
hooks.register("edge_addresses", edge_addresses)
hooks.register("arrival_rows", arrival_rows)


@hooks.register("setup_site", order=20)
def ensure_visits_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("register_admin_urls")
def recording_urls() -> list[URLPattern]:
    """The screen of an article's recording, and the recording for the editors' ears."""
    return [
        path("ghi-am/<int:page_id>/", RecordingView.as_view(), name="visits_recording"),
        path("ghi-am/<int:page_id>/<int:number>/", ListenView.as_view(), name="visits_recording_file"),
    ]
