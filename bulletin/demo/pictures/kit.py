"""Tools of the health service and its journeys: laboratory, vaccination, machines, motorbike, ambulance, ship."""

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
from .curves import arc, smooth
from .furniture import medical_cross, shadow


def microscope(c: Canvas, x: float, y: float, height: float, *, flip: bool = False) -> None:
    """Draw a microscope standing on y."""
    with c.at(x, y, scale=height / 100, flip=flip):
        c.box(-30, -8, 60, 8, DEEP, 3)
        c.line([(16, -10), (27, -30), (24, -54), (8, -70)], 9, WHITE, curved=True)
        c.box(-24, -32, 40, 5, DEEP, 2)
        c.box(-8, -27, 6, 19, STONE)
        with c.at(0, -62, turn=-24):
            c.box(-7, -28, 14, 46, WHITE, 3)
            c.box(-5.5, -40, 11, 13, DEEP, 2)
            c.box(-4.5, 17, 9, 11, GREY, 2)
            c.box(-7, -12, 14, 5, TEAL)
        c.circle(24, -34, 6, TEAL)


def flask(c: Canvas, x: float, y: float, height: float, *, liquid: str = CORAL) -> None:
    """Draw a conical flask standing on y."""
    with c.at(x, y, scale=height / 100):
        body = [(-9, -94), (9, -94), (9, -60), (34, -6), (30, 0), (-30, 0), (-34, -6), (-9, -60)]
        c.polygon(body, WHITE, alpha=0.8)
        c.polygon([(-22, -34), (22, -34), (34, -6), (30, 0), (-30, 0), (-34, -6)], liquid)
        c.circle(-8, -14, 3.5, lighter(liquid, 0.4))
        c.circle(7, -24, 2.4, lighter(liquid, 0.4))
        c.box(-12, -98, 24, 7, LIGHT_SEA, 3)
        c.line([(-14, -46), (-24, -20)], 3, WHITE, alpha=0.8)


