"""A site that reads our change feed: it is never sent anything, but its public pages are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn

from bulletin.forwarding.adapters.webhook import WebhookAdapter
from bulletin.forwarding.errors import CannotLookUp, DestinationBlocked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from bulletin.forwarding.adapters.base import Parcel


class PullAdapter(WebhookAdapter):
    """Its base address is that of the site on which articles are shown; its secret signs questions and receipts."""

    label: ClassVar[str] = "Fetches by itself (change feed)"
    options: ClassVar[Mapping[str, Sequence[str]]] = {}
    can_look_up: ClassVar[bool] = False

    def send(self, parcel: Parcel) -> NoReturn:
        """Never: it fetches by itself."""
        raise DestinationBlocked("this destination fetches by itself")

    def look_up(self, article_id: UUID) -> NoReturn:
        """Never: it offers no address for questions."""
        raise CannotLookUp("this destination fetches by itself")
