"""What a writer is told about an imported file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportNote:
    """A code that stays the same, and its sentence in the language of the import."""

    code: str
    message: str
