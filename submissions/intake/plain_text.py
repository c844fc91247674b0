"""An article as plain text and back: what somebody types on a phone, and how a stored text looks in such a field.

An empty line ends a paragraph. A line that begins with ``## `` is a heading, with ``- `` an item of a list, with ``1. ``
an item of a numbered one, with ``> `` a quotation (whose last line may say who said it: ``> — Bà Lê Thị Hoa``).
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from cms.core.text import clean_text
from submissions.intake.body import body_of
from submissions.intake.docx import BulletList, Heading, Paragraph, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from submissions.intake.body import RawBlock
    from submissions.intake.docx import Block

# What one article may hold, as the reader of Word files has it.
CHARACTERS: Final = 200_000
LINES: Final = 5_000

HEADING: Final = re.compile(r"#{1,6}\s+(.+)")
BULLET: Final = re.compile(r"[-*•]\s+(.+)")
NUMBER: Final = re.compile(r"\d{1,3}[.)]\s+(.+)")
QUOTED: Final = re.compile(r">\s*(.*)")
SAID_BY: Final = re.compile(r"[-–—]\s*(.+)")
VOID: Final = frozenset({"br", "hr", "img", "embed", "wbr"})


class TooMuchText(ValueError):
    """More than an article holds; nothing of it was read."""


def check_length(text: str) -> None:
    """Refuses a text by its length before anything is done with it.

    Raises:
        TooMuchText: more characters or more lines than an article holds.
    """
    if len(text) > CHARACTERS or text.count("\n") > LINES:
        raise TooMuchText


def body_from_text(text: str) -> list[RawBlock]:
    """The body of an article in the raw form of its StreamField. Raises TooMuchText."""
    check_length(text)
    return body_of([_block(chunk) for chunk in _chunks(clean_text(text))], images=[], photo_ids={})


def text_of_html(html: str) -> str:
    """A stored rich text as plain text: paragraphs and lists, an empty line between them."""
    return "\n\n".join(text for text, _html in _pieces(html) if text)


def rewritten(html: str, text: str) -> list[RawBlock]:
    """A stored rich text after somebody changed it as plain text: each paragraph or list whose words are the same stays
    as it was, byte for byte, with its links and marks; the others become plain. Raises TooMuchText.
    """
    check_length(text)
    known: dict[str, deque[str]] = defaultdict(deque)
    for piece, source in _pieces(html):
        known[piece].append(source)
    body: list[RawBlock] = []
    for chunk in _chunks(clean_text(text)):
        new: list[RawBlock]
        if known.get(chunk):
            new = [{"type": "paragraph", "value": known[chunk].popleft()}]
        else:
            new = body_of([_block(chunk)], images=[], photo_ids={})
        for block in new:
            if block["type"] == "paragraph" and body and body[-1]["type"] == "paragraph":
                body[-1]["value"] += block["value"]
            else:
                body.append(block)
    return body


def _chunks(text: str) -> list[str]:
    """The pieces of a text: runs of lines of one kind, ended by an empty line; a heading is a piece of its own."""
    found: list[list[str]] = []
    last = None
    for line in text.split("\n"):
        kind = _kind(line) if line else None
        if kind is None:
            last = None
            continue
        if kind == last and kind != "heading":
            found[-1].append(line)
        else:
            found.append([line])
        last = kind
    return ["\n".join(lines) for lines in found]


def _kind(line: str) -> str:
    for kind, pattern in (("heading", HEADING), ("bullet", BULLET), ("number", NUMBER), ("quote", QUOTED)):
        if pattern.fullmatch(line):
            return kind
    return "text"


def _block(chunk: str) -> Block:
    lines = chunk.split("\n")
    match _kind(lines[0]):
        case "heading":
            return Heading(level=2, text=_inner(HEADING, lines[0]))
        case "bullet":
            return BulletList(ordered=False, items=[escape(_inner(BULLET, line)) for line in lines])
        case "number":
            return BulletList(ordered=True, items=[escape(_inner(NUMBER, line)) for line in lines])
        case "quote":
            return _quote([_inner(QUOTED, line) for line in lines])
    return Paragraph(html="<br>".join(escape(line) for line in lines))


def _quote(lines: list[str]) -> Quote:
    said_by = SAID_BY.fullmatch(lines[-1]) if len(lines) > 1 else None
    words = lines[:-1] if said_by else lines
    return Quote(text="\n".join(words), attribution=said_by.group(1) if said_by else "")


def _inner(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.fullmatch(line)
    return match.group(1).strip() if match else line


def _pieces(html: str) -> Iterable[tuple[str, str]]:
    """(plain text, exact source) of each paragraph and list that stands at the top of a stored rich text."""
    reader = _PieceReader(html)
    reader.feed(html)
    reader.close()
    return reader.finished()


class _PieceReader(HTMLParser):
    """Cuts stored rich text at its top level, keeping the source of each piece exactly."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._html = html
        self._starts = [0, *(match.end() for match in re.finditer("\n", html))]
        self._depth = 0
        self._begin = 0
        self._text: list[str] = []
        self._lists: list[list[str | int]] = []
        self._found: list[tuple[str, str]] = []

    def finished(self) -> list[tuple[str, str]]:
        """What was found; text that stands outside any element is a piece too."""
        self._cut(len(self._html))
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._text.append("\n" if tag == "br" else "")
            return
        if self._depth == 0:
            self._cut(self._offset())
        self._depth += 1
        if tag in ("ul", "ol"):
            self._lists.append([tag, 0])
        elif tag == "li" and self._lists:
            kind, number = self._lists[-1]
            self._lists[-1][1] = int(number) + 1
            self._text.append(f"\n{self._lists[-1][1]}. " if kind == "ol" else "\n- ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or self._depth == 0:
            return
        self._depth -= 1
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if self._depth == 0:
            end = self._html.find(">", self._offset())
            self._cut(len(self._html) if end < 0 else end + 1)

    def handle_data(self, data: str) -> None:
        self._text.append(data.replace("\n", " "))

    def _cut(self, end: int) -> None:
        text, source = clean_text("".join(self._text)), self._html[self._begin : end]
        if source.strip():
            self._found.append((text, source))
        self._text, self._begin = [], end

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