def tubes(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a rack of test tubes standing on y."""
    tones = (CORAL, SUN, SEA, LEAF, PEACH)
    step = width / len(tones)
    for index, tone in enumerate(tones):
        left = x - width / 2 + step * (index + 0.24)
        c.box(left, y - width * 0.6, step * 0.52, width * 0.56, WHITE, step * 0.26)
        c.box(
            left,
            y - width * (0.24 + 0.05 * (index % 3)),
            step * 0.52,
            width * (0.2 + 0.05 * (index % 3)),
            tone,
            step * 0.26,
        )
    c.box(x - width * 0.54, y - width * 0.36, width * 1.08, width * 0.07, DEEP, 4)
    c.box(x - width * 0.54, y - width * 0.07, width * 1.08, width * 0.07, DEEP, 4)


def syringe(c: Canvas, x: float, y: float, length: float, *, turn: float = 0) -> None:
    """Draw a syringe around (x, y), needle to the right before turning."""
    with c.at(x, y, turn=turn, scale=length / 100):
        c.line([(30, 0), (50, 0)], 1.2, GREY)
        c.box(-24, -7, 50, 14, WHITE, 3)
        c.box(-2, -7, 28, 14, LIGHT_SEA, 3)
        c.box(24, -3.5, 8, 7, TEAL, 2)
        for mark in range(5):
            c.line([(-16 + mark * 8, -7), (-16 + mark * 8, -2)], 1, DEEP)
        c.box(-44, -2, 22, 4, GREY)
        c.box(-48, -9, 5, 18, CORAL, 2)
        c.box(-27, -11, 4, 22, CORAL, 2)


def vial(c: Canvas, x: float, y: float, height: float, *, label: str = TEAL) -> None:
    """Draw a medicine vial standing on y."""
    with c.at(x, y, scale=height / 100):
        c.box(-22, -74, 44, 74, "#e4f3f5", 9)
        c.box(-22, -56, 44, 36, label, 2)
        medical_cross(c, 0, -38, 22, WHITE)
        c.box(-13, -86, 26, 13, "#e4f3f5")
        c.box(-17, -100, 34, 16, CORAL, 4)


def bottle(
    c: Canvas, x: float, y: float, height: float, *, body: str = PEACH, cap: str = DEEP, label: str = PAPER
) -> None:
    """Draw a bottle standing on y."""
    with c.at(x, y, scale=height / 100):
        c.box(-21, -72, 42, 72, body, (14, 14, 5, 5))
        c.box(-9, -86, 18, 16, body)
        c.box(-12, -100, 24, 17, cap, 4)
        c.box(-21, -52, 42, 32, label)
        c.box(-12, -44, 24, 4, cap, 2)
        c.box(-12, -34, 16, 4, GREY, 2)


def jar(c: Canvas, x: float, y: float, height: float, *, body: str = "#a5452c", lid: str = SUN) -> None:
    """Draw a glazed jar standing on y."""
    with c.at(x, y, scale=height / 100):
        c.blob([(-16, -78), (-34, -52), (-30, -14), (-18, 0), (18, 0), (30, -14), (34, -52), (16, -78)], body)
        c.box(-20, -92, 40, 16, lid, 5)
        c.line([(-20, -60), (-22, -26)], 4, lighter(body, 0.4), alpha=0.7)


def motorbike(
    c: Canvas, x: float, y: float, width: float, *, colour: str = TEAL, flip: bool = False, box: bool = False
) -> None:
    """Draw a motorbike facing right, its wheels on y; `box` adds a health worker's case behind the seat."""
    with c.at(x, y, scale=width / 100, flip=flip):
        c.ellipse(0, 0, 54, 3, INK, alpha=0.15)
        for wx in (-32, 33):
            c.circle(wx, -14, 14, INK)
            c.circle(wx, -14, 9.5, STONE)
            c.circle(wx, -14, 3, GREY)
        c.line([(33, -14), (23, -50)], 4, GREY)
        c.line([(-32, -14), (2, -14)], 5, GREY)
        c.polygon(
            smooth(
                [
                    (-46, -38),
                    (-30, -44),
                    (-4, -40),
                    (6, -24),
                    (18, -24),
                    (18, -46),
                    (26, -50),
                    (24, -18),
                    (8, -12),
                    (-14, -14),
                    (-26, -26),
                    (-42, -30),
                ]
            ),
            colour,
        )
        c.polygon(smooth([(16, -50), (24, -54), (30, -38), (24, -18), (19, -20)]), lighter(colour, 0.22))
        c.blob([(-48, -42), (-34, -47), (-8, -45), (2, -40), (-10, -38), (-44, -38)], INK)
        c.arc(33, -14, 17, 200, 330, 4, colour)
        c.line([(22, -52), (17, -60), (9, -60)], 3.4, INK, curved=True)
        c.circle(25, -56, 4.5, SUN)
        c.line([(18, -60), (16, -70)], 1.6, INK)
        c.ellipse(16, -72, 4, 2.6, GREY)
        c.circle(-46, -35, 2.6, CORAL)
        if box:
            c.box(-58, -72, 30, 26, WHITE, 4)
            medical_cross(c, -43, -59, 14, CORAL)


def ambulance(c: Canvas, x: float, y: float, width: float, *, flip: bool = False) -> None:
    """Draw an ambulance facing right, its wheels on y."""
    with c.at(x, y, scale=width / 100, flip=flip):
        c.ellipse(0, 0, 54, 3, INK, alpha=0.15)
        c.blob(
            [
                (-50, -44),
                (-46, -48),
                (16, -48),
                (26, -44),
                (38, -28),
                (48, -24),
                (51, -12),
                (48, -7),
                (-48, -7),
                (-50, -14),
            ],
            WHITE,
        )
        c.box(-50, -26, 99, 7, CORAL)
        c.polygon([(14, -43), (24, -41), (34, -28), (14, -28)], LIGHT_SEA)
        c.polygon([(24, -41), (27, -38), (29, -28), (20, -28)], WHITE, alpha=0.4)
        c.box(-22, -42, 26, 13, LIGHT_SEA, 2)
        medical_cross(c, -36, -36, 12, CORAL)
        c.line([(9, -46), (9, -8)], 0.9, STONE)
        c.box(-4, -54, 14, 6, CORAL, 2)
        c.box(46, -19, 4, 5, SUN, 1)
        for wx in (-30, 30):
            c.circle(wx, -8, 9.5, INK)
            c.circle(wx, -8, 4.6, STONE)


def ship(c: Canvas, x: float, y: float, width: float, *, flip: bool = False) -> None:
    """Draw a white supply ship on the waterline y."""
    with c.at(x, y, scale=width / 100, flip=flip):
        c.box(-34, -34, 40, 16, WHITE, 2)
        c.box(-26, -44, 24, 11, WHITE, 2)
        c.box(-18, -56, 8, 12, CORAL, 1)
        for index in range(5):
            c.circle(-29 + index * 8, -26, 1.7, TEAL)
        c.box(-23, -41, 18, 4, LIGHT_SEA, 1)
        c.line([(20, -18), (20, -46)], 1.4, GREY)
        c.line([(20, -44), (38, -20)], 0.7, GREY)
        c.polygon([(-46, -18), (48, -18), (38, 0), (-40, 0)], DEEP)
        c.polygon([(-44.5, -14), (46, -14), (43.5, -10), (-43, -10)], WHITE)
        c.box(-50, 0, 96, 2, WHITE, 1, alpha=0.6)


def handcart(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a handcart with boxes, its handle to the left."""
    with c.at(x, y, scale=width / 100):
        c.ellipse(0, 0, 50, 3, INK, alpha=0.14)
        c.line([(-36, -14), (-58, -54)], 3.4, GREY)
        c.box(-40, -20, 84, 6, DEEP, 2)
        for wx in (-26, 30):
            c.circle(wx, -8, 8, INK)
            c.circle(wx, -8, 3.4, STONE)
        for left, top, wide, tall, tone in (
            (-36, -48, 36, 28, "#d9a46e"),
            (4, -44, 36, 24, "#e3b784"),
            (-24, -72, 38, 24, "#e8c193"),
        ):
            c.box(left, top, wide, tall, tone, 2)
            c.box(left + wide * 0.42, top, wide * 0.16, tall, darker(tone, 0.12))
            medical_cross(c, left + wide * 0.78, top + tall * 0.3, 6, CORAL)


def trolley(c: Canvas, x: float, y: float, height: float) -> None:
    """Draw a ward computer on wheels, screen to the viewer."""
    with c.at(x, y, scale=height / 100):
        shadow(c, 0, 0, 26, 2.4)
        c.line([(-20, -4), (20, -4)], 3.4, GREY)
        for wx in (-20, 0, 20):
            c.circle(wx, -2, 2.4, INK)
        c.box(-2.5, -60, 5, 57, GREY)
        c.box(-16, -36, 32, 14, MIST, 2)
        c.box(-24, -56, 48, 5, WHITE, 2)
        c.box(-22, -92, 44, 33, INK, 3)
        c.box(-19.5, -89.5, 39, 28, "#e6f5f6", 1.5)
        c.box(-17, -87, 34, 5, TEAL, 1)
        c.line([(-16, -72), (-10, -72), (-7, -78), (-3, -67), (0, -72), (16, -72)], 1.3, CORAL)
        c.box(-16, -66, 20, 2, GREY, 1)


def monitor_stand(c: Canvas, x: float, y: float, height: float) -> None:
    """Draw a drip stand."""
    with c.at(x, y, scale=height / 100):
        c.line([(-12, 0), (12, 0)], 2, GREY)
        c.line([(0, 0), (0, -98)], 1.6, GREY)
        c.line([(-9, -96), (9, -96)], 1.6, GREY)
        c.box(3, -92, 12, 20, LIGHT_SEA, 3)
        c.box(3, -82, 12, 10, lighter(SEA, 0.4), 3)
        c.line([(9, -72), (9, -52), (-3, -40)], 0.7, SEA, curved=True)


def baby(c: Canvas, x: float, y: float, size: float, *, wrap: str = SUN) -> None:
    """Draw a wrapped baby lying on an arm, head to the left."""
    with c.at(x, y, scale=size / 100, turn=-14):
        c.blob([(-26, -16), (10, -22), (50, -12), (56, 4), (30, 18), (-20, 18), (-36, 2)], wrap)
        c.blob([(-20, 16), (10, 6), (50, 2), (30, 18)], darker(wrap, 0.1))
        c.circle(-32, -6, 19, lighter(wrap, 0.25))
        c.circle(-34, -4, 15, "#f3cba6")
        c.polygon(arc(-34, -4, 15, 15, 190, 330), "#43302b")
        c.arc(-39, 0, 2.4, 20, 160, 1.3, INK)
        c.arc(-29, 0, 2.4, 20, 160, 1.3, INK)
        c.arc(-34, 4, 2.6, 20, 160, 1.2, "#b8423c")


def microphone(c: Canvas, x: float, y: float, height: float) -> None:
    """Draw a table microphone standing on y."""
    c.box(x - height * 0.14, y - height * 0.08, height * 0.28, height * 0.08, INK, 3)
    c.line(
        [(x, y - height * 0.06), (x + height * 0.1, y - height * 0.5), (x, y - height * 0.8)],
        height * 0.05,
        INK,
        curved=True,
    )
    c.circle(x, y - height * 0.84, height * 0.11, GREY)


def megaphone(c: Canvas, x: float, y: float, size: float, *, colour: str = CORAL, turn: float = -14) -> None:
    """Draw a megaphone around (x, y) calling to the right."""
    with c.at(x, y, turn=turn, scale=size / 100):
        c.box(-22, 8, 14, 34, DEEP, 5)
        c.polygon([(-40, -14), (20, -40), (20, 40), (-40, 14)], colour)
        c.polygon([(-40, 2), (20, 6), (20, 40), (-40, 14)], darker(colour, 0.12))
        c.box(-50, -15, 14, 30, WHITE, 5)
        c.ellipse(20, 0, 9, 41, lighter(colour, 0.35))
        for radius in (26, 44, 62):
            c.arc(26, 0, radius, -32, 32, 4.5, SUN)
