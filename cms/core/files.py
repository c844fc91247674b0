"""Where files are kept that no reader may ever fetch: the units' original Word files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import storages

if TYPE_CHECKING:
    from django.core.files.storage import Storage


def private_storage() -> Storage:
    """The storage without an address; its files leave the house only through a view that asks who wants them."""
    return storages["private"]
