"""Heads: face, hair and hats, drawn around the origin with a head about 33 units high."""

from .canvas import Canvas
from .colours import CORAL, DEEP_SAND, INK, SAND, TEAL, WHITE, darker, lighter, mix
from .curves import Point, arc, smooth
from .looks import Look, Pose


def draw_head(c: Canvas, look: Look, pose: Pose) -> None:
    """Draw the head with its centre at the origin."""
    with c.at(0, 0, turn=pose.tilt):
        if pose.back:
            _back(c, look)
        else:
            _face(c, look, pose)
            _hair_front(c, look, pose.face)
        _hat(c, look, pose)


def _face(c: Canvas, look: Look, pose: Pose) -> None:
    f = pose.face
    skin, shade = look.skin, darker(mix(look.skin, CORAL, 0.25), 0.1)
    for side in (-1, 1):
        if f * side < 0.3:
            x = side * 12.6 - f * 3
            c.ellipse(x, 1.5, 2.9, 4.4, skin)
            c.ellipse(x, 2, 1.4, 2.4, shade, alpha=0.6)
    chin = f * 2.4
    outline: list[Point] = [
        (0, -16),
        (9.5, -13),
        (12.9, -4),
        (12.2, 5),
        (7.8 + chin, 13),
        (chin, 16.4),
        (-7.8 + chin, 13),
        (-12.2, 5),
        (-12.9, -4),
        (-9.5, -13),
    ]
    c.blob(outline, skin)
    middle = f * 6.4
    wide = 5.4 - abs(f) * 0.9
    for side in (-1, 1):
        c.ellipse(middle + side * (wide + 1.6), 6, 2.9, 2.1, CORAL, alpha=0.26)
        x = middle + side * wide
        if pose.mood == "rest":
            c.arc(x, -0.6, 1.9, 20, 160, 1.1, INK)
        else:
            c.ellipse(x, 0, 1.25, 1.75, INK)
            c.circle(x + 0.4, -0.6, 0.42, WHITE)
        brow = lighter(look.hair_colour, 0.05) if look.hair_colour < "#9" else "#8d8f90"
        c.line([(x - 2.1, -4.4), (x + side * 0.3, -5.2), (x + 2.1, -4.5)], 1.05, brow, curved=True)
    if look.mask:
        c.blob(
            [
                (middle * 0.6 - 9.5, 3),
                (middle, 2),
                (middle * 0.6 + 9.5, 3),
                (8 + chin, 12),
                (chin, 16),
                (-8 + chin, 12),
            ],
            "#cfe9ee",
        )
        c.line([(middle - 6, 7.5), (middle + 6, 7.5)], 0.6, "#a5cdd6")
        c.line([(middle - 5, 10.5), (middle + 5, 10.5)], 0.6, "#a5cdd6")
    else:
        nose = middle + f * 2.6
        side = 1 if f >= 0 else -1
        c.line([(nose, 1.2), (nose + side * 1.7, 4.9), (nose - side * 0.3, 5.4)], 0.95, shade, curved=True)
        lips = mix("#b8423c", skin, 0.15)
        if pose.mood == "open":
            c.polygon(arc(middle + f, 8.6, 3, 3.4, 0, 180), "#8e2f33")
            c.polygon(arc(middle + f, 8.6, 2.4, 1.2, 0, 180), WHITE)
        elif pose.mood == "plain":
            c.line([(middle - 1.8 + f, 10), (middle + 1.8 + f, 10)], 1.05, lips)
        else:
            c.arc(middle + f, 7.2, 3.6, 25, 155, 1.1, lips)
    if look.glasses:
        frame = "#51433d"
        for side in (-1, 1):
            c.arc(middle + side * wide, 0, 3.5, 0, 360, 0.75, frame)
        c.line([(middle - wide + 3.5, -0.6), (middle + wide - 3.5, -0.6)], 0.75, frame)
        away = -1 if f > 0 else 1
        c.line([(middle + away * (wide + 3.4), -0.6), (away * 12.4, -1)], 0.75, frame)


