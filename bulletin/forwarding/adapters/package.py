"""The package adapter: no program at the other end, a person puts the article in.

“Sent” means that a task with a package lies before the named person; the row stays *delivered* until they have said
where the article stands, and our own look agrees (`bulletin.forwarding.handover`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bulletin.forwarding.adapters.base import Adapter, Hands, Held, Parcel, Receipt, Sight
from bulletin.forwarding.errors import DestinationBlocked, Refused, RetryLater, VersionConflict
from bulletin.forwarding.formats import NotAnArticle, read
from bulletin.forwarding.formats.package import package_of
from bulletin.forwarding.proof import pages
from bulletin.forwarding.wire.transport import PAGE_LIMITS, Route, exchange

if TYPE_CHECKING:
    from uuid import UUID

    from bulletin.forwarding.payload import Picture

ACCEPTED = 202
LARGEST = 15 * 1024 * 1024
"""Bytes of a package: what mail systems of offices let through."""


class PackageAdapter(Adapter):
    """A site without an interface. Its base address is where its public pages lie; no secret is needed."""

    label: ClassVar[str] = "By hand: a package for a named person"
    needs_secret: ClassVar[bool] = False

    def send(self, parcel: Parcel) -> Receipt:
        hands = self._hands()
        held = hands.held(parcel.article_id)
        if held is not None and held.version > parcel.version:
            raise VersionConflict(f"version {held.version} was put before somebody already")
        try:
            article = read(parcel.body)
            package = package_of(article, title=parcel.title, address=parcel.remote_url, load=self._load)
        except NotAnArticle as error:
            raise Refused(f"the article cannot be put into a package: {error}") from error
        except ValueError as error:
            raise Refused(f"a picture of the article cannot be put into a package: {error}") from error
        if len(package.content) > LARGEST:
            raise Refused(f"the package is larger than {LARGEST // 1024 // 1024} MB; use fewer or smaller pictures")
        task = hands.put_before(parcel, package)
        return Receipt(code=ACCEPTED, remote_id=task, remote_url=parcel.remote_url, pending=True)

    def look_up(self, article_id: UUID) -> Held | None:
        return self._hands().held(article_id)

    def confirm(self, parcel: Parcel, url: str) -> Sight:
        """Title and version (or hash) are proof by themselves. A site that shows neither shows the title alone: that is
        proof only for the very version of which a person said that it stands there."""
        route = Route(
            allowed_hosts=self.endpoint.allowed_hosts, allow_private=self.endpoint.allow_private, limits=PAGE_LIMITS
        )
        headers = {"User-Agent": self.endpoint.user_agent, "Accept": "text/html", "Accept-Encoding": "identity"}
        answer = exchange(method="GET", url=url, headers=headers, body=None, route=route)
        if answer.status in (404, 410):
            return Sight.GONE
        if answer.status != 200:
            raise RetryLater(f"the page was answered with {answer.status}", code=answer.status)
        named = pages.shows(
            answer.text,
            title=parcel.title,
            version=parcel.version,
            content_sha256=parcel.content_sha256,
            spelling=pages.typographic,
        )
        said = pages.shows_title(answer.text, title=parcel.title, spelling=pages.typographic) and (
            self._hands().is_stated(parcel.delivery_id)
        )
        return Sight.SHOWN if named or said else Sight.OTHER

    def _hands(self) -> Hands:
        if self.supplies.hands is None:
            raise DestinationBlocked("nobody is named who puts articles in at this destination")
        return self.supplies.hands

    def _load(self, picture: Picture) -> bytes:
        return self.supplies.pictures.load(url=picture.url, sha256=picture.sha256)
