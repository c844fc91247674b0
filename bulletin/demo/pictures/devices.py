"""Devices and what they show: monitors, laptops, tablets, large phones, QR panels, video screens."""

from random import Random

from .canvas import Canvas
from .colours import (
    CORAL,
    DEEP,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    MIST,
    PAPER,
    PEACH,
    SEA,
    STONE,
    SUN,
    TEAL,
    WHITE,
    darker,
    lighter,
)
from .curves import rounded_box


def monitor(c: Canvas, x: float, y: float, width: float, *, back: bool = False, face: str = MIST) -> None:
    """Draw a desktop monitor standing on y, its middle at x."""
    height = width * 0.62
    c.box(x - width * 0.2, y - 8, width * 0.4, 8, GREY, 4)
    c.box(x - width * 0.05, y - width * 0.16, width * 0.1, width * 0.16, darker(GREY, 0.2))
    top = y - width * 0.14 - height
    c.box(x - width / 2, top, width, height, DEEP if back else INK, 10)
    if back:
        c.circle(x, top + height / 2, width * 0.07, TEAL)
        return
    c.box(x - width / 2 + 8, top + 8, width - 16, height - 16, face, 4)
    form(c, x - width / 2 + 16, top + 16, width - 32, height - 32)


def form(c: Canvas, x: float, y: float, width: float, height: float, *, head: str = TEAL) -> None:
    """Draw a form of fields and a button, as seen on a screen."""
    c.box(x, y, width, height * 0.16, head, 4)
    row = height * 0.19
    for index in range(3):
        top = y + height * 0.24 + row * index
        c.box(x, top, width * 0.28, row * 0.36, GREY, 3)
        c.box(x + width * 0.34, top - row * 0.12, width * 0.66, row * 0.62, WHITE, 4)
        c.box(x + width * 0.38, top + row * 0.08, width * (0.42, 0.3, 0.5)[index], row * 0.22, LIGHT_SEA, 3)
    c.box(x + width * 0.6, y + height * 0.84, width * 0.4, height * 0.16, CORAL, 5)


def laptop(c: Canvas, x: float, y: float, width: float, *, back: bool = False) -> None:
    """Draw an open laptop standing on y, its middle at x."""
    height = width * 0.62
    c.box(x - width / 2, y - height - 6, width, height, GREY if back else INK, (10, 10, 2, 2))
    if back:
        c.circle(x, y - height / 2, width * 0.06, WHITE)
    else:
        c.box(x - width / 2 + 9, y - height + 3, width - 18, height - 18, MIST, 4)
        form(c, x - width / 2 + 18, y - height + 12, width - 36, height - 36)
    c.polygon(
        [(x - width * 0.5, y - 8), (x + width * 0.5, y - 8), (x + width * 0.58, y + 4), (x - width * 0.58, y + 4)],
        STONE,
    )
    c.box(x - width * 0.58, y, width * 1.16, 8, darker(STONE, 0.2), 4)


def big_phone(
    c: Canvas, x: float, y: float, width: float, height: float, *, face: str = MIST, head: str = TEAL
) -> None:
    """Draw a large phone with an empty screen; (x, y) is its top left corner."""
    c.box(x + 14, y + 18, width, height, INK, width * 0.12, alpha=0.14)
    c.box(x, y, width, height, INK, width * 0.12)
    edge = width * 0.045
    c.gradient(
        rounded_box(x + edge, y + edge, width - 2 * edge, height - 2 * edge, width * 0.09), lighter(face, 0.3), face
    )
    c.box(x + edge, y + edge, width - 2 * edge, height * 0.12, head, (width * 0.09, width * 0.09, 0, 0))
    c.box(x + width * 0.38, y + edge * 1.5, width * 0.24, edge * 0.8, INK, edge)
    c.box(x + width * 0.36, y + height - edge * 2, width * 0.28, edge * 0.5, INK, edge, alpha=0.5)


def qr_panel(c: Canvas, x: float, y: float, size: float, rng: Random, *, ink: str = INK, paper: str = PAPER) -> None:
    """Draw a square pattern that looks like a QR code; (x, y) is its top left corner."""
    cells = 21
    c.box(x, y, size, size, paper, size * 0.05)
    margin = size * 0.08
    unit = (size - 2 * margin) / cells
    for row in range(cells):
        for column in range(cells):
            if (row < 8 and (column < 8 or column > 12)) or (row > 12 and column < 8):
                continue
            if rng.random() < 0.48:
                c.box(x + margin + column * unit, y + margin + row * unit, unit * 1.02, unit * 1.02, ink)
    for row, column in ((0, 0), (0, 14), (14, 0)):
        left, top = x + margin + column * unit, y + margin + row * unit
        c.box(left, top, unit * 7, unit * 7, ink, unit * 1.4)
        c.box(left + unit, top + unit, unit * 5, unit * 5, paper, unit)
        c.box(left + unit * 2, top + unit * 2, unit * 3, unit * 3, ink, unit * 0.7)


