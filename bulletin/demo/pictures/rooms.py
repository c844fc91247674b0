"""Rooms and open backdrops: walls, floors, a window on the bay, the bay itself."""

from random import Random

from .canvas import Canvas
from .colours import (
    LIGHT_SEA,
    MORNING,
    PEACH,
    SAND,
    STONE,
    TEAL,
    WHITE,
    Theme,
    darker,
    lighter,
    mix,
)
from .curves import rounded_box
from .nature import boat, cloud, island, palm, ridge, sea, sky, sun


def room(c: Canvas, theme: Theme, *, floor: float = 800, tiles: bool = True, skirting: bool = True) -> None:
    """Draw a plain room: wall, skirting, and a floor that begins at `floor`."""
    c.gradient([(0, 0), (c.width, 0), (c.width, floor), (0, floor)], theme.wall, theme.wall_low)
    c.gradient(
        [(0, floor), (c.width, floor), (c.width, c.height), (0, c.height)], theme.floor, darker(theme.floor, 0.12)
    )
    if tiles:
        middle = c.width / 2
        for index in range(-9, 10):
            x = middle + index * 130
            c.line([(x, floor), (middle + index * 290, c.height)], 2, lighter(theme.floor, 0.3), alpha=0.5)
        for share in (0.16, 0.42, 0.78):
            y = floor + (c.height - floor) * share
            c.line([(0, y), (c.width, y)], 2, lighter(theme.floor, 0.3), alpha=0.5)
    if skirting:
        c.box(0, floor - 16, c.width, 16, mix(theme.lead, theme.wall, 0.45))


def window(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    rng: Random,
    *,
    theme: Theme = MORNING,
    panes: int = 2,
    view: str = "bay",
) -> None:
    """Draw a window; view: bay, mountains, town. Its light falls to the lower right."""
    outline = rounded_box(x, y, width, height, 10)
    with c.clip(outline):
        c.gradient(outline, theme.sky, theme.sky_low)
        low = y + height
        if view == "bay":
            line = y + height * 0.56
            sun(c, x + width * 0.76, y + height * 0.24, width * 0.07)
            cloud(c, x + width * 0.3, y + height * 0.3, width * 0.34)
            island(c, x + width * 0.32, line, width * 0.42, height * 0.17)
            island(c, x + width * 0.8, line, width * 0.3, height * 0.1, colour="#7bbab5")
            sea(c, line, low, rng, left=x, right=x + width)
            boat(c, x + width * 0.62, y + height * 0.76, width * 0.22)
            palm(c, x + width * 0.04, low + 10, height * 0.72, lean=0.22)
        elif view == "mountains":
            ridge(c, low, height * 0.62, "#9cc9bd", "#d3e8d8", rng, left=x, right=x + width, rough=5)
            ridge(c, low, height * 0.42, "#5fa58a", "#a8cfae", rng, left=x, right=x + width, rough=4)
            ridge(c, low, height * 0.2, "#3f8a68", "#6fae83", rng, left=x, right=x + width, rough=3)
        else:
            for index in range(7):
                bw = width / 7
                bh = height * rng.uniform(0.24, 0.6)
                tone = rng.choice((SAND, PEACH, LIGHT_SEA, WHITE, STONE))
                c.box(x + index * bw + 2, low - bh, bw - 4, bh, tone, 3)
                for row in range(int(bh // 40)):
                    c.box(x + index * bw + bw * 0.25, low - bh + 14 + row * 36, bw * 0.16, 16, TEAL, 2, alpha=0.6)
                    c.box(x + index * bw + bw * 0.58, low - bh + 14 + row * 36, bw * 0.16, 16, TEAL, 2, alpha=0.6)
    frame = WHITE
    for index in range(panes + 1):
        px = x + width * index / panes
        c.line([(px, y), (px, y + height)], 12, frame)
    for py in (y, y + height):
        c.line([(x, py), (x + width, py)], 12, frame)
    c.box(x - 22, y + height, width + 44, 16, darker(frame, 0.1), 5)
    c.polygon(
        [
            (x + width * 0.1, y + height + 16),
            (x + width * 0.9, y + height + 16),
            (x + width * 1.45, y + height + 420),
            (x + width * 0.5, y + height + 420),
        ],
        WHITE,
        alpha=0.16,
    )


def wave_floor(c: Canvas, y: float, colour: str) -> None:
    """Draw a soft curved ground for pictures without a room."""
    c.blob(
        [
            (-200, y + 60),
            (c.width * 0.3, y - 20),
            (c.width * 0.7, y + 20),
            (c.width + 200, y - 10),
            (c.width + 300, c.height + 300),
            (-300, c.height + 300),
        ],
        colour,
    )


def backdrop(c: Canvas, theme: Theme, shape: str, *, cx: float = 800, cy: float = 470, size: float = 430) -> None:
    """Draw a plain wall with one large soft shape behind the subject."""
    c.backdrop(theme.wall, theme.wall_low)
    c.blob(
        [
            (cx - size * 1.35, cy + size * 0.2),
            (cx - size * 0.9, cy - size * 0.75),
            (cx - size * 0.1, cy - size * 0.88),
            (cx + size * 0.8, cy - size * 0.8),
            (cx + size * 1.4, cy - size * 0.1),
            (cx + size * 1.1, cy + size * 0.7),
            (cx, cy + size * 0.9),
            (cx - size, cy + size * 0.8),
        ],
        shape,
    )


def scenery(c: Canvas, theme: Theme, rng: Random, *, line: float = 560) -> None:
    """Draw the bay: sky, sun, clouds, islands and water down to the lower edge."""
    sky(c, theme, bottom=line)
    sun(c, c.width * 0.78, line * 0.34, 70)
    cloud(c, c.width * 0.2, line * 0.34, 300)
    cloud(c, c.width * 0.56, line * 0.2, 200, alpha=0.7)
    island(c, c.width * 0.26, line, 560, 130)
    island(c, c.width * 0.83, line, 420, 90, colour="#7bbab5")
    sea(c, line, c.height, rng)
