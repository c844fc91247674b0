"""Cards for shared links: a story without a photo, and every issue, is shown with its title drawn in the house's font.

Pure drawing: words in, the bytes of a PNG out. No database, no storage, no request.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN: Final = 80
# Whatever the words are, a card stays a card: more is cut before anything is drawn.
LONGEST_TITLE, LONGEST_LINE, MOST_LINES = 220, 90, 5
TITLE_SIZES: Final = (76, 66, 58, 50)
SMALL: Final = 34
PAPER, INK, SOFT, MARK = "#063f42", "#ffffff", "#bfe0dc", "#f2b84b"
# Changes with the drawing, so that cards of an older one are not taken for it.
DESIGN: Final = 1
FONTS: Final = Path(__file__).parent / "static" / "website" / "fonts"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands on a card: above the title, the title, below it."""

    over: str
    title: str
    foot: str

    @classmethod
    def of(cls, *, over: str, title: str, foot: str) -> Words:
        """The words, cut to what a card holds and without anything that is no letter to a reader."""
        return cls(over=_line(over, LONGEST_LINE), title=_line(title, LONGEST_TITLE), foot=_line(foot, LONGEST_LINE))

    @property
    def digest(self) -> str:
        """Names the card: the same words in the same design have the same."""
        content = json.dumps([DESIGN, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:20]


def draw(words: Words) -> bytes:
    """The card as PNG, 1200 × 630."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 14), fill=MARK)
    _write(canvas, (MARGIN, 64), words.over, size=SMALL, fill=SOFT)
    lines, size = _fitted(words.title)
    height = round(size * 1.22)
    top = 140 + max(0, (350 - height * len(lines)) // 2)
    for number, line in enumerate(lines):
        _write(canvas, (MARGIN, top + number * height), line, size=size, fill=INK)
    canvas.rectangle((MARGIN, HEIGHT - 116, MARGIN + 96, HEIGHT - 110), fill=MARK)
    _write(canvas, (MARGIN, HEIGHT - 96), words.foot, size=SMALL, fill=SOFT)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def _fitted(title: str) -> tuple[list[str], int]:
    """The title in lines, as large as it fits; the last line ends in an ellipsis where nothing smaller is left."""
    for size in TITLE_SIZES:
        lines = _wrapped(title, size)
        if len(lines) <= max(3, 350 // round(size * 1.22)) and len(lines) <= MOST_LINES:
            return lines, size
    return [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"], size


def _wrapped(text: str, size: int) -> list[str]:
    room = WIDTH - 2 * MARGIN
    lines: list[str] = []
    for word in _broken(text, size, room):
        if lines and _length(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _broken(text: str, size: int, room: int) -> list[str]:
    """The words; one that is longer than a line is cut into pieces of a line."""
    words: list[str] = []
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and _length(piece + letter, size) > room:
                words.append(piece)
                piece = ""
            piece += letter
        words.append(piece)
    return words


def _write(canvas: ImageDraw.ImageDraw, at: tuple[int, int], text: str, *, size: int, fill: str) -> None:
    canvas.text((at[0], at[1] + size), text, font=_font(size), fill=fill, anchor="ls")


def _length(text: str, size: int) -> float:
    return _font(size).getlength(text)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "be-vietnam-pro-600-normal.woff2", size)


def _line(text: str, longest: int) -> str:
    text = " ".join("".join(letter for letter in text if letter.isprintable()).split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"
