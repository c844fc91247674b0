"""Two people acting on accounts at the same moment, on two connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.units.errors import PeopleRefused
from tests.races import let_go

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], object]) -> list[PeopleRefused | None]:
    """Each act on a connection of its own, all let go together; its refusal, or None where it was carried out."""
    return let_go(*acts, refused=(PeopleRefused,))
