"""The adapter of docs/new-destination-kind.md, run from the page itself against the conformance suite."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

from bulletin.forwarding.adapters.base import Adapter
from tests.bulletin.forwarding.conformance import HttpConformance
from tests.bulletin.forwarding.front import Asked, Front, Told, running_front
from tests.bulletin.forwarding.places import FrontedPlace

PAGE = Path(__file__).parents[3] / "docs" / "new-destination-kind.md"
MOST_LINES = 100
TOKEN = "the-token-of-the-board"


def the_code() -> str:
    """The one block of Python on the page."""
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(code)


@pytest.fixture(scope="module")
def documented() -> types.ModuleType:
    module = types.ModuleType("documented_adapter")
    exec(compile(the_code(), str(PAGE), "exec"), module.__dict__)
    return module


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with running_front() as running:
        yield running


class NoticeBoard:
    """The site: items by id, each with a page."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.url = ""

    def __call__(self, asked: Asked) -> Told:
        kind, _slash, key = asked.path.strip("/").rpartition("/")
        item = self.items.get(key)
        if kind == "bai":
            if item is None or item["removed"]:
                return Told(410 if item else 404)
            page = f'<meta name="article-version" content="{item["version"]}"><h1>{escape(item["title"])}</h1>'
            return Told(200, page.encode())
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return self._json(401, {"error": "who are you"})
        if asked.method == "PUT":
            item = self.items[key] = json.loads(asked.body)
        if item is None:
            return self._json(404, {"error": "no such item"})
        return self._json(
            200, {"version": item["version"], "removed": item["removed"], "url": f"{self.url}/bai/{key}"}
        )

    def _json(self, status: int, content: dict[str, Any]) -> Told:
        return Told(status, json.dumps(content).encode(), {"Content-Type": "application/json"})


class NoticeBoardPlace(FrontedPlace):
    """The board behind a front."""

    secrets = (TOKEN,)

    def __init__(self, front: Front, module: types.ModuleType) -> None:
        super().__init__(front)
        self.board, self.module = NoticeBoard(), module
        self.board.url, front.backend = front.url, self.board

    def adapter(self) -> Adapter:
        made: Adapter = self.module.NoticeBoardAdapter(self.endpoint(secrets=[TOKEN]), self.supplies())
        return made

    def titles(self) -> list[str]:
        return [item["title"] for item in self.board.items.values() if not item["removed"]]


class TestDocumentedAdapter(HttpConformance):
    """What the page shows keeps the rules of the port."""

    @pytest.fixture
    def place(self, front, documented) -> NoticeBoardPlace:
        return NoticeBoardPlace(front, documented)


def test_the_page_shows_a_whole_adapter_in_less_than_a_hundred_lines():
    assert len(the_code().splitlines()) < MOST_LINES
