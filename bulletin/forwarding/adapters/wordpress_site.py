"""Speaking to a WordPress: its REST interface with an application password, within the time of one send."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from urllib3.filepost import encode_multipart_formdata

from bulletin.forwarding.adapters.answers import json_in, masked, wait_of
from bulletin.forwarding.adapters.base import SEND_SECONDS
from bulletin.forwarding.errors import DestinationBlocked, OutcomeUnknown, Refused, RetryLater, SendError
from bulletin.forwarding.wire import codes
from bulletin.forwarding.wire.transport import Limits, Route, exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bulletin.forwarding.adapters.base import Endpoint

# A list of posts carries their texts, in which our mark stands.
ANSWER_BYTES = 2 * 1024 * 1024
SHORTEST_EXCHANGE = 2.0
# Refusals of one article, and not of all that this account does.
OF_ONE_ARTICLE = frozenset({"rest_cannot_edit", "rest_cannot_delete", "rest_cannot_assign_term"})
# A post of ours that others have published meanwhile: the account may read it like everybody, and no more.
NOT_TO_EDIT = "rest_forbidden_context"


@dataclass(frozen=True)
class Reply:
    """An answer: status, WordPress' own code of an error, the JSON value, and what may be quoted."""

    status: int
    code: str
    content: Any
    quote: str
    retry_after: float | None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def item(self) -> dict[str, Any]:
        """The object of the answer; empty where it is anything else."""
        return self.content if isinstance(self.content, dict) else {}

    @property
    def number(self) -> int:
        """The id that the answer names; 0 where it names none."""
        value = self.item.get("id")
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0

    def error(self) -> SendError:
        """What a refusal means."""
        if self.code in OF_ONE_ARTICLE or self.code.startswith("rest_upload"):
            return Refused(self.quote, code=self.status)
        if self.code == "rest_invalid_param" and self._is_about_the_account():
            return DestinationBlocked(self.quote, code=self.status)
        found = codes.error_of(self.status, self.quote, retry_after=self.retry_after)
        return found or OutcomeUnknown("the answer is not one of WordPress", code=self.status)

    def _is_about_the_account(self) -> bool:
        """Whether parameters are refused because of who asks: with a wrong password core takes us for a reader."""
        data = self.item.get("data")
        details = data.get("details") if isinstance(data, dict) else None
        return any(
            isinstance(each, dict) and isinstance(each.get("data"), dict) and each["data"].get("status") in (401, 403)
            for each in (details.values() if isinstance(details, dict) else ())
        )


class Site:
    """One conversation, which ends after `SEND_SECONDS` however many requests it takes."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._end = time.monotonic() + SEND_SECONDS
        if not endpoint.secrets:
            raise DestinationBlocked("no application password is set")
        # WordPress shows its passwords in groups, and takes them with or without the blanks.
        password = "".join(endpoint.secrets[0].split())
        self._credentials = base64.b64encode(f"{endpoint.username}:{password}".encode()).decode()

    def get(self, path: str, **parameters: object) -> Reply:
        """Read. Raises the error of a refusal, but for two that the caller judges: no such thing, and not to be edited."""
        reply = self._call("GET", path, parameters, None, {})
        is_missing = reply.status == 404 and reply.code not in ("", "rest_no_route")
        if not (reply.ok or is_missing or reply.code == NOT_TO_EDIT):
            raise reply.error()
        return reply

    def rows(self, path: str, **parameters: object) -> list[dict[str, Any]]:
        """Read a list. RetryLater where the answer is none: a sign-in page, a cache that means well."""
        reply = self.get(path, **parameters)
        if not reply.ok:
            raise reply.error()
        if not isinstance(reply.content, list):
            raise RetryLater("the list was not answered as WordPress does", code=reply.status)
        return [each for each in reply.content if isinstance(each, dict)]

    def post(self, path: str, content: Mapping[str, Any], **parameters: object) -> Reply:
        """Write an object."""
        body = json.dumps(content, ensure_ascii=False).encode()
        return self._call("POST", path, parameters, body, {"Content-Type": "application/json; charset=utf-8"})

    def upload(
        self, *, name: str, kind: str, content: bytes, fields: Mapping[str, str], **parameters: object
    ) -> Reply:
        """Put a file among the media, with what is said of it, in one request.

        An upload without an answer is no unknown outcome of the article: the next attempt looks for the file first.
        """
        body, content_type = encode_multipart_formdata({**fields, "file": (name, content, kind)})
        try:
            return self._call("POST", "media", parameters, body, {"Content-Type": content_type})
        except OutcomeUnknown as error:
            raise RetryLater(f"a picture was sent and not answered for: {error.text}") from error

    def delete(self, path: str) -> Reply:
        """Move to the trash."""
        return self._call("DELETE", path, {}, None, {})

    def _call(
        self, method: str, path: str, parameters: Mapping[str, object], body: bytes | None, headers: dict[str, str]
    ) -> Reply:
        left = self._end - time.monotonic()
        if left < SHORTEST_EXCHANGE:
            raise RetryLater("the time of one attempt is over; what was put there is kept, the next attempt goes on")
        # Asked for by parameter, the interface answers whatever the site's addresses look like.
        query = urlencode({"rest_route": f"/wp/v2/{path}", **parameters})
        route = Route(
            allowed_hosts=self.endpoint.allowed_hosts,
            allow_private=self.endpoint.allow_private,
            limits=Limits(whole=min(left, Limits.whole), answer_bytes=ANSWER_BYTES),
        )
        answer = exchange(
            method=method,
            url=f"{self.endpoint.base_url.rstrip('/')}/index.php?{query}",
            headers={
                "User-Agent": self.endpoint.user_agent,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Authorization": f"Basic {self._credentials}",
                **headers,
            },
            body=body,
            route=route,
        )
        content = json_in(answer) if answer.complete else None
        code = content.get("code") if isinstance(content, dict) else None
        quote = masked(answer.text, self.endpoint.secrets, username=self.endpoint.username)
        return Reply(answer.status, code if isinstance(code, str) else "", content, quote, wait_of(answer))
