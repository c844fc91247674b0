"""What a check says: one finding about one place of a text."""

from __future__ import annotations

import dataclasses
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs."""

    BLOCKS = "blocks"
    """The article can't be handed in."""
    WARNS = "warns"
    """The writer and the editor are asked to look."""
    NOTES = "notes"
    """Advice."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was found.

    ``field`` names where it can be mended: ``title``, ``sapo``, ``byline``, ``genre``, ``topic``, ``audience``,
    ``lead-alt``, ``lead-caption``, ``lead-credit``, ``figure-<block id>-alt`` (``-caption``, ``-credit``), ``body`` (then
    ``block_id`` names the block, where one is meant) or ``no_secrets``. ``passage`` is the text that it is about, short and
    with personal data masked. ``params`` go into the sentence of its code; ``message`` is that sentence, put in when a
    finding leaves the checks, or by the room that found it.
    """

    code: str
    level: Level
    field: str
    params: dict[str, str | int] = dataclasses.field(default_factory=dict)
    passage: str = ""
    block_id: str = ""
    message: str = ""
