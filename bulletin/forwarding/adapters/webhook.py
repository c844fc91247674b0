"""The webhook adapter: ``PUT {base}/articles/{article_id}`` with Standard Webhooks signatures."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from bulletin.forwarding import codes, proof, signing
from bulletin.forwarding.adapters.base import Adapter, Endpoint, Held, Parcel, Receipt, Sight
from bulletin.forwarding.addresses import check_place, parse_target
from bulletin.forwarding.errors import AddressRefused, OutcomeUnknown, RetryLater
from bulletin.forwarding.schedule import parse_retry_after
from bulletin.forwarding.transport import Answer, Limits, Route, exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

LONGEST_QUOTE = 2048
LONGEST_URL = 500
LONGEST_ID = 200


class WebhookAdapter(Adapter):
    """A site that takes signed JSON by HTTP and can be asked what it holds."""

    label: ClassVar[str] = "Signed JSON by HTTPS (webhook)"
    needs_secret: ClassVar[bool] = True

    def __init__(
        self, endpoint: Endpoint, *, limits: Limits | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(endpoint)
        self._clock = clock
        self._route = Route(
            allowed_hosts=endpoint.allowed_hosts, allow_private=endpoint.allow_private, limits=limits or Limits()
        )

    @classmethod
    def check_secrets(cls, secrets: Sequence[str]) -> None:
        """ValueError for a secret that is not ``whsec_`` and base64 of 24 to 64 bytes."""
        for secret in secrets:
            signing.key_of(secret)

    def send(self, parcel: Parcel) -> Receipt:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": str(parcel.delivery_id),
            "X-Article-Version": str(parcel.version),
        }
        answer = self._call("PUT", self._address(parcel.article_id), parcel.body, str(parcel.delivery_id), headers)
        quote = self._quote(answer)
        if parcel.is_retraction and answer.status in (404, 410):
            return Receipt(code=answer.status, answer=quote)
        if error := codes.error_of(answer.status, quote, retry_after=self._wish(answer)):
            raise error
        if not answer.complete:
            raise OutcomeUnknown("the answer broke off", code=answer.status)
        content = _object(answer)
        return Receipt(
            code=answer.status,
            answer=quote,
            remote_id=_string(content, "id", longest=LONGEST_ID),
            remote_url=self._public_address(content),
        )

    def look_up(self, article_id: UUID) -> Held | None:
        answer = self._call("GET", self._address(article_id), None, f"look-up-{article_id}", {})
        if answer.status == 404:
            return None
        content = _object(answer)
        if answer.status not in (200, 410) or not answer.complete:
            raise RetryLater(f"the look-up was answered with {answer.status}", code=answer.status)
        version = content.get("version")
        if answer.status == 410 and version is None:
            return None
        if content.get("article_id") != str(article_id) or not isinstance(version, int) or isinstance(version, bool):
            raise RetryLater("the look-up was not answered with this article's version", code=answer.status)
        return Held(
            version=version,
            retracted=answer.status == 410 or content.get("state") == "retracted",
            remote_id=_string(content, "id", longest=LONGEST_ID),
            remote_url=self._public_address(content),
        )

    def confirm(self, parcel: Parcel, url: str) -> Sight:
        headers = {"User-Agent": self.endpoint.user_agent, "Accept": "text/html", "Accept-Encoding": "identity"}
        answer = exchange(method="GET", url=url, headers=headers, body=None, route=self._route)
        if answer.status in (404, 410):
            return Sight.GONE
        shown = answer.status == 200 and proof.shows(
            answer.text, title=parcel.title, version=parcel.version, content_sha256=parcel.content_sha256
        )
        return Sight.SHOWN if shown else Sight.OTHER

    def _address(self, article_id: UUID) -> str:
        return f"{self.endpoint.base_url.rstrip('/')}/articles/{article_id}"

    def _call(self, method: str, url: str, body: bytes | None, message_id: str, headers: dict[str, str]) -> Answer:
        signed = signing.signature_headers(
            message_id=message_id, timestamp=int(self._clock()), body=body or b"", secrets=self.endpoint.secrets
        )
        common = {
            "User-Agent": self.endpoint.user_agent,
            "Accept": "application/json",
            # Compressed answers could be larger than they look; nobody needs them here.
            "Accept-Encoding": "identity",
        }
        return exchange(method=method, url=url, headers=common | headers | signed, body=body, route=self._route)

    def _wish(self, answer: Answer) -> float | None:
        return parse_retry_after(answer.headers.get("retry-after"), now=datetime.fromtimestamp(self._clock(), UTC))

    def _quote(self, answer: Answer) -> str:
        """The start of an answer; a site that echoes our secrets does not get them into the ledger."""
        text = answer.text
        for secret in self.endpoint.secrets:
            text = text.replace(secret, "***").replace(secret.removeprefix(signing.PREFIX), "***")
        return text[:LONGEST_QUOTE]

    def _public_address(self, content: dict[str, Any]) -> str:
        """The address that the other site names, if we may call it; else none, and it cannot be confirmed by it."""
        url = _string(content, "url", longest=LONGEST_URL)
        try:
            target = parse_target(url, allow_private=self.endpoint.allow_private)
            check_place(target, allowed=self.endpoint.allowed_hosts)
        except AddressRefused:
            return ""
        return target.url


def _object(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; empty where it is anything else."""
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _string(content: dict[str, Any], name: str, *, longest: int) -> str:
    value = content.get(name)
    return value if isinstance(value, str) and len(value) <= longest and value.isprintable() else ""
