"""Proposals of a webhook destination, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.forwarding import proposals
from bulletin.forwarding.destination_models import Change, DestinationProposal

if TYPE_CHECKING:
    from cms.accounts.models import User

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="
OTHER = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU="
DESK = "/quan-tri/chuyen-tinh/"
PUBLIC = {"resolver": lambda host, port: ["8.8.8.8"]}
VALUES = {
    "kind": "webhook", "name": "Trang tỉnh", "base_url": "https://cchc.vi-du.vn/nhan", "username": "",
    "takes_translations": False, "max_parallel": 2, "rate_per_second": 3, "oldest_limit_minutes": 60,
    "backlog_limit": 50, "allow_private": False, "starts_paused": True,
}  # fmt: skip


def propose(admin: User, change: Change = Change.ADD, **more: Any) -> DestinationProposal:
    """A proposal of a destination, or of another change."""
    given: dict[str, Any] = {"change": change, "actor": admin, "reason": "Công văn 12", **PUBLIC}
    if change == Change.ADD:
        given |= {"values": VALUES, "secret": SECRET}
    return proposals.propose(**given | more)


def approve(proposal: DestinationProposal, second: User) -> DestinationProposal:
    """The same, approved by a second person."""
    return proposals.approve(proposal_id=proposal.pk, actor=second, **PUBLIC)
