"""Buildings and streets: hospitals, stations, houses, towers, stalls, towns."""

from random import Random

from .canvas import Canvas
from .colours import (
    BRICK,
    CORAL,
    DARK_WOOD,
    DEEP,
    DEEP_SAND,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    PAPER,
    PEACH,
    SAND,
    SEA,
    STONE,
    SUN,
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
    mix,
)
from .curves import Outline, arc, rounded_box, smooth
from .furniture import cross_sign, medical_cross


def hospital(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    *,
    floors: int = 3,
    wall: str = WHITE,
    roof: str = TEAL,
    cross: str = CORAL,
) -> None:
    """Draw a hospital front standing on y; (x) is its left edge. It has a taller middle with the entrance."""
    storey = width * 0.105
    wing, high = storey * floors, storey * (floors + 1.1)
    c.ellipse(x + width / 2, y, width * 0.55, 12, INK, alpha=0.12)
    for left, wide in ((x, width * 0.36), (x + width * 0.64, width * 0.36)):
        c.gradient(rounded_box(left, y - wing, wide, wing, 4), wall, darker(wall, 0.08))
        c.box(left - 8, y - wing - 12, wide + 16, 16, roof, 4)
        for row in range(floors):
            for column in range(4):
                wx, wy = left + wide * (0.08 + column * 0.225), y - wing + storey * (row + 0.24)
                c.box(wx, wy, wide * 0.15, storey * 0.5, LIGHT_SEA, 3)
                c.polygon(
                    [
                        (wx, wy + storey * 0.34),
                        (wx + wide * 0.15, wy),
                        (wx + wide * 0.15, wy + storey * 0.2),
                        (wx + wide * 0.05, wy + storey * 0.5),
                        (wx, wy + storey * 0.5),
                    ],
                    WHITE,
                    alpha=0.3,
                )
            c.line(
                [(left, y - wing + storey * (row + 0.98)), (left + wide, y - wing + storey * (row + 0.98))],
                3,
                darker(wall, 0.16),
            )
    mid, mw = x + width * 0.34, width * 0.32
    c.gradient(rounded_box(mid, y - high, mw, high, (8, 8, 0, 0)), lighter(wall, 0.2), darker(wall, 0.04))
    c.box(mid - 8, y - high - 12, mw + 16, 18, roof, 5)
    cross_sign(c, x + width / 2, y - high + storey * 0.72, storey * 0.44, disc=WHITE, cross=cross)
    for row in range(1, floors):
        for column in range(3):
            c.box(
                mid + mw * (0.1 + column * 0.29),
                y - high + storey * (row + 0.4),
                mw * 0.22,
                storey * 0.46,
                LIGHT_SEA,
                3,
            )
    c.box(mid + mw * 0.22, y - storey * 0.92, mw * 0.56, storey * 0.92, mix(SEA, LIGHT_SEA, 0.4))
    for px in (0.36, 0.5, 0.64):
        c.line([(mid + mw * px, y - storey * 0.92), (mid + mw * px, y)], 4, WHITE)
    c.box(mid - mw * 0.08, y - storey * 1.12, mw * 1.16, storey * 0.17, cross, 5)


