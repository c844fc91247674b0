"""What counting and listening add to the site."""

from __future__ import annotations

from wagtail import hooks

from cms.visits.pieces import edge_addresses, reader_pieces

hooks.register("reader_pieces", reader_pieces)
hooks.register("edge_addresses", edge_addresses)
