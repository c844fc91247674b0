"""Receipts: what another site says of a delivery, signed. Reading is pure; recording decides what it changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import RECEIPT
from bulletin.forwarding.errors import AddressRefused, NotFound
from bulletin.forwarding.models import Delivery, Destination, Receipt
from bulletin.forwarding.proof import drift
from bulletin.forwarding.proof.records import DriftKind, Effect, ReceiptKind
from bulletin.forwarding.states import TRANSITIONS, Verb
from bulletin.forwarding.wire.addresses import check_place, parse_target
from submissions.articles.actions import record_confirmed

if TYPE_CHECKING:
    from datetime import datetime

LARGEST: Final = 16 * 1024
LONGEST_URL: Final = 500
LONGEST_TEXT: Final = 2_000
TYPES: Final = {
    "receipt.published": ReceiptKind.PUBLISHED,
    "receipt.removed": ReceiptKind.REMOVED,
    "receipt.refused": ReceiptKind.REFUSED,
}


class BadReceipt(Exception):
    """A signed message that says nothing we can use; the text tells the sender what to mend."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a receipt says."""

    kind: ReceiptKind
    article_id: UUID
    version: int
    url: str = ""
    text: str = ""
    content_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message whose signature was checked: its id, the moment of signing, the signatures and the bytes."""

    webhook_id: str
    signed_at: datetime
    signature: str
    body: bytes


def read(body: bytes) -> Said:
    """Take a receipt apart. Raises BadReceipt."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadReceipt("the body is not JSON") from error
    data = content.get("data") if isinstance(content, dict) else None
    if not isinstance(data, dict):
        raise BadReceipt("data is missing")
    given = content.get("type")
    kind = TYPES.get(given) if isinstance(given, str) else None
    if kind is None:
        raise BadReceipt(f"type is one of {', '.join(TYPES)}")
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version < 2**31:
        raise BadReceipt("data.version is a whole number from 1")
    try:
        article_id = UUID(_string(data, "article_id", longest=36))
    except ValueError as error:
        raise BadReceipt("data.article_id is a UUID") from error
    said = Said(
        kind=kind,
        article_id=article_id,
        version=version,
        url=_string(data, "url", longest=LONGEST_URL),
        text=ledger.plain(_string(data, "text", longest=LONGEST_TEXT), longest=LONGEST_TEXT).strip(),
        content_sha256=_string(data, "content_sha256", longest=64).lower(),
    )
    if kind == ReceiptKind.PUBLISHED and not said.url:
        raise BadReceipt("data.url is the public address of the article")
    if kind == ReceiptKind.REFUSED and not said.text:
        raise BadReceipt("data.text says why")
    return said


def _string(data: dict[str, Any], name: str, *, longest: int) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise BadReceipt(f"data.{name} is a text of at most {longest} characters")
    return value


def record(*, destination_id: int, message: Message, said: Said, now: datetime) -> Receipt:
    """Store a receipt and let it take its effect; a message that was stored before is given back, without any.

    Raises BadReceipt where it does not fit what was sent, NotFound where there is no such delivery.
    """
    with transaction.atomic():
        # The destination first, as everywhere; its lock also makes the same message wait for itself.
        destination = Destination.objects.locked().get(pk=destination_id)
        known = Receipt.objects.filter(destination=destination, webhook_id=message.webhook_id).first()
        if known is not None:
            return known
        row = (
            Delivery.objects.select_for_update(of=("self",))
            .filter(destination=destination, article_id=said.article_id, version=said.version)
            .first()
        )
        if row is None:
            raise NotFound("no such delivery")
        url = _checked(said, destination=destination, row=row)
        effect = _effect(said, row)
        receipt = Receipt(
            destination=destination,
            delivery=row,
            webhook_id=message.webhook_id,
            kind=said.kind,
            effect=effect,
            url=url,
            text=said.text,
            signed_at=message.signed_at,
            received_at=now,
            body=message.body,
            signature=message.signature,
        )
        receipt.save()
        _apply(receipt, row, now=now)
        return receipt


def _checked(said: Said, *, destination: Destination, row: Delivery) -> str:
    """The address in the form in which it may be called; BadReceipt for what does not fit the delivery."""
    if said.content_sha256 and said.content_sha256 != row.content_sha256:
        raise BadReceipt("data.content_sha256 is not that of this version")
    if said.kind == ReceiptKind.PUBLISHED and row.is_retraction:
        raise BadReceipt("this version takes the article down: the receipt for it is receipt.removed")
    if not said.url:
        return ""
    try:
        target = parse_target(said.url, allow_private=destination.allow_private)
        check_place(target, allowed=destination.allowed_hosts)
    except AddressRefused as error:
        raise BadReceipt(f"data.url: {error}") from error
    return target.url


def _effect(said: Said, row: Delivery) -> Effect:
    if row.first_sent_at is None or Delivery.objects.newer_than(row).exists():
        return Effect.KEPT
    if said.kind == ReceiptKind.REFUSED:
        return Effect.REJECTED if row.state in TRANSITIONS[Verb.REFUSE].sources else Effect.KEPT
    if said.kind == ReceiptKind.REMOVED and not row.is_retraction:
        return Effect.FLAGGED if row.has_arrived else Effect.KEPT
    return Effect.CONFIRMED if row.state in TRANSITIONS[Verb.VOUCH].sources else Effect.KEPT


def _apply(receipt: Receipt, row: Delivery, *, now: datetime) -> None:
    answer = bytes(receipt.body).decode("utf-8", errors="replace")
    match receipt.effect:
        case Effect.CONFIRMED:
            ledger.move(
                delivery=row,
                verb=Verb.VOUCH,
                actor=RECEIPT,
                at=now,
                reason=receipt.url,
                answer=answer,
                delivered_at=row.delivered_at or now,
                confirmed_at=now,
                check_at=None,
                next_attempt_at=None,
                last_error="",
                remote_url=receipt.url or row.remote_url,
            )
            # Whatever was delivered before is no longer what the public page can show.
            Delivery.objects.shown_before(row).update(check_at=None)
            if not row.is_retraction:
                record_confirmed(story_id=row.story_id, at=now, url=row.remote_url)
        case Effect.REJECTED:
            ledger.move(
                delivery=row,
                verb=Verb.REFUSE,
                actor=RECEIPT,
                at=now,
                reason=receipt.text,
                answer=answer,
                next_attempt_at=None,
                check_at=None,
                last_error=ledger.plain(receipt.text, longest=ledger.LONGEST_ERROR),
            )
        case Effect.FLAGGED:
            said = receipt.text or "the other site says that it took the article down"
            ledger.note(delivery=row, actor=RECEIPT, at=now, reason=said, answer=answer)
            drift.flag(delivery=row, kind=DriftKind.GONE, detail=said, at=now)
        case _:
            ledger.note(delivery=row, actor=RECEIPT, at=now, reason="a receipt, kept without effect", answer=answer)
