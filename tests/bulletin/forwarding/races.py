"""Several acts of forwarding in the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.forwarding.errors import ActionError
from tests.races import let_go

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], object]) -> list[ActionError | None]:
    """Each act on a connection of its own, all let go together; its refusal, or None where it was carried out."""
    return let_go(*acts, refused=(ActionError,))
