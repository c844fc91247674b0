"""What forwarding announces rings for a capture after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.evidence.captures import TASK
from bulletin.forwarding.signals import delivery_confirmed
from cms.core.bell import ring_on_commit

if TYPE_CHECKING:
    from bulletin.forwarding.models import Delivery


def connect() -> None:
    """Listens; called once, when the app is ready."""
    delivery_confirmed.connect(_on_confirmed, dispatch_uid="bulletin.evidence.receivers")


def _on_confirmed(sender: type, *, delivery: Delivery, **kwargs: Any) -> None:
    ring_on_commit(TASK, str(delivery.pk))