def draw_hair_behind(c: Canvas, look: Look, f: float) -> None:
    """Draw the hair that falls behind the neck, around the same origin as the head."""
    colour, shade = look.hair_colour, darker(look.hair_colour, 0.25)
    back = -f * 3.2
    if look.hair == "bald":
        return
    if look.hair == "long":
        c.blob(
            [
                (back - 14, -8),
                (back, -19),
                (back + 14, -8),
                (back + 16, 12),
                (back + 13, 30),
                (back, 33),
                (back - 13, 30),
                (back - 16, 12),
            ],
            shade,
        )
    elif look.hair == "bob":
        c.blob(
            [
                (back - 14, -8),
                (back, -19),
                (back + 14, -8),
                (back + 16.5, 6),
                (back + 14, 16),
                (back, 17),
                (back - 14, 16),
                (back - 16.5, 6),
            ],
            shade,
        )
    elif look.hair == "tail":
        side = -1 if f >= 0 else 1
        c.blob(
            [(side * 11, -10), (side * 21, -9), (side * 23, 6), (side * 19, 24), (side * 16, 12), (side * 14, -1)],
            shade,
        )
    elif look.hair == "bun":
        c.circle(back * 2.6, -19.5 if abs(f) < 0.25 else -15, 7.2, shade)
    c.ellipse(back, -4, 14, 14.6, colour)


def _hair_front(c: Canvas, look: Look, f: float) -> None:
    colour = look.hair_colour
    s = f * 4.5
    if look.hair == "bald":
        for side in (-1, 1):
            if f * side < 0.5:
                c.ellipse(side * 12.6 - f * 3, -3, 2.8, 5.6, colour)
        return
    crown: list[Point] = [(13.6, 0.5), (14.3, -8), (9.5, -17.5), (0, -20.5), (-9.5, -17.5), (-14.3, -8), (-13.6, 0.5)]
    if look.hair in ("short", "child"):
        edge: list[Point] = [(-11.6, -5), (-8.5 + s, -8.4), (-1 + s, -10), (7 + s * 0.8, -9.2), (11.6, -5)]
    elif look.hair == "curly":
        for x, y in ((-11, -11), (-6, -16.5), (0, -18.5), (6, -16.5), (11, -11), (-13, -5), (13, -5)):
            c.circle(x, y, 5.2, colour)
        edge = [(-11.6, -5), (-6 + s, -9), (0 + s, -8), (6 + s * 0.8, -9), (11.6, -5)]
    elif look.hair == "side":
        side = 1 if f >= 0 else -1
        edge = [
            (-11.8, -4),
            (-7 * side + s if side > 0 else -8 + s, -9.6),
            (side * 3 + s, -11.6),
            (8 * side + s * 0.6 if side > 0 else 7 + s, -7.4),
            (11.8, -4),
        ]
        edge = sorted(edge)
    elif look.hair == "bob":
        edge = [(-11.4, 3), (-9.6 + s * 0.4, -4), (-3 + s, -7.4), (4 + s, -7), (9.8 + s * 0.4, -4), (11.4, 3)]
    else:
        edge = [(-11.8, -2), (-8 + s * 0.8, -9), (-2 + s, -13), (1 + s, -12.4), (8 + s * 0.7, -8), (11.8, -2)]
    edge = [(max(-12.4, min(12.4, x)), y) for x, y in edge]
    c.polygon(smooth(crown, closed=False) + smooth(edge, closed=False), colour)
    if look.hair in ("long", "bob"):
        drop = 15 if look.hair == "long" else 8
        for side in (-1, 1):
            lock = side * 12.6 - f * 2
            c.blob(
                [
                    (lock - 1.6, -8),
                    (lock + 1.6, -8),
                    (lock + 2.6 * (1 if side > 0 else 0.6), drop - 3),
                    (lock, drop),
                    (lock - 2.6 * (1 if side < 0 else 0.6), drop - 3),
                ],
                colour,
            )
    shine = lighter(colour, 0.22)
    c.line([(-8 + s, -15.2), (-3.5 + s, -17.4), (1.5 + s, -17.9)], 1.2, shine, curved=True, alpha=0.75)


