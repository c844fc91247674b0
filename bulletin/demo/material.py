"""The demo's written and drawn material, read from ``content/``: units, articles, pictures."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, kw_only=True)
class DemoUnit:
    """One row of ``units.csv``."""

    code: str
    name: str
    short_name: str
    kind: str
    area: str
    valid_from: date
    monthly_quota: int


@dataclass(frozen=True)
class DemoArticle:
    """One article of the demo, as its file has it."""

    data: dict[str, Any]

    @property
    def number(self) -> int:
        """Its number, which is also the number of its picture."""
        return int(self.data["no"])

    @property
    def unit_code(self) -> str:
        """Whose article it is."""
        return str(self.data["unit"])

    @property
    def picture(self) -> Path:
        """The drawn lead picture."""
        return CONTENT / "pictures" / f"{self.number:02}.jpg"

    @cached_property
    def body(self) -> list[dict[str, Any]]:
        """The text as raw blocks of the article's stream field."""
        return [_block(piece) for piece in self.data["body"]]


def units() -> list[DemoUnit]:
    """The 37 units."""
    with (CONTENT / "units.csv").open(encoding="utf-8", newline="") as file:
        return [
            DemoUnit(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                kind=row["kind"],
                area=row["area"],
                valid_from=date.fromisoformat(row["valid_from"]),
                monthly_quota=int(row["monthly_quota"]),
            )
            for row in csv.DictReader(file)
        ]


def articles() -> dict[int, DemoArticle]:
    """All articles by number."""
    found = [
        DemoArticle(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted((CONTENT / "articles").glob("*.toml"))
    ]
    return {article.number: article for article in found}


def english(number: int) -> DemoArticle:
    """The English version of an article: its words, in the same order as the original's."""
    path = CONTENT / "english" / f"{number:02}.toml"
    return DemoArticle({"no": number, **tomllib.loads(path.read_text(encoding="utf-8"))})


def cover(number: int) -> Path:
    """The drawn cover of one of the three issues of the month (1 to 3)."""
    return CONTENT / "pictures" / f"cover-{number}.jpg"


def _block(piece: dict[str, Any]) -> dict[str, Any]:
    match piece["kind"]:
        case "heading":
            return {"type": "heading", "value": piece["text"]}
        case "quote":
            return {"type": "quote", "value": {"text": piece["text"], "attribution": piece.get("attribution", "")}}
        case "list":
            items = "".join(f"<li>{escape(item, quote=False)}</li>" for item in piece["items"])
            return {"type": "paragraph", "value": f"<ul>{items}</ul>"}
        case "table":
            rows = [list(row) for row in piece["rows"]]
            return {"type": "table", "value": {"header": piece.get("header", True), "rows": rows}}
        case _:
            return {"type": "paragraph", "value": f"<p>{escape(piece['text'], quote=False)}</p>"}
