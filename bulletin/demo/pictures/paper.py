"""Documents and office signs: sheets, stacks, envelopes, calendars, clocks, charts, stars, boxes, seals."""

import math
from collections.abc import Sequence

from .canvas import Canvas
from .colours import (
    CORAL,
    DEEP,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    PAPER,
    PEACH,
    SEA,
    STONE,
    SUN,
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
)
from .curves import Point, arc, star


def sheet(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    *,
    turn: float = 0,
    lines: int = 6,
    head: str = TEAL,
    seal: str = "",
    paper: str = PAPER,
) -> None:
    """Draw a document sheet around (x, y) with bars for text and an optional round seal of the given colour."""
    height = width * 1.35
    with c.at(x, y, turn=turn):
        c.box(-width / 2 + 5, -height / 2 + 8, width, height, INK, 6, alpha=0.12)
        c.box(-width / 2, -height / 2, width, height, paper, 6)
        left, top = -width * 0.36, -height * 0.38
        if head:
            c.box(left, top, width * 0.5, height * 0.055, head, 5)
        step = height * 0.62 / max(lines, 1)
        for index in range(lines):
            wide = width * (0.72, 0.66, 0.7, 0.5)[index % 4]
            c.box(left, top + height * 0.12 + step * index, wide, max(3.0, height * 0.025), STONE, 3)
        if seal:
            stamp(c, width * 0.22, height * 0.3, width * 0.15, seal)


def stamp(c: Canvas, x: float, y: float, radius: float, colour: str = CORAL) -> None:
    """Draw a round seal."""
    c.arc(x, y, radius, 0, 360, radius * 0.14, colour)
    c.arc(x, y, radius * 0.72, 0, 360, radius * 0.06, colour)
    c.polygon(star(x, y, radius * 0.48), colour)


