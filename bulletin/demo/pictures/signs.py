"""Signs on walls and in the air: digits, steps, organisation charts, card boards, video calls, tick lists."""

from collections.abc import Sequence
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
from .curves import Outline, arc
from .devices import check, screen
from .looks import Look, Pose
from .people import draw_person

_STROKES: dict[int, Outline] = {
    1: [(-2, -3), (1, -5), (1, 5)],
    2: [*arc(0, -2, 3, 3, 200, 390), (-3, 5), (3.2, 5)],
    3: [*arc(0, -2.4, 2.6, 2.6, 200, 440), *arc(0, 2.4, 2.9, 2.7, 280, 520)],
    4: [(2, 5), (2, -5), (-3, 2), (3.6, 2)],
    5: [(2.8, -5), (-2.2, -5), (-2.6, -0.6), *arc(0, 1.8, 3, 3.1, 250, 500)],
    6: [(2, -5), *arc(0, 1.9, 3, 3.1, 200, 560)],
    7: [(-3, -5), (3, -5), (-1, 5)],
    8: [*arc(0, -2.6, 2.4, 2.3, 90, 450), *arc(0, 2.5, 2.9, 2.7, 270, 630)],
    9: [*arc(0, -1.9, 3, 3.1, 20, 380), (-2, 5)],
}


def digit(c: Canvas, number: int, x: float, y: float, size: float, colour: str = WHITE) -> None:
    """Draw one digit from 1 to 9 as a stroke, `size` high, around (x, y)."""
    unit = size / 11
    c.line([(x + px * unit, y + py * unit) for px, py in _STROKES[number]], unit * 1.6, colour)


def step(c: Canvas, number: int, x: float, y: float, radius: float, *, fill: str = CORAL) -> None:
    """Draw a disc with the number of a step."""
    c.circle(x + 3, y + 5, radius, INK, alpha=0.12)
    c.circle(x, y, radius, fill)
    digit(c, number, x, y, radius * 1.05)


