"""The land and sea of Khánh Hòa: sky, bay, islands, boats, mountains, palms, fields."""

import math
from random import Random

from .canvas import Canvas
from .colours import (
    CORAL,
    DARK_LEAF,
    DARK_WOOD,
    DEEP,
    DEEP_SAND,
    INK,
    LEAF,
    PAPER,
    SAND,
    SEA,
    SUN,
    TEAL,
    WHITE,
    WOOD,
    Theme,
    darker,
    lighter,
    mix,
)
from .curves import Outline, smooth


def sky(c: Canvas, theme: Theme, *, bottom: float | None = None) -> None:
    """Fill the sky from the top edge to `bottom`, and its lowest colour further down."""
    low = bottom if bottom is not None else c.height
    c.gradient([(0, 0), (c.width, 0), (c.width, low), (0, low)], theme.sky, theme.sky_low)
    if low < c.height:
        c.box(0, low, c.width, c.height - low, theme.sky_low)


def sun(c: Canvas, x: float, y: float, radius: float, *, colour: str = SUN) -> None:
    """Draw the sun with a soft halo."""
    for share, alpha in ((2.1, 0.10), (1.55, 0.16), (1.2, 0.22)):
        c.circle(x, y, radius * share, colour, alpha=alpha)
    c.circle(x, y, radius, lighter(colour, 0.25))


def cloud(c: Canvas, x: float, y: float, width: float, *, colour: str = WHITE, alpha: float = 0.85) -> None:
    """Draw a flat-bottomed cloud whose base is centred at (x, y)."""
    w = width / 100
    outline: Outline = [
        (-50, 0),
        (-47, -9),
        (-34, -13),
        (-26, -25),
        (-8, -30),
        (6, -23),
        (20, -27),
        (34, -16),
        (46, -10),
        (50, 0),
    ]
    curve = smooth([(x + px * w, y + py * w) for px, py in outline], closed=False)
    c.polygon(curve, colour, alpha=alpha)


def ridge(
    c: Canvas,
    base: float,
    height: float,
    top: str,
    bottom: str,
    rng: Random,
    *,
    left: float = 0,
    right: float | None = None,
    rough: int = 7,
) -> None:
    """Draw a mountain ridge standing on `base`."""
    end = right if right is not None else c.width
    step = (end - left) / rough
    points: Outline = [(left - 40, base - height * 0.3)]
    for index in range(rough + 1):
        swing = 1.0 if index % 2 else 0.55
        points.append(
            (left + step * index + rng.uniform(-0.2, 0.2) * step, base - height * swing * rng.uniform(0.75, 1))
        )
    points.append((end + 40, base - height * 0.35))
    c.gradient([(left - 40, base + 4), *smooth(points, closed=False, steps=12), (end + 40, base + 4)], top, bottom)


def island(c: Canvas, x: float, y: float, width: float, height: float, *, colour: str = "#5aa6a3") -> None:
    """Draw an island rising from the waterline y, its middle at x."""
    outline: Outline = [
        (-0.5, 0),
        (-0.38, -0.38),
        (-0.2, -0.62),
        (-0.05, -1),
        (0.1, -0.7),
        (0.22, -0.78),
        (0.38, -0.3),
        (0.5, 0),
    ]
    curve = smooth([(x + px * width, y + py * height) for px, py in outline], closed=False)
    c.gradient(curve, lighter(colour, 0.08), lighter(colour, 0.35))
    c.polygon(
        [(x - width * 0.5, y), (x + width * 0.5, y), (x + width * 0.42, y + 8), (x - width * 0.42, y + 8)],
        WHITE,
        alpha=0.5,
    )


def sea(
    c: Canvas,
    top: float,
    bottom: float,
    rng: Random,
    *,
    near: str = SEA,
    far: str = "#a4dbe2",
    left: float = 0,
    right: float | None = None,
) -> None:
    """Fill the water between two heights with light on the waves."""
    end = right if right is not None else c.width
    c.gradient([(left, top), (end, top), (end, bottom), (left, bottom)], far, near)
    depth = bottom - top
    for index in range(int(depth / 9)):
        y = top + depth * (index / (depth / 9)) ** 1.3 + 4
        share = (y - top) / depth
        length = (40 + 150 * share) * rng.uniform(0.5, 1.2)
        x = rng.uniform(left - 60, end)
        if y < bottom - 6:
            c.line(
                [(x, y), (x + length * 0.5, y - 2 - 3 * share), (x + length, y)],
                2 + 3.5 * share,
                WHITE,
                curved=True,
                alpha=0.3,
            )


