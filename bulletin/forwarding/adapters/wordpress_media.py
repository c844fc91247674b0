"""Pictures among the media of a WordPress: each put there once, found again by a slug that is its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.forwarding.adapters.answers import address_in
from bulletin.forwarding.errors import OutcomeUnknown, RetryLater
from bulletin.forwarding.formats.html_page import caption_of
from bulletin.forwarding.formats.ninjs import picture_type
from bulletin.forwarding.formats.wordpress_post import caption_for

if TYPE_CHECKING:
    from bulletin.forwarding.adapters.base import Supplies
    from bulletin.forwarding.adapters.wordpress_site import Site
    from bulletin.forwarding.formats import Article
    from bulletin.forwarding.payload import Picture

FIELDS = "id,slug,source_url,alt_text"
MOST = 100
ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
NOT_ALLOWED = "pictures were left out: the account may not put files there"


def slug_of(picture: Picture) -> str:
    """The name of a picture over there: half of its hash is more than enough, and fits every file system."""
    return f"ban-tin-{picture.sha256[:32]}"


class Media:
    """The pictures of one article over there."""

    def __init__(self, site: Site, supplies: Supplies, article: Article) -> None:
        self.site, self.supplies, self.article = site, supplies, article
        self.notes: list[str] = []
        self._numbers: dict[str, int] = {}
        self._addresses: dict[str, str] = {}

    def address(self, url: str) -> str | None:
        """Where a picture of ours lies over there; None for one that does not."""
        return self._addresses.get(url)

    def number(self, url: str) -> int:
        """The number of a picture over there; 0 for one that is not."""
        return self._numbers.get(url, 0)

    def put_all(self) -> None:
        """Look for all pictures at once, and put there those that are missing."""
        pictures = list({picture.sha256: picture for picture in self.article.images}.values())[:MOST]
        if not pictures:
            return
        known = self._known(pictures)
        for picture in pictures:
            row = known.get(slug_of(picture))
            if row is None:
                row = self._put(picture)
                if row is None:
                    self.notes.append(NOT_ALLOWED)
                    return
            elif picture.alt and row.get("alt_text") != picture.alt:
                self._say_anew(row, picture)
            self._note(picture, row)
        # The same bytes may stand in the article under two addresses.
        by_hash = {picture.sha256: picture.url for picture in pictures}
        for picture in self.article.images:
            first = by_hash.get(picture.sha256, "")
            if first in self._addresses:
                self._addresses[picture.url], self._numbers[picture.url] = self._addresses[first], self._numbers[first]

    def _known(self, pictures: list[Picture]) -> dict[str, dict[str, Any]]:
        slugs = [slug_of(picture) for picture in pictures]
        rows = self.site.rows("media", slug=",".join(slugs), per_page=MOST, context="edit", _fields=FIELDS)
        found = {str(row.get("slug")): row for row in rows if self._is_whole(row)}
        # Somebody may have renamed one over there; then the number that we noted still finds it.
        renamed = {
            self.supplies.memory.recall(f"media:{picture.sha256}"): slug_of(picture)
            for picture in pictures
            if slug_of(picture) not in found
        }
        renamed.pop("", None)
        if renamed:
            rows = self.site.rows("media", include=",".join(renamed), per_page=MOST, context="edit", _fields=FIELDS)
            found |= {
                renamed[str(row["id"])]: row for row in rows if self._is_whole(row) and str(row["id"]) in renamed
            }
        return found

    def _is_whole(self, row: dict[str, Any]) -> bool:
        return isinstance(row.get("id"), int) and bool(address_in(row, self.site.endpoint, name="source_url"))

    def _put(self, picture: Picture) -> dict[str, Any] | None:
        kind = picture_type(picture.url) or "image/webp"
        slug = slug_of(picture)
        reply = self.site.upload(
            name=f"{slug}.{ENDINGS.get(kind, 'webp')}",
            kind=kind,
            content=self.supplies.pictures.load(url=picture.url, sha256=picture.sha256),
            fields={
                "slug": slug,
                "title": (caption_of(picture) or picture.alt or self.article.title)[:200],
                "alt_text": picture.alt,
                "caption": caption_for(picture, self.article),
            },
            _fields=FIELDS,
        )
        if reply.status == 403 and reply.code == "rest_cannot_create":
            return None
        if not reply.ok:
            error = reply.error()
            raise RetryLater(error.text, code=error.code) if isinstance(error, OutcomeUnknown) else error
        if not self._is_whole(reply.item):
            raise RetryLater("the picture was not answered for as WordPress does", code=reply.status)
        return reply.item

    def _say_anew(self, row: dict[str, Any], picture: Picture) -> None:
        """The words of a picture as they were approved now; that they can't be changed keeps no article back."""
        words = {"alt_text": picture.alt, "caption": caption_for(picture, self.article)}
        self.site.post(f"media/{row['id']}", words, _fields=FIELDS)

    def _note(self, picture: Picture, row: dict[str, Any]) -> None:
        self._numbers[picture.url] = row["id"]
        self._addresses[picture.url] = address_in(row, self.site.endpoint, name="source_url")
        self.supplies.memory.keep(f"media:{picture.sha256}", str(row["id"]))
