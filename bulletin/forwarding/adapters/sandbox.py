"""The sandbox adapter: a webhook whose receiver ships with the demo and knows the demo's secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bulletin.forwarding.adapters.webhook import WebhookAdapter
from bulletin.forwarding.sandbox.signatures import DEMO_SECRET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class SandboxAdapter(WebhookAdapter):
    """The sandbox province. A destination of this kind made without a secret gets the demo's."""

    label: ClassVar[str] = "Sandbox province (demo)"
    demo_only: ClassVar[bool] = True
    needs_secret: ClassVar[bool] = False
    default_secret: ClassVar[str] = DEMO_SECRET
    # It reads our own form alone.
    options: ClassVar[Mapping[str, Sequence[str]]] = {"format": ("json",), "method": ("PUT", "POST")}
