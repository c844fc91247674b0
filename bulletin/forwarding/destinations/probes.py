"""A harmless question to a destination: does it answer, and does it know us."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import AddressRefused, SendError

if TYPE_CHECKING:
    from bulletin.forwarding.adapters import Backend
    from bulletin.forwarding.models import Destination


@dataclass(frozen=True)
class Outcome:
    """Whether the destination answered as it should, in words, and how long it took."""

    ok: bool
    message: str
    milliseconds: int


def probe(*, destination: Destination, backend: Backend = adapter_for) -> Outcome:
    """Ask for an article that cannot exist. Nothing is sent and nothing is recorded; works on a paused one too."""
    started = time.monotonic()
    try:
        adapter = backend(destination)
        if not adapter.can_look_up:
            return Outcome(ok=True, message="this kind of destination cannot be asked", milliseconds=0)
        held = adapter.look_up(uuid4())
    except (SendError, AddressRefused, Unreadable) as error:
        ok, message = False, str(error) or type(error).__name__
    else:
        ok, message = (
            (True, "it answers") if held is None else (False, "it claims to hold an article that does not exist")
        )
    return Outcome(ok=ok, message=message, milliseconds=round((time.monotonic() - started) * 1000))