def beach(c: Canvas, y: float, rng: Random, *, colour: str = SAND) -> None:
    """Draw a beach from about y to the lower edge, with a line of foam."""
    swell = rng.uniform(0, 6)
    edge = [(x, y + 14 * math.sin(x / 210 + swell)) for x in range(-20, c.width + 41, 30)]
    c.line(edge, 20, WHITE, alpha=0.7)
    c.gradient([*edge, (c.width + 20, c.height), (-20, c.height)], lighter(colour, 0.2), darker(colour, 0.06))


def boat(
    c: Canvas, x: float, y: float, width: float, *, hull: str = "#2a7fa8", trim: str = CORAL, flip: bool = False
) -> None:
    """Draw a wooden fishing boat floating on the waterline y."""
    with c.at(x, y, flip=flip, scale=width / 100):
        c.ellipse(0, 1, 48, 3, INK, alpha=0.16)
        c.box(-26, -36, 24, 20, PAPER, 2)
        c.box(-30, -39, 32, 4, trim, 2)
        c.box(-22, -31, 6, 7, TEAL, 1)
        c.box(-12, -31, 6, 7, TEAL, 1)
        c.line([(12, -17), (12, -58)], 1.8, DARK_WOOD)
        c.line([(12, -54), (42, -20)], 0.7, DARK_WOOD)
        c.line([(12, -54), (-26, -38)], 0.7, DARK_WOOD)
        c.polygon([(12, -58), (26, -53), (12, -48)], CORAL)
        c.polygon(smooth([(-46, -17), (-40, 1), (34, 1), (48, -24), (30, -16), (0, -14)]), hull)
        c.line([(-44, -16), (0, -13.4), (30, -15.5), (46, -23)], 2.6, trim, curved=True)
        c.circle(38, -13, 2.4, WHITE)
        c.circle(38.6, -13, 1.1, INK)


