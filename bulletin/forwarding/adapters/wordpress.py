"""The wordpress adapter: posts of an unmodified WordPress, by its REST interface and an application password.

Look first, then write: a repeated POST makes a second post, so every send begins by looking for our mark (see
`formats.wordpress_post`). What does not carry our mark, and is not known by its id from an earlier answer, is not ours
and is never touched. Pictures are put there once, found again by a name that is their hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar

from bulletin.forwarding.adapters.answers import address_in
from bulletin.forwarding.adapters.base import Adapter, Held, Parcel, Receipt, Sight
from bulletin.forwarding.adapters.wordpress_media import Media
from bulletin.forwarding.adapters.wordpress_site import NOT_TO_EDIT, Reply, Site
from bulletin.forwarding.adapters.wordpress_terms import Terms
from bulletin.forwarding.errors import OutcomeUnknown, Refused, VersionConflict
from bulletin.forwarding.formats import Article, NotAnArticle, read
from bulletin.forwarding.formats.html_page import lead_of
from bulletin.forwarding.formats.wordpress_post import Mark, post_content, post_title, read_mark, with_mark
from bulletin.forwarding.proof import pages
from bulletin.forwarding.wire.transport import PAGE_LIMITS, Route, exchange
from cms.core.text import slugify_vi

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

FIELDS = "id,slug,status,link,content.raw"
READERS_FIELDS = "id,slug,status,link,content.rendered"
# Named one by one: “any” leaves the trash out.
STATUSES = "publish,future,draft,pending,private,trash"
PUBLIC = "publish"
WAITING = frozenset({"pending", "future", "draft", "auto-draft"})
TRASH = "trash"
LONGEST_SLUG = 60
LONGEST_SECRET = 200
MARK_LOST = "the site removes our mark from the text; the post is known by its number and its slug alone"


@dataclass(frozen=True)
class _Post:
    """A post of ours. ``mark`` is None where somebody over there took it out."""

    number: int
    status: str
    link: str
    content: str
    mark: Mark | None

    @property
    def version(self) -> int:
        return self.mark.version if self.mark else 0

    @property
    def is_removed(self) -> bool:
        return self.status == TRASH or bool(self.mark and self.mark.removed)


def _short(article_id: UUID) -> str:
    """The end of our slugs: short enough to read, and not found in anybody else's."""
    return article_id.hex[:8]