def health_station(c: Canvas, x: float, y: float, width: float, *, wall: str = "#fbeccb", roof: str = BRICK) -> None:
    """Draw a small commune health station; x is the left edge, y the ground."""
    h = width * 0.34
    c.ellipse(x + width / 2, y, width * 0.58, 12, INK, alpha=0.12)
    c.gradient(rounded_box(x, y - h, width, h, 2), wall, darker(wall, 0.07))
    c.box(x, y - h * 0.16, width, h * 0.16, mix(TEAL, wall, 0.4))
    c.polygon(
        [
            (x - width * 0.06, y - h),
            (x + width * 1.06, y - h),
            (x + width * 0.94, y - h * 1.5),
            (x + width * 0.06, y - h * 1.5),
        ],
        roof,
    )
    for index in range(1, 16):
        share = index / 16
        c.line(
            [(x + width * (-0.06 + 1.12 * share), y - h), (x + width * (0.06 + 0.88 * share), y - h * 1.5)],
            2,
            darker(roof, 0.2),
        )
    c.polygon([(x + width * 0.36, y - h), (x + width * 0.64, y - h), (x + width * 0.5, y - h * 1.42)], wall)
    medical_cross(c, x + width * 0.5, y - h * 1.13, h * 0.2, CORAL)
    for px in (0.1, 0.74):
        c.box(x + width * px, y - h * 0.74, width * 0.16, h * 0.42, LIGHT_SEA, 3)
        c.line([(x + width * (px + 0.08), y - h * 0.74), (x + width * (px + 0.08), y - h * 0.32)], 4, WHITE)
        c.box(x + width * (px - 0.01), y - h * 0.32, width * 0.18, 7, WHITE, 2)
    c.box(x + width * 0.41, y - h * 0.76, width * 0.18, h * 0.76, TEAL, (4, 4, 0, 0))
    c.line([(x + width * 0.5, y - h * 0.74), (x + width * 0.5, y)], 3, DEEP)
    for px in (0.36, 0.64):
        c.box(x + width * px - 7, y - h, 14, h, WHITE)


