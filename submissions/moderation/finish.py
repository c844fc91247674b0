"""What happens when a Wagtail workflow ends: nothing. Imports nothing, because Wagtail loads it with its own models."""

from __future__ import annotations

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """Wagtail would publish the latest revision here. The submission's own action has pinned the approved one, and
    publishes that and no other when it is due."""