class WordPressAdapter(Adapter):
    """A WordPress. Its base address is the one of the site; the secret is an application password of the user.

    ``status``: whether posts are public at once or wait for the site's editors; an account that may not publish makes
    them wait by itself. ``terms``: whether categories and tags that the site does not have are made there.
    """

    label: ClassVar[str] = "WordPress, by an application password"
    needs_secret: ClassVar[bool] = True
    needs_username: ClassVar[bool] = True
    options: ClassVar[Mapping[str, Sequence[str]]] = {
        "status": ("publish", "pending"),
        "terms": ("existing", "create"),
    }

    @classmethod
    def check_secrets(cls, secrets: Sequence[str]) -> None:
        """ValueError for what cannot be an application password."""
        if any(not (each.isascii() and each.isprintable() and 0 < len(each) <= LONGEST_SECRET) for each in secrets):
            raise ValueError("an application password is at most 200 letters and digits")

    def send(self, parcel: Parcel) -> Receipt:
        site = Site(self.endpoint)
        posts = self._find(site, parcel.article_id, known=parcel.remote_id)
        newest = max((post.version for post in posts), default=0)
        if newest > parcel.version:
            raise VersionConflict(f"the site holds version {newest}")
        if parcel.is_retraction:
            return self._take_down(site, parcel, posts)
        try:
            article = read(parcel.body)
        except NotAnArticle as error:
            raise Refused(f"the article cannot be put into a post: {error}") from error
        return self._write(site, parcel, article, posts[0] if posts else None)

    def look_up(self, article_id: UUID) -> Held | None:
        posts = self._find(Site(self.endpoint), article_id)
        if not posts:
            return None
        post = posts[0]
        return Held(
            version=post.version,
            retracted=post.is_removed,
            remote_id=str(post.number),
            remote_url=post.link,
            pending=post.status in WAITING and not post.is_removed,
        )

    def confirm(self, parcel: Parcel, url: str) -> Sight:
        """As a reader, without our password. Core sets quotes and dashes anew, so both spellings are compared plainly."""
        route = Route(self.endpoint.allowed_hosts, allow_private=self.endpoint.allow_private, limits=PAGE_LIMITS)
        headers = {"User-Agent": self.endpoint.user_agent, "Accept": "text/html", "Accept-Encoding": "identity"}
        answer = exchange(method="GET", url=url, headers=headers, body=None, route=route)
        if answer.status in (404, 410):
            return Sight.GONE
        shown = answer.status == 200 and pages.shows(
            answer.text,
            title=parcel.title,
            version=parcel.version,
            content_sha256=parcel.content_sha256,
            spelling=pages.typographic,
        )
        return Sight.SHOWN if shown else Sight.OTHER

    # --- finding ---

    def _find(self, site: Site, article_id: UUID, *, known: str = "") -> list[_Post]:
        """Our posts of an article: by the number that we remember, else by our mark; what readers see comes first."""
        found: dict[int, _Post] = {}
        numbers = dict.fromkeys(each for each in (known, self._remembered(article_id)) if each.isdigit())
        for number in numbers:
            reply = site.get(f"posts/{number}", context="edit", _fields=FIELDS)
            if reply.code == NOT_TO_EDIT:
                reply = site.get(f"posts/{number}", _fields=READERS_FIELDS)
            post = self._post(reply.item) if reply.ok else None
            if post is not None and self._is_ours(post, article_id, slug=str(reply.item.get("slug"))):
                found[post.number] = post
        if not any(post.mark for post in found.values()):
            rows = site.rows(
                "posts", search=str(article_id), status=STATUSES, context="edit", per_page=20, _fields=FIELDS
            )
            for row in rows:
                post = self._post(row)
                if post is not None and post.mark is not None and post.mark.article_id == str(article_id):
                    found[post.number] = post
        return sorted(
            found.values(), key=lambda post: (post.status != PUBLIC, post.is_removed, -post.version, post.number)
        )

    def _is_ours(self, post: _Post, article_id: UUID, *, slug: str) -> bool:
        """A number alone says nothing: after a restored backup it may have been given to another post."""
        return _short(article_id) in slug if post.mark is None else post.mark.article_id == str(article_id)

    def _post(self, row: dict[str, Any]) -> _Post | None:
        number, status, content = row.get("id"), row.get("status"), row.get("content")
        # Who may not edit it is shown the text as readers get it; our mark is in that too.
        raw = content.get("raw", content.get("rendered")) if isinstance(content, dict) else None
        if not isinstance(number, int) or not isinstance(status, str) or not isinstance(raw, str):
            return None
        return _Post(number, status, address_in(row, self.endpoint, name="link"), raw, read_mark(raw))

    def _remembered(self, article_id: UUID) -> str:
        return self.supplies.memory.recall(f"post:{article_id}")

    # --- writing ---

    def _write(self, site: Site, parcel: Parcel, article: Article, post: _Post | None) -> Receipt:
        media = Media(site, self.supplies, article)
        media.put_all()
        terms = Terms(site, self.endpoint.category_map, creates=self.option("terms") == "create")
        lead = lead_of(article)
        fields: dict[str, Any] = {
            "title": post_title(article.title),
            "content": post_content(article, source=media.address),
            "excerpt": post_title(article.sapo),
            "status": self.option("status"),
            "featured_media": media.number(lead.url) if lead else 0,
            "categories": terms.categories(article),
            "tags": terms.tags(article),
        }
        if not fields["categories"]:
            # An empty list would take the site's own default away.
            del fields["categories"]
        if post is None or post.status == TRASH:
            fields["slug"] = f"{slugify_vi(article.title, max_length=LONGEST_SLUG)}-{_short(parcel.article_id)}"
        if post is None and article.published_at is not None:
            fields["date_gmt"] = article.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        reply = self._publish(site, f"posts/{post.number}" if post else "posts", fields)
        if post is not None and reply.code == "rest_post_invalid_id":
            # Deleted for good between our look and our word.
            self.supplies.memory.forget(f"post:{parcel.article_id}")
            reply = self._publish(site, "posts", fields)
        if post is not None and reply.code == "rest_cannot_edit" and post.version == parcel.version:
            return Receipt(200, reply.quote, remote_id=str(post.number), remote_url=post.link)
        if not reply.ok:
            raise reply.error()
        return self._receipt(parcel, reply, [*media.notes, *terms.notes])

    def _publish(self, site: Site, path: str, fields: dict[str, Any]) -> Reply:
        reply = site.post(path, fields, _fields=FIELDS)
        if reply.code == "rest_cannot_publish" and fields["status"] == PUBLIC:
            # The account writes and others publish: the post waits for them.
            reply = site.post(path, {**fields, "status": "pending"}, _fields=FIELDS)
        return reply

    def _receipt(self, parcel: Parcel, reply: Reply, notes: list[str]) -> Receipt:
        if not reply.number or not isinstance(reply.item.get("status"), str):
            raise OutcomeUnknown("the answer does not name the post", code=reply.status)
        self.supplies.memory.keep(f"post:{parcel.article_id}", str(reply.number))
        post = self._post(reply.item)
        if post is not None and post.mark is None:
            notes = [*notes, MARK_LOST]
        status = reply.item["status"]
        return Receipt(
            code=reply.status,
            answer=f'{{"id": {reply.number}, "status": "{status[:20]}"}}',
            remote_id=str(reply.number),
            remote_url=address_in(reply.item, self.endpoint, name="link"),
            pending=status in WAITING,
            notes=notes,
        )

    # --- taking down ---

    def _take_down(self, site: Site, parcel: Parcel, posts: list[_Post]) -> Receipt:
        """Every post of the article: off the site at once (draft), marked as removed, then into the trash."""
        mark = Mark(str(parcel.article_id), parcel.version, parcel.content_sha256, removed=True)
        code, quote = 200, "nothing is held"
        for post in posts:
            if post.status == TRASH:
                continue
            hidden = site.post(
                f"posts/{post.number}", {"status": "draft", "content": with_mark(post.content, mark)}, _fields=FIELDS
            )
            if hidden.status in (404, 410) and hidden.code:
                continue
            if not hidden.ok and hidden.code != "rest_cannot_edit":
                raise hidden.error()
            trashed = site.delete(f"posts/{post.number}")
            gone = trashed.code in ("rest_already_trashed", "rest_post_invalid_id", "rest_trash_not_supported")
            # A site without a trash keeps the draft, which readers do not see.
            if not trashed.ok and not gone and not (hidden.ok and trashed.code == "rest_cannot_delete"):
                raise trashed.error()
            if trashed.ok and not trashed.number and not hidden.ok:
                raise OutcomeUnknown("the answer does not name the post", code=trashed.status)
            code, quote = trashed.status if trashed.ok else hidden.status, f"taken down: {post.number}"
        return Receipt(code=code, answer=quote, remote_id=parcel.remote_id, remote_url=parcel.remote_url)