def stilt_house(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a wooden house on stilts; x is the left edge, y the ground."""
    c.ellipse(x + width / 2, y, width * 0.55, 12, INK, alpha=0.13)
    for px in (0.06, 0.28, 0.5, 0.72, 0.94):
        c.box(x + width * px - 7, y - width * 0.2, 14, width * 0.2, DARK_WOOD)
    c.gradient(rounded_box(x, y - width * 0.45, width, width * 0.26, 2), WOOD, darker(WOOD, 0.2))
    for index in range(1, 18):
        c.line(
            [(x + width * index / 18, y - width * 0.45), (x + width * index / 18, y - width * 0.2)],
            2,
            darker(WOOD, 0.25),
        )
    c.box(x - width * 0.05, y - width * 0.21, width * 1.1, width * 0.035, DARK_WOOD, 4)
    c.box(x + width * 0.42, y - width * 0.41, width * 0.16, width * 0.21, darker(DARK_WOOD, 0.45))
    for px in (0.14, 0.7):
        c.box(x + width * px, y - width * 0.39, width * 0.16, width * 0.1, darker(DARK_WOOD, 0.4), 3)
        c.box(x + width * px, y - width * 0.39, width * 0.075, width * 0.1, lighter(WOOD, 0.2), 3)
    thatch: Outline = [(-0.12, -0.43), (0.1, -0.78), (0.9, -0.78), (1.12, -0.43)]
    c.gradient(
        [(x + width * px, y + width * py) for px, py in thatch], lighter(DEEP_SAND, 0.05), darker(DEEP_SAND, 0.2)
    )
    for index in range(1, 20):
        share = index / 20
        c.line(
            [
                (x + width * (-0.12 + 1.24 * share), y - width * 0.43),
                (x + width * (0.1 + 0.8 * share), y - width * 0.77),
            ],
            2,
            darker(DEEP_SAND, 0.3),
            alpha=0.6,
        )
    c.box(x + width * 0.08, y - width * 0.8, width * 0.84, width * 0.035, darker(DEEP_SAND, 0.35), 4)
    c.line([(x + width * 0.42, y), (x + width * 0.47, y - width * 0.2)], 8, DARK_WOOD)
    c.line([(x + width * 0.54, y), (x + width * 0.55, y - width * 0.2)], 8, DARK_WOOD)
    for step in range(4):
        c.line(
            [
                (x + width * (0.43 + step * 0.01), y - width * 0.04 * (step + 0.7)),
                (x + width * 0.545, y - width * 0.04 * (step + 0.7)),
            ],
            7,
            WOOD,
        )


def brick_tower(c: Canvas, x: float, y: float, height: float, *, colour: str = BRICK) -> None:
    """Draw an old brick temple tower of the coast, its middle at x, its foot at y."""
    w = height * 0.46
    c.ellipse(x, y, w * 0.8, 12, INK, alpha=0.12)
    level, wide, tall = y, w, height * 0.44
    for order in range(4):
        tone = mix(colour, DEEP_SAND, 0.08 * order)
        c.gradient(
            [
                (x - wide / 2, level),
                (x + wide / 2, level),
                (x + wide * 0.47, level - tall),
                (x - wide * 0.47, level - tall),
            ],
            lighter(tone, 0.14),
            darker(tone, 0.05),
        )
        c.polygon(
            [
                (x + wide * 0.2, level),
                (x + wide / 2, level),
                (x + wide * 0.46, level - tall),
                (x + wide * 0.2, level - tall),
            ],
            INK,
            alpha=0.1,
        )
        c.box(x - wide * 0.5, level - tall - height * 0.012, wide, height * 0.026, darker(tone, 0.1), 2)
        if order:
            c.polygon(
                [
                    (x - wide * 0.12, level),
                    *arc(x, level - tall * 0.4, wide * 0.12, tall * 0.45, 180, 360),
                    (x + wide * 0.12, level),
                ],
                darker(tone, 0.3),
            )
            for side in (-1, 1):
                c.polygon(
                    [
                        (x + side * wide * 0.68, level),
                        (x + side * wide * 0.5, level),
                        (x + side * wide * 0.58, level - tall * 0.8),
                    ],
                    tone,
                )
        level -= tall + height * 0.012
        wide *= 0.72
        tall = height * (0.2 - 0.035 * order)
    c.blob(
        [(x - wide * 0.4, level + 4), (x, level - height * 0.08), (x + wide * 0.4, level + 4)], darker(colour, 0.08)
    )
    c.polygon(
        [
            (x - w * 0.16, y),
            (x - w * 0.16, y - height * 0.2),
            *smooth(
                [(x - w * 0.16, y - height * 0.2), (x, y - height * 0.31), (x + w * 0.16, y - height * 0.2)],
                closed=False,
            ),
            (x + w * 0.16, y),
        ],
        darker(colour, 0.5),
    )
    for side in (-1, 1):
        c.box(x + side * w * 0.32 - w * 0.04, y - height * 0.34, w * 0.08, height * 0.32, darker(colour, 0.12))


def lighthouse(c: Canvas, x: float, y: float, height: float, *, beam: bool = True) -> None:
    """Draw a lighthouse standing on y."""
    w = height * 0.17
    if beam:
        c.polygon(
            [(x, y - height * 0.9), (x - height * 2.4, y - height * 1.3), (x - height * 2.4, y - height * 0.54)],
            SUN,
            alpha=0.22,
        )
        c.polygon(
            [(x, y - height * 0.9), (x + height * 1.3, y - height * 1.12), (x + height * 1.3, y - height * 0.72)],
            SUN,
            alpha=0.22,
        )
    tones = (WHITE, CORAL)
    for index in range(6):
        low, high = index / 6, (index + 1) / 6
        w1, w2 = w * (1 - 0.4 * low), w * (1 - 0.4 * high)
        y1, y2 = y - height * 0.82 * low, y - height * 0.82 * high
        c.polygon([(x - w1, y1), (x + w1, y1), (x + w2, y2), (x - w2, y2)], tones[index % 2])
        c.polygon([(x + w1 * 0.3, y1), (x + w1, y1), (x + w2, y2), (x + w2 * 0.3, y2)], INK, alpha=0.1)
    c.box(x - w * 0.85, y - height * 0.85, w * 1.7, height * 0.035, DEEP, 3)
    c.box(x - w * 0.5, y - height * 0.94, w, height * 0.1, lighter(SUN, 0.3), 3)
    c.polygon([(x - w * 0.64, y - height * 0.94), (x + w * 0.64, y - height * 0.94), (x, y - height * 1.03)], DEEP)


def stall(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    *,
    awning: tuple[str, str] = (CORAL, PAPER),
    goods: tuple[str, ...] = (CORAL, SUN, LEAF),
) -> None:
    """Draw a market stall with baskets of goods; x is the left edge, y the ground."""
    h = width * 0.95
    c.ellipse(x + width / 2, y, width * 0.56, 10, INK, alpha=0.13)
    for px in (0.03, 0.97):
        c.box(x + width * px - 6, y - h, 12, h, DARK_WOOD)
    c.gradient(rounded_box(x, y - h * 0.36, width, h * 0.36, 6), WOOD, darker(WOOD, 0.22))
    c.box(x - 10, y - h * 0.4, width + 20, h * 0.06, lighter(WOOD, 0.2), 5)
    count = len(goods)
    for index, tone in enumerate(goods):
        bx = x + width * (index + 0.5) / count
        r = width / count * 0.13
        for dx, dy in ((-2, 0), (0, 0), (2, 0), (-1, -1.4), (1, -1.4), (0, -2.8)):
            c.circle(bx + dx * r, y - h * 0.47 + dy * r, r * 1.15, tone if dx != 1 else lighter(tone, 0.15))
        c.polygon(
            [
                (bx - r * 3.6, y - h * 0.47),
                (bx + r * 3.6, y - h * 0.47),
                (bx + r * 2.9, y - h * 0.4),
                (bx - r * 2.9, y - h * 0.4),
            ],
            DEEP_SAND,
        )
    stripes = 8
    sw = width * 1.12 / stripes
    for index in range(stripes):
        left = x - width * 0.06 + index * sw
        c.box(left, y - h - h * 0.06, sw + 0.6, h * 0.17, awning[index % 2])
        c.circle(left + sw / 2, y - h + h * 0.11, sw / 2, awning[index % 2])
    c.box(x - width * 0.06, y - h - h * 0.08, width * 1.12, h * 0.04, darker(awning[0], 0.2), 4)


def town(
    c: Canvas,
    base: float,
    rng: Random,
    *,
    height: float = 260,
    left: float = 0,
    right: float | None = None,
    pale: float = 0.0,
) -> None:
    """Draw a row of town houses standing on `base`; `pale` (0 to 1) fades them into the distance."""
    end = right if right is not None else c.width
    x = left - 20
    while x < end:
        wide = rng.uniform(70, 130)
        tall = height * rng.uniform(0.45, 1)
        tone = mix(rng.choice((SAND, PEACH, PAPER, "#cfe3e4", "#f6d7a7", STONE)), "#dff0ef", pale)
        c.box(x, base - tall, wide, tall, tone)
        c.box(x + wide * 0.72, base - tall, wide * 0.28, tall, INK, alpha=0.05)
        c.box(x - 4, base - tall - 8, wide + 8, 12, mix(rng.choice((BRICK, TEAL, GREY)), "#dff0ef", pale), 3)
        for row in range(int(tall // 56)):
            for column in range(2):
                c.box(
                    x + wide * (0.18 + column * 0.4),
                    base - tall + 22 + row * 52,
                    wide * 0.22,
                    26,
                    mix(SEA, "#dff0ef", 0.3 + pale * 0.5),
                    3,
                )
        x += wide + rng.uniform(0, 8)


def road(c: Canvas, y: float, height: float) -> None:
    """Draw a street across the picture."""
    c.box(0, y - 14, c.width, 18, STONE)
    c.gradient([(0, y), (c.width, y), (c.width, y + height), (0, y + height)], "#7e9196", "#6b7f85")
    for index in range(12):
        c.box(index * 150 + 20, y + height * 0.46, 80, 8, SAND, 4)
    c.box(0, y + height, c.width, c.height - y - height + 1, DEEP_SAND)