def qr_poster(c: Canvas, x: float, y: float, width: float, rng: Random, *, head: str = TEAL) -> None:
    """Draw a wall poster with a QR panel; (x, y) is its top left corner."""
    height = width * 1.45
    c.box(x + 6, y + 9, width, height, INK, 10, alpha=0.12)
    c.box(x, y, width, height, PAPER, 10)
    c.box(x, y, width, height * 0.2, head, (10, 10, 0, 0))
    c.box(x + width * 0.2, y + height * 0.075, width * 0.6, height * 0.05, WHITE, 5)
    qr_panel(c, x + width * 0.14, y + height * 0.25, width * 0.72, rng, paper=WHITE)
    c.box(x + width * 0.2, y + height * 0.82, width * 0.6, height * 0.035, GREY, 4)
    c.box(x + width * 0.3, y + height * 0.89, width * 0.4, height * 0.035, CORAL, 4)


def screen(c: Canvas, x: float, y: float, width: float, height: float, *, face: str = DEEP) -> None:
    """Draw an empty wall screen; (x, y) is its top left corner."""
    c.box(x + 8, y + 14, width, height, INK, 14, alpha=0.14)
    c.box(x, y, width, height, INK, 14)
    c.gradient(rounded_box(x + 12, y + 12, width - 24, height - 24, 6), lighter(face, 0.12), face)


def check(c: Canvas, x: float, y: float, radius: float, *, disc: str = LEAF, mark: str = WHITE) -> None:
    """Draw a round tick around (x, y)."""
    c.circle(x, y, radius, disc)
    c.line(
        [(x - radius * 0.42, y), (x - radius * 0.1, y + radius * 0.34), (x + radius * 0.46, y - radius * 0.34)],
        radius * 0.24,
        mark,
    )


def refuse(c: Canvas, x: float, y: float, radius: float, *, disc: str = CORAL, mark: str = WHITE) -> None:
    """Draw a round cross-out around (x, y)."""
    c.circle(x, y, radius, disc)
    d = radius * 0.34
    c.line([(x - d, y - d), (x + d, y + d)], radius * 0.24, mark)
    c.line([(x + d, y - d), (x - d, y + d)], radius * 0.24, mark)


def bubble(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = WHITE,
    lines: int = 2,
    tail: str = "left",
    ink: str = LIGHT_SEA,
) -> None:
    """Draw a speech bubble with bars for words; (x, y) is its top left corner; tail: left, right or empty."""
    c.box(x + 4, y + 7, width, height, INK, height * 0.3, alpha=0.08)
    if tail:
        tx = x + width * (0.22 if tail == "left" else 0.78)
        end = tx - 24 if tail == "left" else tx + 24
        c.polygon([(tx - 18, y + height - 6), (tx + 18, y + height - 6), (end, y + height + 34)], fill)
    c.box(x, y, width, height, fill, height * 0.3)
    for index in range(lines):
        share = (0.74, 0.56, 0.66)[index % 3]
        top = y + height * (index + 1) / (lines + 1) - 6
        c.box(x + width * 0.13, top, width * share, 12, ink, 6)


def face_sign(c: Canvas, x: float, y: float, radius: float, mood: float, *, fill: str = SUN) -> None:
    """Draw a round face; mood runs from -1 (sad) to 1 (glad)."""
    c.circle(x, y, radius, fill)
    for side in (-1, 1):
        c.ellipse(x + side * radius * 0.34, y - radius * 0.18, radius * 0.09, radius * 0.14, INK)
    width = radius * 0.4
    lift = mood * radius * 0.3
    c.line(
        [
            (x - width, y + radius * 0.34 - lift * 0.4),
            (x, y + radius * 0.34 + lift * 0.6),
            (x + width, y + radius * 0.34 - lift * 0.4),
        ],
        radius * 0.1,
        INK,
        curved=True,
    )


def id_card(
    c: Canvas, x: float, y: float, width: float, *, fill: str = "#8ccfc6", turn: float = 0, chip: bool = True
) -> None:
    """Draw an identity or insurance card around (x, y)."""
    with c.at(x, y, turn=turn, scale=width / 100):
        c.box(-48, -28, 100, 62, INK, 7, alpha=0.14)
        c.gradient(rounded_box(-50, -31, 100, 62, 7), lighter(fill, 0.25), fill)
        c.box(-42, -18, 26, 33, PAPER, 3)
        c.circle(-29, -6, 6.5, PEACH)
        c.polygon([(-39, 15), (-36, 5), (-29, 2), (-22, 5), (-19, 15)], SEA)
        for row, wide in enumerate((48, 36, 42, 28)):
            c.box(-8, -17 + row * 8.5, wide, 3.4, darker(fill, 0.45), 1.7)
        c.box(-42, -27, 60, 4.5, CORAL, 2)
        if chip:
            c.box(28, 12, 16, 12, SUN, 2)
            c.line([(28, 18), (44, 18)], 0.8, darker(SUN, 0.3))
            c.line([(36, 12), (36, 24)], 0.8, darker(SUN, 0.3))
