"""Refusals of the tasks by hand; all are an ``ActionError`` of the room."""

from __future__ import annotations

from bulletin.forwarding.errors import WrongState


class SaidAlready(WrongState):
    """Somebody else has said it in the meantime; the message names who and what."""
