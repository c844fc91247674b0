"""Loading many rows at once: indexes are built in one go at the end, and not anew after each of a row's five saves."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def index_afterwards() -> Iterator[None]:
    """Saves inside leave the search index and the index of references alone; both are rebuilt on the way out.

    For loading into a database that nobody else writes to.
    """
    followed = [
        model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in followed:
            post_save.connect(post_save_signal_handler, sender=model)
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
