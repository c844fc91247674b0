"""The bell of the tasks by hand: a word was given, our own look is next."""

from __future__ import annotations

from cms.core.bell import ring_on_commit

LOOK = "bulletin.forwarding.handover.tasks.look"
SWEEP = "bulletin.forwarding.handover.tasks.sweep"


def ring_look(task_id: int) -> None:
    """After the commit: what a person said is to be looked at."""
    ring_on_commit(LOOK, task_id)
