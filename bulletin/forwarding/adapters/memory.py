"""An adapter without a network: the fake for tests of everything above the port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.forwarding.adapters.base import Adapter, Endpoint, Held, Parcel, Receipt, Sight
from bulletin.forwarding.errors import VersionConflict

if TYPE_CHECKING:
    from uuid import UUID

NOWHERE = Endpoint(base_url="https://memory.invalid", allowed_hosts=("memory.invalid",), allow_private=False)


class MemoryAdapter(Adapter):
    """A receiving site in a dictionary that keeps the rules of the contract.

    ``faults`` are raised one by one before anything is taken, ``late_faults`` after it was taken; ``look_up_faults``
    instead of an answer to a question. ``applied`` lists what was taken, in order. ``hidden`` keeps everything off the
    public page; ``pending`` says so in the receipts.
    """

    needs_secret = False

    def __init__(self, endpoint: Endpoint = NOWHERE) -> None:
        super().__init__(endpoint)
        self.held: dict[UUID, Held] = {}
        self.applied: list[tuple[UUID, int]] = []
        self.sent: list[Parcel] = []
        self.faults: list[Exception] = []
        self.late_faults: list[Exception] = []
        self.look_up_faults: list[Exception] = []
        self.keys: set[UUID] = set()
        self.hidden = False
        self.pending = False

    def send(self, parcel: Parcel) -> Receipt:
        self.sent.append(parcel)
        if self.faults:
            raise self.faults.pop(0)
        if parcel.delivery_id not in self.keys:
            held = self.held.get(parcel.article_id)
            if held is not None and held.version >= parcel.version:
                raise VersionConflict("older or equal", code=409)
            url = f"https://memory.invalid/{parcel.article_id}"
            self.held[parcel.article_id] = Held(parcel.version, parcel.is_retraction, remote_url=url)
            self.applied.append((parcel.article_id, parcel.version))
            self.keys.add(parcel.delivery_id)
        if self.late_faults:
            raise self.late_faults.pop(0)
        return Receipt(
            code=200,
            answer="taken",
            remote_url=f"https://memory.invalid/{parcel.article_id}",
            pending=self.pending,
            notes=["left out: a category"] if self.pending else [],
        )

    def look_up(self, article_id: UUID) -> Held | None:
        if self.look_up_faults:
            raise self.look_up_faults.pop(0)
        return self.held.get(article_id)

    def confirm(self, parcel: Parcel, url: str) -> Sight:
        held = self.held.get(parcel.article_id)
        if held is None or held.retracted:
            return Sight.GONE
        return Sight.SHOWN if held.version == parcel.version and not self.hidden else Sight.OTHER