def basket_boat(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a round basket boat lying on the sand at y."""
    c.ellipse(x, y, width * 0.52, width * 0.08, INK, alpha=0.15)
    c.blob(
        [
            (x - width / 2, y - width * 0.3),
            (x - width * 0.36, y - width * 0.04),
            (x, y),
            (x + width * 0.36, y - width * 0.04),
            (x + width / 2, y - width * 0.3),
            (x, y - width * 0.34),
        ],
        WOOD,
    )
    c.ellipse(x, y - width * 0.31, width * 0.5, width * 0.1, DARK_WOOD)
    c.ellipse(x, y - width * 0.29, width * 0.44, width * 0.07, darker(DARK_WOOD, 0.3))
    for index in range(-3, 4):
        c.line(
            [(x + index * width * 0.13, y - width * 0.22), (x + index * width * 0.1, y - width * 0.04)],
            2,
            darker(WOOD, 0.2),
        )


def palm(c: Canvas, x: float, y: float, height: float, *, lean: float = 0.12, leaf: str = LEAF) -> None:
    """Draw a coconut palm whose foot is at (x, y)."""
    top = (x + height * lean, y - height)
    trunk = smooth([(x, y), (x + height * lean * 0.25, y - height * 0.45), top], closed=False)
    widths = [height * (0.062 - 0.028 * index / (len(trunk) - 1)) for index in range(len(trunk))]
    c.tube(trunk, widths, darker(WOOD, 0.1))
    for index in range(3, len(trunk) - 1, 3):
        px, py = trunk[index]
        c.line(
            [(px - widths[index] * 0.4, py), (px + widths[index] * 0.4, py - 2)], height * 0.006, darker(WOOD, 0.35)
        )
    for order, angle in enumerate((200, 345, 160, 20, 228, 312, 128, 52)):
        tone = (darker(leaf, 0.22), leaf, lighter(leaf, 0.16))[order % 3]
        length = height * (0.4 if angle > 180 else 0.36)
        dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        end = (top[0] + length * dx, top[1] + length * dy * 0.62 + length * 0.22)
        mid = (top[0] + length * 0.55 * dx, top[1] + length * 0.5 * dy * 0.8 - length * 0.1)
        low = (mid[0] - dx * length * 0.03, mid[1] + length * 0.17)
        c.polygon(smooth([top, mid, end], closed=False) + smooth([end, low, top], closed=False), tone)
    for dx, dy in ((-0.03, 0.035), (0.03, 0.04), (0, 0.055)):
        c.circle(top[0] + dx * height, top[1] + dy * height, height * 0.026, DARK_WOOD)


def tree(c: Canvas, x: float, y: float, height: float, *, leaf: str = LEAF) -> None:
    """Draw a round tree whose foot is at (x, y)."""
    c.ellipse(x, y, height * 0.3, height * 0.035, INK, alpha=0.13)
    c.tube([(x, y), (x, y - height * 0.5)], [height * 0.08, height * 0.05], DARK_WOOD)
    c.line([(x, y - height * 0.36), (x + height * 0.13, y - height * 0.52)], height * 0.03, DARK_WOOD)
    for dx, dy, r, tone in (
        (0.16, 0.56, 0.2, darker(leaf, 0.16)),
        (-0.15, 0.58, 0.21, leaf),
        (0.02, 0.76, 0.24, lighter(leaf, 0.06)),
        (-0.08, 0.82, 0.12, lighter(leaf, 0.2)),
    ):
        c.circle(x + dx * height, y - dy * height, r * height, tone)


def bush(c: Canvas, x: float, y: float, width: float, *, leaf: str = DARK_LEAF) -> None:
    """Draw a low bush standing on y."""
    for dx, r in ((-0.32, 0.2), (0.34, 0.18), (0.02, 0.28)):
        c.ellipse(x + dx * width, y - r * width * 0.7, r * width, r * width * 0.9, leaf if dx else lighter(leaf, 0.14))
    c.box(x - width * 0.52, y - width * 0.1, width * 1.04, width * 0.1, leaf, width * 0.05)


def field(c: Canvas, y: float, top: str, bottom: str, *, swell: float = 30, phase: float = 0) -> None:
    """Draw a rolling field from about y to the lower edge."""
    edge = [(x, y + swell * math.sin(x / 340 + phase)) for x in range(-20, c.width + 41, 40)]
    c.gradient([*edge, (c.width + 20, c.height), (-20, c.height)], top, bottom)


def paddies(c: Canvas, y: float, height: float, *, tone: str = "#8fc07c") -> None:
    """Draw terraced rice fields in curved bands below y."""
    for index in range(6):
        level = y + height * index / 6
        edge = [(x, level + 22 * math.sin(x / 260 + index * 0.9)) for x in range(-20, c.width + 41, 40)]
        c.polygon(
            [*edge, (c.width + 20, c.height), (-20, c.height)],
            mix(tone, SUN if index % 2 else DARK_LEAF, 0.14 + 0.05 * index),
        )
        c.line(edge, 5, lighter(tone, 0.45), alpha=0.7)


def path(c: Canvas, points: Outline, start: float, end: float, *, colour: str = DEEP_SAND) -> None:
    """Draw a winding path that narrows from `start` to `end`."""
    curve = smooth(points, closed=False, steps=14)
    widths = [start + (end - start) * index / (len(curve) - 1) for index in range(len(curve))]
    c.tube(curve, widths, colour)


def birds(c: Canvas, x: float, y: float, size: float, *, colour: str = DEEP) -> None:
    """Draw three gulls."""
    for dx, dy, scale in ((0, 0, 1.0), (2.6, 0.9, 0.8), (-2.2, 1.4, 0.65)):
        px, py, s = x + dx * size, y + dy * size, size * scale
        c.line(
            [
                (px - s, py - s * 0.25),
                (px - s * 0.45, py - s * 0.45),
                (px, py),
                (px + s * 0.45, py - s * 0.45),
                (px + s, py - s * 0.25),
            ],
            s * 0.13,
            colour,
            curved=True,
        )