def _back(c: Canvas, look: Look) -> None:
    colour, shade = look.hair_colour, darker(look.hair_colour, 0.3)
    for side in (-1, 1):
        c.ellipse(side * 13, 1.5, 2.6, 4, look.skin)
    if look.hair == "bald":
        c.blob([(-12.9, -4), (0, -17), (12.9, -4), (10, 11), (0, 15), (-10, 11)], look.skin)
        c.blob([(-13.4, -6), (-9, 0), (0, 1.5), (9, 0), (13.4, -6), (12, 8), (0, 13), (-12, 8)], colour)
        return
    low = {"long": 34.0, "bob": 18.0}.get(look.hair, 13.0)
    wide = 15.5 if look.hair in ("long", "bob") else 12.5
    c.blob(
        [
            (-14, -6),
            (-10, -16),
            (0, -20),
            (10, -16),
            (14, -6),
            (wide, low * 0.5),
            (wide * 0.75, low),
            (0, low + 1),
            (-wide * 0.75, low),
            (-wide, low * 0.5),
        ],
        colour,
    )
    if look.hair == "tail":
        c.blob([(-4, -6), (4, -6), (7, 10), (4, 32), (0, 36), (-5, 30), (-7, 10)], shade)
        c.box(-4, -8, 8, 4, look.accent, 2)
    if look.hair == "bun":
        c.circle(0, -14, 8, shade)
        c.arc(0, -14, 5, 200, 330, 1, lighter(colour, 0.2))


def _hat(c: Canvas, look: Look, pose: Pose) -> None:
    f = pose.face
    if look.hat == "leaf":
        if not pose.back:
            c.line(
                [(-11, -6), (-9 + f * 2, 10), (f * 2.4, 16.5), (9 + f * 2, 10), (11, -6)], 0.9, "#c9798b", curved=True
            )
        c.polygon([(0, -33), (33, -6), *arc(0, -6, 33, 4.5, 0, 180)], SAND)
        c.polygon([(0, -33), (33, -6), *arc(0, -6, 33, 4.5, 0, 75)], DEEP_SAND, alpha=0.75)
        for share in (0.3, 0.5, 0.7, 0.87):
            c.line(arc(0, -33 + 27 * share, 33 * share, 4.5 * share, 8, 172), 0.55, darker(DEEP_SAND, 0.15), alpha=0.7)
    elif look.hat == "nurse":
        x = f * 2.5
        c.blob([(x - 10, -14), (x - 8, -22), (x, -23.5), (x + 8, -22), (x + 10, -14), (x, -17)], WHITE)
        c.box(x - 0.9, -21.6, 1.8, 5, TEAL)
        c.box(x - 2.5, -20, 5, 1.8, TEAL)
    elif look.hat == "scarf":
        c.polygon(
            smooth(
                [(13.8, 1), (14.6, -9), (9.5, -18.5), (0, -21.5), (-9.5, -18.5), (-14.6, -9), (-13.8, 1)], closed=False
            )
            + smooth([(-12, -5), (-4 + f * 4, -9.5), (4 + f * 4, -9.5), (12, -5)], closed=False),
            look.accent,
        )
        c.line([(-11 + f * 2, -13), (f * 4, -16), (11 + f * 2, -13)], 1.4, lighter(look.accent, 0.4), curved=True)
        side = -1 if f >= 0 else 1
        c.blob([(side * 12, -4), (side * 18, 2), (side * 17, 12), (side * 13, 6)], darker(look.accent))
    elif look.hat == "brim":
        c.polygon([(-12, -9), *arc(0, -10, 12, 13, 180, 360), (12, -9)], look.accent)
        c.box(-12.4, -13, 24.8, 4, darker(look.accent, 0.3))
        c.ellipse(f * 2, -8, 22, 4.2, darker(look.accent, 0.1))
        c.ellipse(f * 2, -9, 21, 3.2, look.accent)
    elif look.hat in ("cap", "helmet"):
        shade = look.accent
        c.polygon([(-14.6, -5), *arc(0, -6, 14.6, 16, 180, 360), (14.6, -5)], shade)
        if look.hat == "cap" and not pose.back:
            side = 1 if f >= 0 else -1
            c.blob(
                [(side * -2, -8), (side * 13, -9), (side * 23, -4.5), (side * 12, -4.2), (side * -2, -5)],
                darker(shade),
            )
        if look.hat == "helmet":
            c.arc(0, -6, 12, 200, 290, 1.6, lighter(shade, 0.4))
            c.line([(-11, -4), (-8 + f * 2, 11), (f * 2.4, 16.5), (8 + f * 2, 11), (11, -4)], 0.9, INK, curved=True)
