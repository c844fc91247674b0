"""Furniture and fittings: counters, desks, chairs, kiosks, boards, plants, lamps, beds."""

from random import Random

from .canvas import Canvas
from .colours import (
    CORAL,
    DARK_WOOD,
    DEEP,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    MIST,
    PAPER,
    PEACH,
    SAND,
    SEA,
    SUN,
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
)
from .curves import rounded_box


def shadow(c: Canvas, x: float, y: float, half: float, depth: float = 12) -> None:
    """Draw the soft shadow of a thing standing on the floor."""
    c.ellipse(x, y, half, depth, INK, alpha=0.12)


def counter(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    front: str = WHITE,
    top: str = WOOD,
    band: str = TEAL,
) -> None:
    """Draw a reception counter with its floor line at y."""
    shadow(c, x + width / 2, y, width / 2 + 18)
    c.gradient(rounded_box(x, y - height, width, height, 10), front, darker(front, 0.09))
    c.box(x, y - 26, width, 26, darker(front, 0.2), (0, 0, 8, 8))
    c.box(x, y - height + 52, width, 12, band)
    panels = max(2, int(width // 170))
    for index in range(1, panels):
        px = x + width * index / panels
        c.line([(px, y - height + 72), (px, y - 34)], 2, darker(front, 0.12))
    c.box(x - 20, y - height - 18, width + 40, 26, top, 8)
    c.box(x - 20, y - height - 18, width + 40, 9, lighter(top, 0.25), 5)
    c.box(x, y - height + 8, width, 8, INK, alpha=0.12)


def desk(c: Canvas, x: float, y: float, width: float, height: float = 150, *, top: str = WOOD, leg: str = "") -> None:
    """Draw a desk seen from the front; y is the floor."""
    leg = leg or darker(top, 0.35)
    shadow(c, x + width / 2, y, width / 2)
    for lx in (x + 24, x + width - 40):
        c.box(lx, y - height, 16, height, leg, 4)
    c.box(x + 30, y - height + 14, width - 60, height * 0.45, darker(top, 0.16), (0, 0, 8, 8))
    c.box(x, y - height, width, 20, top, 7)
    c.box(x, y - height, width, 7, lighter(top, 0.25), 4)


def waiting_seats(c: Canvas, x: float, y: float, seats: int, *, colour: str = SEA, size: float = 96) -> None:
    """Draw a row of waiting seats; y is the floor."""
    width = seats * size
    shadow(c, x + width / 2, y, width / 2)
    for sx in (x + size * 0.5, x + width - size * 0.5):
        c.line([(sx, y - size * 0.4), (sx, y - 6)], 9, GREY)
        c.line([(sx - 26, y - 4), (sx + 26, y - 4)], 8, darker(GREY))
    c.box(x, y - size * 0.5, width, 10, darker(GREY), 4)
    for index in range(seats):
        left = x + index * size
        c.box(left + 6, y - size * 1.22, size - 12, size * 0.68, colour, 14)
        c.box(left + 14, y - size * 1.16, size - 28, size * 0.2, lighter(colour, 0.2), 8)
        c.box(left + 4, y - size * 0.58, size - 8, size * 0.16, darker(colour, 0.15), 8)


def stool(c: Canvas, x: float, y: float, *, height: float = 120, colour: str = CORAL) -> None:
    """Draw a plain stool with its seat at `height` over the floor y."""
    shadow(c, x, y, 55, 8)
    for dx in (-34, 34):
        c.line([(x + dx * 0.8, y - height + 8), (x + dx, y - 4)], 8, darker(colour, 0.3))
    c.box(x - 50, y - height, 100, 18, colour, 9)


def chair(c: Canvas, x: float, y: float, *, height: float = 125, colour: str = TEAL, flip: bool = False) -> None:
    """Draw a chair from the side, its back on the left; seat at `height` over the floor y."""
    with c.at(x, y, flip=flip):
        shadow(c, 0, 0, 70, 9)
        c.line([(-52, -height + 6), (-58, -4)], 9, darker(colour, 0.35))
        c.line([(46, -height + 6), (52, -4)], 9, darker(colour, 0.35))
        c.line([(-52, -height), (-64, -height * 2.05)], 14, colour)
        c.box(-64, -height - 4, 122, 20, colour, 9)


def kiosk(c: Canvas, x: float, y: float, height: float, *, body: str = WHITE, accent: str = TEAL) -> None:
    """Draw a self-service kiosk standing on the floor y, its middle at x, screen turned to the viewer's left."""
    u = height / 100
    with c.at(x, y, scale=u):
        shadow(c, 0, 0, 26, 3)
        c.box(-20, -6, 40, 6, darker(body, 0.25), 3)
        c.gradient(rounded_box(-13, -66, 26, 62, 3), darker(body, 0.05), darker(body, 0.16))
        c.box(-13, -66, 8, 62, body, 3)
        c.box(-9, -34, 18, 11, darker(body, 0.28), 1.5)
        c.box(-7, -31, 14, 3, INK, 1)
        c.box(-6, -30, 12, 9, PAPER, 0.6)
        c.box(-4, -27, 8, 1, GREY, 0.5)
        c.box(-4, -25, 5, 1, GREY, 0.5)
        c.box(-24, -100, 48, 42, INK, 4)
        c.box(-21.5, -97.5, 43, 37, "#eaf7f7", 2)
        c.box(-21.5, -97.5, 43, 8, accent, (2, 2, 0, 0))
        c.box(-18, -86, 13, 10, LIGHT_SEA, 1.5)
        c.box(-3, -86, 13, 10, PEACH, 1.5)
        c.box(-18, -74, 13, 10, SUN, 1.5)
        c.box(-3, -74, 13, 10, "#a6d8bd", 1.5)
        c.circle(15.5, -81, 2.6, CORAL)
        c.box(-16, -57, 32, 6, darker(body, 0.1), 2)
        c.box(-11, -55.4, 22, 2.6, accent, 1)


def board(c: Canvas, x: float, y: float, width: float, height: float, *, frame: str = DEEP, face: str = PAPER) -> None:
    """Draw an empty framed board on the wall."""
    c.box(x + 8, y + 12, width, height, INK, 14, alpha=0.1)
    c.box(x, y, width, height, frame, 14)
    c.box(x + 12, y + 12, width - 24, height - 24, face, 7)


def plant(c: Canvas, x: float, y: float, size: float, *, pot: str = CORAL, leaf: str = LEAF) -> None:
    """Draw a plant in a pot; y is the floor, `size` its height."""
    with c.at(x, y, scale=size / 100):
        shadow(c, 0, 0, 20, 3)
        for index, (dx, dy) in enumerate(
            ((-30, -66), (30, -70), (-17, -92), (18, -94), (0, -100), (-36, -44), (36, -48))
        ):
            tone = (leaf, darker(leaf, 0.18), lighter(leaf, 0.14))[index % 3]
            c.blob([(0, -26), (dx * 0.3 - 6, dy * 0.6), (dx, dy), (dx * 0.65 + 6, dy * 0.6), (3, -26)], tone)
            c.line([(0, -28), (dx * 0.5, dy * 0.62), (dx * 0.94, dy * 0.95)], 0.8, darker(tone, 0.2), curved=True)
        c.polygon([(-17, -32), (17, -32), (12, 0), (-12, 0)], pot)
        c.polygon([(4, -32), (17, -32), (12, 0), (5, 0)], darker(pot, 0.14))
        c.box(-19, -36, 38, 7, lighter(pot, 0.15), 2)


def lamp(c: Canvas, x: float, length: float, *, colour: str = CORAL) -> None:
    """Draw a lamp hanging from the ceiling with its light."""
    c.polygon(
        [(x - 46, length), (x + 46, length), (x + 170, length + 330), (x - 170, length + 330)], WHITE, alpha=0.12
    )
    c.line([(x, 0), (x, length - 44)], 4, INK)
    c.polygon([(x - 16, length - 46), (x + 16, length - 46), (x + 52, length), (x - 52, length)], colour)
    c.ellipse(x, length, 52, 8, lighter(SUN, 0.5))


def bed(c: Canvas, x: float, y: float, width: float, *, blanket: str = LIGHT_SEA) -> None:
    """Draw a hospital bed from the side, head on the left; y is the floor."""
    with c.at(x, y, scale=width / 100):
        shadow(c, 50, 0, 52, 2.4)
        c.box(0, -48, 3.4, 44, GREY, 1.5)
        c.box(96.6, -34, 3.4, 30, GREY, 1.5)
        for wheel in (3, 97):
            c.circle(wheel, -2.6, 2.6, INK)
        c.box(0, -19, 100, 4.5, darker(GREY, 0.2), 1.5)
        c.box(2, -27, 96, 9, WHITE, 3)
        c.polygon([(3, -27), (6, -44), (13, -44), (30, -27)], darker(WHITE, 0.06))
        c.blob([(5, -40), (10, -49), (17, -44), (24, -30), (14, -28)], PAPER)
        c.blob([(34, -27), (44, -34), (70, -34), (92, -30), (98, -24), (98, -15), (34, -15)], blanket)
        c.blob([(34, -27), (44, -34), (52, -34), (46, -26), (44, -15), (34, -15)], lighter(blanket, 0.35))


def cabinet(
    c: Canvas, x: float, y: float, columns: int, rows: int, *, cell: float = 70, colour: str = WOOD, knob: str = SUN
) -> None:
    """Draw a cabinet of small drawers (as of herbs) with its top left corner at (x, y)."""
    c.box(x - 14, y - 14, columns * cell + 28, rows * cell + 28, darker(colour, 0.3), 8)
    for row in range(rows):
        for column in range(columns):
            left, top = x + column * cell, y + row * cell
            c.box(left + 3, top + 3, cell - 6, cell - 6, lighter(colour, 0.05 + 0.07 * ((row + column * 2) % 3)), 5)
            c.box(left + cell * 0.26, top + cell * 0.2, cell * 0.48, cell * 0.2, SAND, 2)
            c.circle(left + cell / 2, top + cell * 0.65, cell * 0.07, knob)


def shelf(c: Canvas, x: float, y: float, width: float, rng: Random, *, height: float = 90, rows: int = 3) -> None:
    """Draw shelves of folders; (x, y) is the top left corner."""
    tones = (TEAL, CORAL, SUN, SEA, PEACH, DEEP, LEAF, LIGHT_SEA)
    c.box(x - 12, y - 12, width + 24, rows * (height + 14) + 24, DARK_WOOD, 8)
    for row in range(rows):
        top = y + row * (height + 14)
        c.box(x, top, width, height, darker(WOOD, 0.42))
        left = x + 6
        while left < x + width - 34:
            thick = rng.choice((20, 24, 28))
            tall = height - rng.choice((6, 12, 20))
            if rng.random() > 0.12:
                tone = rng.choice(tones)
                c.box(left, top + height - tall, thick - 2, tall, tone, 3)
                c.box(left + 5, top + height - tall + 12, thick - 12, 20, PAPER, 2)
            left += thick
        c.box(x - 6, top + height, width + 12, 14, lighter(WOOD, 0.1), 3)


def door(c: Canvas, x: float, y: float, width: float, height: float, *, colour: str = MIST, sign: str = TEAL) -> None:
    """Draw a room door with a small window and a sign beside; y is the floor."""
    c.box(x - 10, y - height - 10, width + 20, height + 10, darker(colour, 0.25), (6, 6, 0, 0))
    c.gradient(rounded_box(x, y - height, width, height, (3, 3, 0, 0)), lighter(colour, 0.2), darker(colour, 0.06))
    c.box(x + width * 0.3, y - height * 0.86, width * 0.4, height * 0.3, LIGHT_SEA, 6)
    c.polygon(
        [
            (x + width * 0.36, y - height * 0.58),
            (x + width * 0.52, y - height * 0.85),
            (x + width * 0.62, y - height * 0.85),
            (x + width * 0.46, y - height * 0.58),
        ],
        WHITE,
        alpha=0.5,
    )
    c.box(x + width * 0.84, y - height * 0.48, 7, 40, GREY, 3)
    c.box(x + width * 0.28, y - height - 62, width * 0.44, 38, sign, 8)
    medical_cross(c, x + width * 0.5, y - height - 43, 22, WHITE)


def medical_cross(c: Canvas, x: float, y: float, size: float, colour: str = CORAL) -> None:
    """Draw a medical cross of the given height around (x, y)."""
    third = size / 3
    c.box(x - third / 2, y - size / 2, third, size, colour, third * 0.18)
    c.box(x - size / 2, y - third / 2, size, third, colour, third * 0.18)


def cross_sign(c: Canvas, x: float, y: float, radius: float, *, disc: str = WHITE, cross: str = CORAL) -> None:
    """Draw a round sign with a medical cross."""
    c.circle(x + radius * 0.06, y + radius * 0.1, radius, INK, alpha=0.1)
    c.circle(x, y, radius, disc)
    medical_cross(c, x, y, radius * 1.1, cross)


def lectern(c: Canvas, x: float, y: float, height: float, *, colour: str = WOOD, mark: str = SUN) -> None:
    """Draw a speaker's stand with a microphone; y is the floor."""
    shadow(c, x, y, height * 0.4, 10)
    w = height * 0.33
    c.gradient(
        [(x - w, y - height), (x + w, y - height), (x + w * 0.8, y), (x - w * 0.8, y)], colour, darker(colour, 0.25)
    )
    c.box(x - w * 1.15, y - height - 10, w * 2.3, 24, lighter(colour, 0.2), 7)
    c.circle(x, y - height * 0.56, w * 0.42, mark)
    medical_cross(c, x, y - height * 0.56, w * 0.46, DEEP)
    c.line([(x + w * 0.5, y - height - 8), (x + w * 0.36, y - height - 52)], 4, INK, curved=False)
    c.circle(x + w * 0.34, y - height - 56, 9, INK)
