"""Files that are written beside rows: when the rows are rolled back, the files go with them."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.fields.files import FieldFile

logger = logging.getLogger(__name__)


class StoredFiles:
    """Remembers the files that were written in one act."""

    def __init__(self) -> None:
        self._files: list[FieldFile] = []

    def remember(self, file: FieldFile) -> None:
        """Adds a file that has been written."""
        self._files.append(file)

    def remove(self) -> None:
        """Deletes what was written; a storage that fails leaves an orphan and a line in the log."""
        for file in self._files:
            try:
                file.storage.delete(file.name or "")
            except OSError as error:
                logger.warning("The file %s could not be removed again: %s", file.name, error)


@contextmanager
def files_or_nothing() -> Iterator[StoredFiles]:
    """Hands out a list for written files and deletes them when the block fails. Wrap it around the transaction."""
    stored = StoredFiles()
    try:
        yield stored
    except BaseException:
        stored.remove()
        raise
