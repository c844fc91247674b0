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
# The two files of a font as the style sheet divides them: letters of Vietnamese that Latin-1 lacks, and everything else.
_VIETNAMESE: Final = (
    (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x301),
    (0x303, 0x304), (0x308, 0x309), (0x323, 0x323), (0x329, 0x329), (0x1EA0, 0x1EF9), (0x20AB, 0x20AB),
)  # fmt: skip


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
    x, y = float(at[0]), at[1]
    for run, is_vietnamese in _runs(text):
        font = _font(size, is_vietnamese)
        # By the baseline, on which the two files of a font agree.
        canvas.text((x, y + size), run, font=font, fill=fill, anchor="ls")
        x += font.getlength(run)


def _length(text: str, size: int) -> float:
    return sum(_font(size, is_vietnamese).getlength(run) for run, is_vietnamese in _runs(text))


def _runs(text: str) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    for letter in text:
        is_vietnamese = any(first <= ord(letter) <= last for first, last in _VIETNAMESE)
        if runs and runs[-1][1] == is_vietnamese:
            runs[-1] = (runs[-1][0] + letter, is_vietnamese)
        else:
            runs.append((letter, is_vietnamese))
    return runs


@lru_cache(maxsize=16)
def _font(size: int, is_vietnamese: bool) -> ImageFont.FreeTypeFont:
    part = "vietnamese" if is_vietnamese else "latin"
    return ImageFont.truetype(FONTS / f"be-vietnam-pro-{part}-600-normal.woff2", size)


def _line(text: str, longest: int) -> str:
    text = " ".join("".join(letter for letter in text if letter.isprintable()).split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"