def stack(c: Canvas, x: float, y: float, width: float, count: int, *, tone: str = PAPER) -> None:
    """Draw a pile of papers standing on y, its middle at x."""
    for index in range(count):
        shift = math.sin(index * 2.3) * width * 0.05
        top = y - (index + 1) * 9
        shade = tone if index % 2 == 0 else darker(tone, 0.1)
        if index % 5 == 3:
            shade = (PEACH, LIGHT_SEA, SUN)[index // 5 % 3]
        c.box(x - width / 2 + shift, top, width, 9, shade, 2)
        c.line([(x - width / 2 + shift, top + 9), (x + width / 2 + shift, top + 9)], 1, darker(tone, 0.22))


def folder(c: Canvas, x: float, y: float, width: float, *, colour: str = PEACH, turn: float = 0) -> None:
    """Draw a folder with a sheet looking out, around (x, y)."""
    with c.at(x, y, turn=turn, scale=width / 100):
        c.box(-46, -34, 100, 72, INK, 7, alpha=0.12)
        c.box(-50, -44, 42, 24, darker(colour, 0.14), 6)
        c.box(-50, -36, 100, 72, darker(colour, 0.14), 6)
        c.box(-42, -42, 82, 60, PAPER, 3)
        c.box(-34, -35, 40, 4, LIGHT_SEA, 2)
        c.box(-50, -24, 100, 62, colour, 6)
        c.box(-40, 18, 30, 7, lighter(colour, 0.5), 3)


def envelope(
    c: Canvas, x: float, y: float, width: float, *, colour: str = PAPER, turn: float = 0, mark: str = CORAL
) -> None:
    """Draw a closed envelope around (x, y)."""
    height = width * 0.64
    with c.at(x, y, turn=turn):
        c.box(-width / 2 + 5, -height / 2 + 8, width, height, INK, 7, alpha=0.12)
        c.box(-width / 2, -height / 2, width, height, colour, 7)
        c.polygon(
            [(-width / 2 + 2, height / 2 - 2), (0, -height * 0.02), (width / 2 - 2, height / 2 - 2)],
            darker(colour, 0.05),
        )
        c.polygon(
            [(-width / 2 + 2, -height / 2 + 3), (width / 2 - 2, -height / 2 + 3), (0, height * 0.12)],
            darker(colour, 0.12),
        )
        c.circle(0, height * 0.06, width * 0.075, mark)


def calendar(
    c: Canvas, x: float, y: float, width: float, *, marked: Sequence[int] = (), head: str = CORAL, ring: int = -1
) -> None:
    """Draw a month sheet; (x, y) is the top left corner; `marked` and `ring` count days from 0 to 27."""
    height = width * 0.92
    c.box(x + 7, y + 10, width, height, INK, 14, alpha=0.12)
    c.box(x, y, width, height, PAPER, 14)
    c.box(x, y, width, height * 0.22, head, (14, 14, 0, 0))
    c.box(x + width * 0.3, y + height * 0.08, width * 0.4, height * 0.06, WHITE, 5)
    for px in (0.18, 0.82):
        c.box(x + width * px - 6, y - 14, 12, 32, INK, 6)
    cell = width * 0.122
    for day in range(28):
        left = x + width * 0.075 + (day % 7) * cell
        top = y + height * 0.29 + (day // 7) * cell * 1.22
        fill = LEAF if day in marked else "#e6efee"
        c.box(left, top, cell * 0.82, cell * 0.92, fill, cell * 0.2)
        if day in marked:
            c.line(
                [
                    (left + cell * 0.2, top + cell * 0.46),
                    (left + cell * 0.36, top + cell * 0.64),
                    (left + cell * 0.64, top + cell * 0.28),
                ],
                cell * 0.1,
                WHITE,
            )
        if day == ring:
            c.arc(left + cell * 0.41, top + cell * 0.46, cell * 0.66, 0, 360, cell * 0.12, CORAL)


def clock(
    c: Canvas,
    x: float,
    y: float,
    radius: float,
    hour: float,
    *,
    rim: str = DEEP,
    saved: tuple[float, float] | None = None,
) -> None:
    """Draw a round clock; `saved` paints the span between two minute marks in coral."""
    c.circle(x + radius * 0.05, y + radius * 0.09, radius, INK, alpha=0.12)
    c.circle(x, y, radius, rim)
    c.circle(x, y, radius * 0.87, PAPER)
    if saved:
        c.slice(x, y, radius * 0.8, saved[0] * 6 - 90, saved[1] * 6 - 90, PEACH)
    for mark in range(12):
        angle = math.radians(mark * 30)
        outer, inner = radius * 0.78, radius * (0.64 if mark % 3 == 0 else 0.7)
        c.line(
            [
                (x + outer * math.cos(angle), y + outer * math.sin(angle)),
                (x + inner * math.cos(angle), y + inner * math.sin(angle)),
            ],
            radius * 0.045,
            INK,
        )
    for turn, length, width in ((hour / 12 * 360, 0.42, 0.085), (hour % 1 * 360, 0.62, 0.06)):
        angle = math.radians(turn - 90)
        c.line(
            [(x, y), (x + radius * length * math.cos(angle), y + radius * length * math.sin(angle))],
            radius * width,
            INK,
        )
    c.circle(x, y, radius * 0.08, CORAL)


def bars(
    c: Canvas, x: float, y: float, width: float, height: float, values: Sequence[float], *, tones: Sequence[str]
) -> None:
    """Draw a bar chart; (x, y) is the lower left corner; values are 0 to 1."""
    c.line([(x, y), (x + width, y)], 4, GREY)
    step = width / len(values)
    for index, value in enumerate(values):
        c.box(
            x + step * (index + 0.18),
            y - height * value,
            step * 0.64,
            height * value,
            tones[index % len(tones)],
            (7, 7, 0, 0),
        )


def stars(c: Canvas, x: float, y: float, radius: float, full: int, *, total: int = 5, gap: float = 2.5) -> None:
    """Draw a row of rating stars starting with its first middle at (x, y)."""
    for index in range(total):
        c.polygon(star(x + index * radius * gap, y, radius), SUN if index < full else STONE)


def ballot_box(c: Canvas, x: float, y: float, width: float, *, colour: str = SEA, mark: str = WHITE) -> None:
    """Draw a box with a slot and a sheet going in, standing on y."""
    height = width * 0.72
    sheet(c, x, y - height - width * 0.2, width * 0.34, turn=-7, lines=4)
    c.ellipse(x, y, width * 0.58, 10, INK, alpha=0.12)
    c.polygon(
        [
            (x - width / 2, y - height),
            (x + width / 2, y - height),
            (x + width * 0.44, y - height * 1.17),
            (x - width * 0.44, y - height * 1.17),
        ],
        lighter(colour, 0.3),
    )
    c.polygon(
        [
            (x - width * 0.27, y - height * 1.06),
            (x + width * 0.27, y - height * 1.06),
            (x + width * 0.26, y - height * 1.11),
            (x - width * 0.26, y - height * 1.11),
        ],
        INK,
    )
    sheet_edge = [(x - width * 0.165, y - height * 1.085), (x + width * 0.175, y - height * 1.085)]
    c.line(sheet_edge, 3, darker(PAPER, 0.1))
    c.box(x - width / 2, y - height, width, height, colour, 5)
    c.box(x + width * 0.3, y - height, width * 0.2, height, darker(colour, 0.12), (0, 5, 5, 0))
    c.circle(x - width * 0.08, y - height * 0.5, width * 0.17, mark)
    c.line(
        [
            (x - width * 0.16, y - height * 0.5),
            (x - width * 0.1, y - height * 0.42),
            (x + 0.01 * width, y - height * 0.6),
        ],
        width * 0.035,
        colour,
    )


def magnifier(c: Canvas, x: float, y: float, radius: float, *, turn: float = 40, rim: str = DEEP) -> None:
    """Draw a magnifying glass with its lens around (x, y)."""
    with c.at(x, y, turn=turn):
        c.box(radius, -radius * 0.14, radius * 1.25, radius * 0.28, WOOD, radius * 0.12)
        c.circle(0, 0, radius * 0.9, WHITE, alpha=0.35)
        c.arc(0, 0, radius, 0, 360, radius * 0.16, rim)
        c.polygon(
            arc(0, 0, radius * 0.7, radius * 0.7, 160, 230) + arc(0, 0, radius * 0.5, radius * 0.5, 230, 160),
            WHITE,
            alpha=0.7,
        )


def pin(c: Canvas, x: float, y: float, size: float, *, colour: str = CORAL) -> None:
    """Draw a map pin with its tip at (x, y)."""
    c.ellipse(x, y, size * 0.22, size * 0.07, INK, alpha=0.2)
    c.polygon([(x, y), *arc(x, y - size * 0.68, size * 0.32, size * 0.32, 150, 390)], colour)
    c.circle(x, y - size * 0.68, size * 0.14, WHITE)


def arrow(c: Canvas, points: Sequence[Point], width: float, colour: str, *, curved: bool = True) -> None:
    """Draw a line with an arrow head at its end."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
    c.line(points, width, colour, curved=curved)
    with c.at(x2, y2, turn=angle):
        c.polygon([(width * 2.4, 0), (-width * 0.6, -width * 1.7), (-width * 0.6, width * 1.7)], colour)
