"""An article as the checks see it: plain values, whatever screen, file or mail it came from."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from cms.core.text import nfc
from submissions.checks.rules.letters import UPPER

#: As much of a text is read; an article has some ten thousand characters, and what is longer is no article.
CHARACTERS: Final = 100_000
_BLOCK_TAG: Final = re.compile(r"</?(?:p|li|ul|ol|br|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_BLANKS: Final = re.compile(r"\s+")
_SENTENCE_END: Final = re.compile(rf"(?<=[.!?…”\"])\s(?=[“\"'(–-]?\s?[{UPPER}\d])")
_NO_END: Final = re.compile(
    r"(?:^|\W)(?:TP|P|Q|H|ThS|TS|PGS|GS|BS|BSCK(?:I{1,2}|[12])?|CK(?:I{1,2}|[12])|DS|ĐD|KS|CN|Tp|tp|St|Dr|Mr|Mrs|[A-ZĐ])\.$"
)


class Kind(StrEnum):
    """What a piece of text is in its article."""

    TITLE = "title"
    SAPO = "sapo"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"


#: What counts as the text of an article, for its length.
BODY: Final = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE, Kind.CELL})
#: What is read as prose.
PROSE: Final = frozenset({Kind.SAPO, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE})


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A title, a paragraph, a cell: one line of text with its place. ``text`` is NFC with single blanks."""

    kind: Kind
    field: str
    text: str
    block_id: str = ""

    @cached_property
    def sentences(self) -> list[str]:
        """Its sentences, in their order."""
        found: list[str] = []
        start = 0
        for blank in _SENTENCE_END.finditer(self.text):
            if _ends(self.text[max(0, blank.start() - 8) : blank.start()]):
                found.append(self.text[start : blank.start()])
                start = blank.end()
        return [*found, self.text[start:]]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """The words of one photo. ``prefix`` begins the names of its fields (``lead``, ``figure-<block id>``); ``number``
    counts from 1 as people see them, the lead photo first."""

    prefix: str
    number: int
    alt: str
    caption: str
    credit: str
    block_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An article before it is handed in."""

    title: str = ""
    sapo: str = ""
    byline: str = ""
    genre: str = ""
    has_topic: bool = False
    has_audience: bool = False
    language: str = "vi"
    pieces: tuple[Piece, ...] = ()
    photos: tuple[Photo, ...] = ()
    is_cut: bool = False

    @property
    def words(self) -> int:
        """The length of the text in syllables, as word processors count them."""
        return sum(len(piece.text.split()) for piece in self.pieces if piece.kind in BODY)

    @property
    def is_vietnamese(self) -> bool:
        """Whether rules of Vietnamese apply."""
        return self.language == "vi"


class Gatherer:
    """Collects the pieces of an article up to `CHARACTERS`."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.left = CHARACTERS
        self.is_cut = False

    def add(self, kind: Kind, field: str, text: str, block_id: str = "") -> None:
        """Takes a plain text in."""
        if len(text) > self.left:
            text, self.is_cut = text[: self.left], True
        self.left -= len(text)
        line = _BLANKS.sub(" ", nfc(text)).strip()
        if line:
            self.pieces.append(Piece(kind=kind, field=field, text=line, block_id=block_id))

    def add_rich(self, field: str, source: str, block_id: str = "") -> None:
        """Takes rich text in: each paragraph and each item of a list by itself."""
        if len(source) > self.left:
            source, self.is_cut = source[: self.left], True
        in_item = False
        position = 0
        for tag in [*_BLOCK_TAG.finditer(source), None]:
            text = source[position : tag.start() if tag else len(source)]
            if text.strip():
                plain = html.unescape(_TAG.sub("", text))
                self.add(Kind.ITEM if in_item else Kind.PARAGRAPH, field, plain, block_id)
            if tag:
                position = tag.end()
                opened = tag.group().lower()
                in_item = opened.startswith("<li") or (in_item and opened.startswith("<br"))


def _ends(before: str) -> bool:
    """Whether a sentence ends after these characters: not with “TP.” or an initial, nor with a quoted word."""
    if before.endswith(("”", '"')):
        return before[-2:-1] in tuple(".!?…")
    return not _NO_END.search(before)


def snippet(text: str, start: int, end: int, *, around: int = 40) -> str:
    """The place ``start`` to ``end`` of a text with a few words on both sides, cut at words."""
    before = text[max(0, start - around) : start]
    after = text[end : end + around]
    if start > around:
        before = "…" + (before.partition(" ")[2] if " " in before else before)
    if end + around < len(text):
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    return f"{before}{text[start:end]}{after}"
