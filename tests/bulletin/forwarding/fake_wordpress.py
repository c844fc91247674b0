"""As much of a WordPress as the adapter speaks to, in memory: for the ordinary tests. What it imitates is held against the
real one by the same rules (`wordpress_rules`)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.bulletin.forwarding.front import Asked, Told

KEYS = {
    role: f"{role[:4]}-fake-key-{number}0123456789"
    for number, role in enumerate(("administrator", "editor", "author", "contributor", "subscriber"))
}
WRITERS = ("administrator", "editor", "author", "contributor")
PUBLISHERS = ("administrator", "editor", "author")
MANAGERS = ("administrator", "editor")
JSON = {"Content-Type": "application/json; charset=UTF-8"}


class Problem(Exception):
    """An error as the interface tells it."""

    def __init__(self, status: int, code: str, **data: Any) -> None:
        super().__init__(code)
        self.told = Told(
            status, json.dumps({"code": code, "message": code, "data": {"status": status, **data}}).encode(), JSON
        )


def _need(allowed: bool, status: int, code: str) -> None:
    if not allowed:
        raise Problem(status, code)


class FakeWordPress:
    """Posts, media and terms by number; ``url`` is how the outside names it."""

    def __init__(self, url: str = "") -> None:
        self.url = url
        self.empty()

    def empty(self) -> None:
        """As after the installation."""
        self.rows: dict[str, dict[int, dict[str, Any]]] = {
            "posts": {}, "media": {}, "tags": {},
            "categories": {1: {"id": 1, "slug": "uncategorized", "name": "Uncategorized"}},
        }  # fmt: skip
        self.number = 10

    def __call__(self, asked: Asked) -> Told:
        query = dict(parse_qsl(urlsplit(asked.path).query))
        route = query.pop("rest_route", "").removeprefix("/wp/v2/").strip("/")
        if not route:
            return self._page(urlsplit(asked.path).path.strip("/"))
        kind, _slash, number = route.partition("/")
        try:
            content = self._interface(asked, kind, number, query)
        except Problem as problem:
            return problem.told
        return Told(200 if asked.method != "POST" or number else 201, json.dumps(content).encode(), JSON)

    def _page(self, slug: str) -> Told:
        for post in self.rows["posts"].values():
            if post["slug"] == slug and post["status"] == "publish":
                # Quotes are set anew, as core does it.
                title = re.sub(r'"([^"]*)"', "“\\1”", post["title"]).replace("--", "–")
                return Told(200, f"<h1>{title}</h1>{post['content']}".encode())
        return Told(404, b"<h1>404</h1>")

    def _interface(self, asked: Asked, kind: str, number: str, query: dict[str, str]) -> Any:
        role = self._role(asked)
        _need(kind in self.rows, 404, "rest_no_route")
        if asked.method == "GET":
            return self._one(role, kind, number, query) if number else self._list(role, kind, query)
        if asked.method == "DELETE":
            return self._delete(role, kind, number, query)
        given = self._given(asked)
        write: Callable[[str, dict[str, Any], dict[str, Any] | None], dict[str, Any]] = {
            "posts": self._write_post,
            "media": self._write_media,
        }.get(kind) or (lambda role, given, row: self._write_term(role, kind, given))
        row = self._row(kind, number) if number else None
        return self._shown(kind, write(role, given, row), edit=True)

    def _role(self, asked: Asked) -> str:
        kind, _blank, encoded = asked.headers.get("authorization", "").partition(" ")
        name, _colon, key = base64.b64decode(encoded).decode().partition(":") if kind == "Basic" else ("", "", "")
        # With a wrong password core takes us for a reader.
        return name if key and KEYS.get(name) == key else ""

    def _given(self, asked: Asked) -> dict[str, Any]:
        kind = asked.headers.get("content-type", "")
        if kind.startswith("multipart/"):
            message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + asked.body)
            parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
            file = parts.pop("file")
            return {
                str(name): bytes(part.get_payload(decode=True)).decode().rstrip("\r\n") for name, part in parts.items()
            } | {"file": file.get_filename()}
        found: dict[str, Any] = json.loads(asked.body or b"{}")
        return found

    def _row(self, kind: str, number: str) -> dict[str, Any]:
        row = self.rows[kind].get(int(number) if number.isdigit() else 0)
        if row is None:
            raise Problem(404, "rest_post_invalid_id")
        return row

    # --- reading ---

    def _list(self, role: str, kind: str, query: dict[str, str]) -> list[dict[str, Any]]:
        statuses = query.get("status", "publish").split(",")
        if kind == "posts" and statuses != ["publish"] and role not in WRITERS:
            status = 403 if role else 401
            detail = {"status": {"code": "rest_forbidden_status", "data": {"status": status}}}
            raise Problem(400, "rest_invalid_param", details=detail)
        _need("context" not in query or role in WRITERS, 403, "rest_forbidden_context")
        rows = list(self.rows[kind].values())
        if kind == "posts":
            rows = [row for row in rows if row["status"] in statuses]
        if "search" in query:
            rows = [row for row in rows if query["search"] in row["content"]]
        if "slug" in query:
            rows = [row for row in rows if row["slug"] in query["slug"].split(",")]
        if "include" in query:
            rows = [row for row in rows if str(row["id"]) in query["include"].split(",")]
        return [self._shown(kind, row, edit="context" in query) for row in reversed(rows)]

    def _one(self, role: str, kind: str, number: str, query: dict[str, str]) -> dict[str, Any]:
        row = self._row(kind, number)
        edits = "context" in query
        _need(not edits or kind != "posts" or self._may_edit(role, row), 403, "rest_forbidden_context")
        return self._shown(kind, row, edit=edits)

    def _shown(self, kind: str, row: dict[str, Any], *, edit: bool) -> dict[str, Any]:
        shown = dict(row)
        for name in ("title", "content", "excerpt", "caption"):
            if name in row:
                shown[name] = {"rendered": row[name], **({"raw": row[name]} if edit else {})}
        if kind == "posts":
            named = row["status"] == "publish"
            shown["link"] = f"{self.url}/{row['slug']}/" if named else f"{self.url}/?p={row['id']}"
        return shown

    # --- writing ---

    def _may_edit(self, role: str, row: dict[str, Any]) -> bool:
        if role in MANAGERS:
            return True
        return row["author"] == role and (role == "author" or row["status"] != "publish")

    def _write_post(self, role: str, given: dict[str, Any], row: dict[str, Any] | None) -> dict[str, Any]:
        _need(role in WRITERS, 403 if role else 401, "rest_cannot_create")
        _need(row is None or self._may_edit(role, row), 403, "rest_cannot_edit")
        _need(given.get("status") != "publish" or role in PUBLISHERS, 403, "rest_cannot_publish")
        if row is None:
            new = {
                "author": role, "status": "draft", "slug": "", "title": "", "content": "", "excerpt": "", "categories": [1],
                "tags": [], "featured_media": 0, "date_gmt": "2026-11-22T00:00:00",
            }  # fmt: skip
            row = self._added("posts", new)
        slug = given.pop("slug", row["slug"])
        row.update(given)
        if row["status"] == "pending" and role not in PUBLISHERS:
            slug = ""
        row["slug"] = self._free_slug("posts", slug, row) if slug else str(row["id"])
        return row

    def _write_media(self, role: str, given: dict[str, Any], row: dict[str, Any] | None) -> dict[str, Any]:
        _need(role in PUBLISHERS, 403, "rest_cannot_create")
        if row is None:
            name = given.pop("file")
            row = self._added("media", {"alt_text": "", "caption": "", "title": "", "slug": name.rpartition(".")[0]})
            row["source_url"] = f"{self.url}/wp-content/uploads/{name}"
        row.update(given)
        return row

    def _write_term(self, role: str, kind: str, given: dict[str, Any]) -> dict[str, Any]:
        _need(role in MANAGERS, 403, "rest_cannot_create")
        known = next((row for row in self.rows[kind].values() if row["slug"] == given["slug"]), None)
        if known is not None:
            raise Problem(400, "term_exists", term_id=known["id"])
        return self._added(kind, given)

    def _delete(self, role: str, kind: str, number: str, query: dict[str, str]) -> dict[str, Any]:
        row = self._row(kind, number)
        _need(self._may_edit(role, row), 403, "rest_cannot_delete")
        if query.get("force"):
            del self.rows[kind][row["id"]]
            return {"deleted": True}
        _need(row["status"] != "trash", 410, "rest_already_trashed")
        row["status"] = "trash"
        row["slug"] = f"{escape(row['slug'])}__trashed"
        return self._shown(kind, row, edit=True)

    def _added(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        self.rows[kind][self.number] = {"id": self.number, **row}
        return self.rows[kind][self.number]

    def _free_slug(self, kind: str, slug: str, own: dict[str, Any]) -> str:
        taken = {row["slug"] for row in self.rows[kind].values() if row is not own}
        found, number = slug, 1
        while found in taken:
            number += 1
            found = f"{slug}-{number}"
        return found
