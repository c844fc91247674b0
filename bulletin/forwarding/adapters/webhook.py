"""The webhook adapter: ``PUT {base}/articles/{article_id}`` with Standard Webhooks signatures."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from bulletin.forwarding.adapters.answers import LONGEST_ID, address_in, masked, object_in, string_in, wait_of
from bulletin.forwarding.adapters.base import Adapter, Endpoint, Held, Parcel, Receipt, Sight, Supplies
from bulletin.forwarding.errors import OutcomeUnknown, Refused, RetryLater
from bulletin.forwarding.formats import FORMATS, NotAnArticle
from bulletin.forwarding.proof import pages
from bulletin.forwarding.wire import codes, signing
from bulletin.forwarding.wire.transport import Answer, Limits, Route, exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID


class WebhookAdapter(Adapter):
    """A site that takes signed JSON by HTTP and can be asked what it holds.

    Where a key is being rotated the destination has two secrets: each request carries a signature of both, and the other
    site accepts whichever it knows.
    """

    label: ClassVar[str] = "Signed JSON by HTTPS (webhook)"
    needs_secret: ClassVar[bool] = True
    options: ClassVar[Mapping[str, Sequence[str]]] = {"format": tuple(FORMATS), "method": ("PUT", "POST")}

    def __init__(
        self,
        endpoint: Endpoint,
        supplies: Supplies | None = None,
        *,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(endpoint, supplies)
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
        form = FORMATS[self.option("format")]
        try:
            body = form.encode(parcel.body)
        except NotAnArticle as fault:
            raise Refused(f"the article cannot be put into this form: {fault}") from fault
        headers = {
            "Content-Type": form.content_type,
            "Idempotency-Key": str(parcel.delivery_id),
            "X-Article-Version": str(parcel.version),
        }
        address = self._address(parcel.article_id)
        answer = self._call(self.option("method"), address, body, str(parcel.delivery_id), headers)
        quote = masked(answer.text, self.endpoint.secrets)
        if parcel.is_retraction and answer.status in (404, 410):
            return Receipt(code=answer.status, answer=quote)
        if error := codes.error_of(answer.status, quote, retry_after=wait_of(answer, clock=self._clock)):
            raise error
        if not answer.complete:
            raise OutcomeUnknown("the answer broke off", code=answer.status)
        content = object_in(answer)
        return Receipt(
            code=answer.status,
            answer=quote,
            remote_id=string_in(content, "id", longest=LONGEST_ID),
            remote_url=address_in(content, self.endpoint),
        )

    def look_up(self, article_id: UUID) -> Held | None:
        answer = self._call("GET", self._address(article_id), None, f"look-up-{article_id}", {})
        if answer.status == 404:
            return None
        content = object_in(answer)
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
            remote_id=string_in(content, "id", longest=LONGEST_ID),
            remote_url=address_in(content, self.endpoint),
        )

    def confirm(self, parcel: Parcel, url: str) -> Sight:
        headers = {"User-Agent": self.endpoint.user_agent, "Accept": "text/html", "Accept-Encoding": "identity"}
        answer = exchange(method="GET", url=url, headers=headers, body=None, route=self._route)
        if answer.status in (404, 410):
            return Sight.GONE
        shown = answer.status == 200 and pages.shows(
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
