"""Two people acting at the same moment, on two connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.articles.actions import ContentClosed
from submissions.moderation.errors import VerbRefused
from tests.races import let_go

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], object]) -> list[VerbRefused | ContentClosed | None]:
    """Each act on a connection of its own, all let go together; its refusal, or None where it was carried out."""
    refused: tuple[type[VerbRefused | ContentClosed], ...] = (VerbRefused, ContentClosed)
    return let_go(*acts, refused=refused)