def org_chart(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Draw two columns of boxes that merge into one; (x, y) is the top left corner."""
    row, bw, bh = height / 4, width * 0.26, height * 0.15
    for column, tone in ((0.02, SEA), (0.33, PEACH)):
        for index in range(4):
            c.box(x + width * column, y + row * index + row * 0.15, bw, bh, tone, 8)
            c.box(x + width * column + bw * 0.2, y + row * index + row * 0.15 + bh * 0.4, bw * 0.6, bh * 0.2, WHITE, 4)
            if index < 3:
                c.line(
                    [
                        (x + width * column + bw / 2, y + row * (index + 0.15) + bh),
                        (x + width * column + bw / 2, y + row * (index + 1.15)),
                    ],
                    5,
                    GREY,
                )
    for index in range(4):
        y1 = y + row * (index + 0.15) + bh / 2
        c.line([(x + width * 0.6, y1), (x + width * 0.65, y1)], 5, GREY)
    for index in (1, 2):
        y1 = y + row * (index + 0.15) + bh / 2
        c.line([(x + width * 0.65, y1), (x + width * 0.7, y1)], 5, GREY)
    c.line([(x + width * 0.65, y + row * 0.15 + bh / 2), (x + width * 0.65, y + row * 3.15 + bh / 2)], 5, GREY)
    for index in (1, 2):
        c.box(x + width * 0.71, y + row * (index + 0.15) - bh * 0.15, bw * 1.05, bh * 1.3, (TEAL, CORAL)[index - 1], 8)
        c.box(x + width * 0.71 + bw * 0.2, y + row * (index + 0.15) + bh * 0.35, bw * 0.62, bh * 0.26, WHITE, 4)


def cards(
    c: Canvas, x: float, y: float, columns: int, rows: int, cell: tuple[float, float], rng: Random, *, skip: int = -1
) -> None:
    """Draw rows of small paper cards held by pins; `skip` leaves one place free."""
    tones = (PAPER, "#fde3b4", "#d3ecef", "#fbd3c4", "#d8ecd9")
    wide, tall = cell
    for index in range(columns * rows):
        if index == skip:
            continue
        left, top = x + (index % columns) * wide, y + (index // columns) * tall
        with c.at(left + wide / 2, top + tall / 2, turn=rng.uniform(-3, 3)):
            w, h = wide * 0.8, tall * 0.78
            c.box(-w / 2 + 3, -h / 2 + 5, w, h, INK, 5, alpha=0.12)
            c.box(-w / 2, -h / 2, w, h, tones[index % 5], 5)
            for line in range(2):
                c.box(-w * 0.36, -h * 0.12 + line * h * 0.24, w * (0.7 - 0.2 * line), h * 0.09, GREY, 3)
            c.circle(0, -h * 0.36, max(5, h * 0.07), (CORAL, TEAL)[index % 2])


def video_grid(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    columns: int,
    rows: int,
    people: Sequence[Look],
    *,
    face: str = DEEP,
) -> None:
    """Draw a wall screen with a grid of people in a video call; (x, y) is the top left corner."""
    screen(c, x, y, width, height, face=face)
    cw, ch = (width - 40) / columns, (height - 40) / rows
    for index in range(columns * rows):
        left, top = x + 20 + (index % columns) * cw + 5, y + 20 + (index // columns) * ch + 5
        w, h = cw - 10, ch - 10
        outline = [(left, top), (left + w, top), (left + w, top + h), (left, top + h)]
        with c.clip(outline):
            c.polygon(outline, ("#cfe8ec", "#f6e3c6", "#dbeadb", "#fbd9ca")[index % 4])
            draw_person(
                c,
                left + w / 2,
                top + h * 2.05,
                h * 1.9,
                people[index % len(people)],
                Pose(face=(0.3, -0.3, 0.0)[index % 3], legs="hidden"),
            )


def tick_list(
    c: Canvas, x: float, y: float, width: float, rows: int, done: int, *, gap: float = 54, numbered: bool = False
) -> None:
    """Draw lines with a tick for the first `done` of them; numbered lines get their digit."""
    for index in range(rows):
        top = y + index * gap
        if numbered:
            step(c, index + 1, x + 18, top, gap * 0.36, fill=TEAL)
        else:
            c.box(x, top - 16, 34, 34, STONE, 8)
        c.box(x + 54, top - 7, (width - 120) * (0.95, 0.7, 0.85, 0.6)[index % 4], 14, STONE, 7)
        if index < done:
            check(c, x + width - 24, top, gap * 0.34)


def tick_grid(c: Canvas, x: float, y: float, columns: int, count: int, done: int, cell: float) -> None:
    """Draw `count` boxes in rows, the first `done` of them ticked."""
    for index in range(count):
        left, top = x + (index % columns) * cell, y + (index // columns) * cell
        c.box(left, top, cell * 0.78, cell * 0.78, "#e7efed", cell * 0.16)
        if index < done:
            check(c, left + cell * 0.39, top + cell * 0.39, cell * 0.3)


def queue_display(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a ticket display over a counter; (x, y) is the top left corner."""
    height = width * 0.36
    c.box(x, y, width, height, INK, 12)
    c.box(x + 10, y + 10, width - 20, height - 20, darker(DEEP, 0.3), 6)
    for index, number in enumerate((1, 2, 6)):
        digit(c, number, x + width * (0.2 + 0.14 * index), y + height / 2, height * 0.44, SUN)
    c.polygon(
        [
            (x + width * 0.66, y + height * 0.36),
            (x + width * 0.66, y + height * 0.64),
            (x + width * 0.76, y + height * 0.5),
        ],
        CORAL,
    )
    digit(c, 3, x + width * 0.86, y + height / 2, height * 0.44, "#8be0c0")


def status_rows(c: Canvas, x: float, y: float, width: float, height: float, tones: Sequence[str]) -> None:
    """Draw rows with a coloured state each, as on a tracking screen; (x, y) is the top left corner."""
    row = height / len(tones)
    for index, tone in enumerate(tones):
        top = y + row * index
        c.box(x, top + row * 0.12, width, row * 0.76, lighter(tone, 0.72), row * 0.2)
        c.box(x, top + row * 0.12, width * 0.045, row * 0.76, tone, row * 0.1)
        c.box(x + width * 0.1, top + row * 0.4, width * (0.42, 0.34, 0.48, 0.3)[index % 4], row * 0.22, GREY, 4)
        c.box(x + width * 0.76, top + row * 0.28, width * 0.18, row * 0.44, tone, row * 0.2)


def conversation(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw two speech bubbles, one with a question mark, one with a tick; (x, y) is the top left corner."""
    height = width * 0.46
    c.box(x, y, width * 0.46, height, WHITE, height * 0.28)
    c.polygon(
        [(x + width * 0.1, y + height - 4), (x + width * 0.22, y + height - 4), (x + width * 0.08, y + height * 1.28)],
        WHITE,
    )
    cx, cy = x + width * 0.23, y + height * 0.42
    c.arc(cx, cy - height * 0.06, height * 0.16, 180, 400, height * 0.075, CORAL)
    c.line(
        [(cx + height * 0.115, cy + height * 0.05), (cx, cy + height * 0.14), (cx, cy + height * 0.2)],
        height * 0.075,
        CORAL,
    )
    c.circle(cx, cy + height * 0.33, height * 0.05, CORAL)
    c.box(x + width * 0.54, y + height * 0.1, width * 0.46, height, WHITE, height * 0.28)
    c.polygon(
        [
            (x + width * 0.8, y + height * 1.08),
            (x + width * 0.9, y + height * 1.08),
            (x + width * 0.94, y + height * 1.36),
        ],
        WHITE,
    )
    check(c, x + width * 0.77, y + height * 0.6, height * 0.3)


def play_button(c: Canvas, x: float, y: float, radius: float) -> None:
    """Draw a round button to start a video."""
    c.circle(x, y + radius * 0.08, radius * 1.04, INK, alpha=0.18)
    c.circle(x, y, radius, CORAL)
    c.circle(x, y, radius * 0.86, lighter(CORAL, 0.1))
    c.polygon(
        [(x - radius * 0.28, y - radius * 0.42), (x - radius * 0.28, y + radius * 0.42), (x + radius * 0.46, y)], WHITE
    )


def price_rows(c: Canvas, x: float, y: float, width: float, rows: int, gap: float) -> None:
    """Draw rows of a list of charges, each with a dot, a name, and coins; (x, y) is the top left corner."""
    for row in range(rows):
        top = y + row * gap
        c.box(x, top, width, gap * 0.86, "#e4f1f0" if row % 2 else PAPER, 6)
        c.circle(x + gap * 0.5, top + gap * 0.43, gap * 0.26, (SEA, CORAL, LEAF, SUN, PEACH, TEAL)[row % 6])
        c.box(x + gap, top + gap * 0.34, width * (0.4, 0.3, 0.36)[row % 3], gap * 0.2, GREY, 6)
        for coin in range(1 + (row * 2) % 3):
            c.circle(x + width * 0.76 + coin * gap * 0.5, top + gap * 0.43, gap * 0.26, darker(SUN, 0.14))
            c.circle(x + width * 0.76 + coin * gap * 0.5 - 2, top + gap * 0.41, gap * 0.24, SUN)


def weave(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Draw a band of woven diamonds, as on Cham and Raglai cloth; (x, y) is the top left corner."""
    c.box(x, y, width, height, "#8e2f3c", 4)
    count = max(2, int(width / height * 1.1))
    unit = width / count
    for index in range(count):
        cx, cy = x + unit * (index + 0.5), y + height / 2
        for share, tone in ((0.46, SUN), (0.32, DEEP), (0.18, MIST)):
            c.polygon(
                [
                    (cx - unit * share, cy),
                    (cx, cy - height * share),
                    (cx + unit * share, cy),
                    (cx, cy + height * share),
                ],
                tone,
            )
    c.box(x, y, width, height * 0.06, SUN)
    c.box(x, y + height * 0.94, width, height * 0.06, SUN)


def route(c: Canvas, points: Outline, *, colour: str = CORAL) -> None:
    """Draw a dotted way along the points, ending in an arrow head is the caller's part."""
    for index, (x, y) in enumerate(points):
        c.circle(x, y, 7 if index % 2 else 9, colour)


def glow(c: Canvas, x: float, y: float, radius: float, *, colour: str = LIGHT_SEA) -> None:
    """Draw light around a thing."""
    for share, alpha in ((1.0, 0.12), (0.75, 0.16), (0.5, 0.2)):
        c.circle(x, y, radius * share, colour, alpha=alpha)
