"""Things people hold in a hand."""

from .canvas import Canvas
from .colours import CORAL, DEEP, DEEP_SAND, GREY, INK, LEAF, LIGHT_SEA, PAPER, PEACH, SEA, STONE, SUN, TEAL, WOOD
from .curves import Point


def draw_held(c: Canvas, name: str, hand: Point, side: int) -> None:
    """Draw the named thing in a hand at `hand`; `side` is -1 for the hand on the viewer's left."""
    x, y = hand
    with c.at(x, y, flip=side < 0):
        _DRAWINGS[name](c)


def _paper(c: Canvas) -> None:
    with c.at(2, -4, turn=8):
        c.box(-9, -14, 20, 26, PAPER, 1)
        c.box(-6, -10, 9, 2, TEAL, 1)
        for row in range(4):
            c.box(-6, -5 + row * 4, 14 - (row % 2) * 4, 1.3, GREY, 0.6)


def _certificate(c: Canvas) -> None:
    with c.at(4, -6):
        c.box(-20, -15, 40, 28, SUN, 2)
        c.box(-17.5, -12.5, 35, 23, PAPER, 1)
        c.box(-9, -8, 18, 2.6, TEAL, 1)
        c.box(-12, -2, 24, 1.5, GREY, 0.7)
        c.box(-12, 2, 17, 1.5, GREY, 0.7)
        c.circle(11, 5, 3.6, CORAL)


def _phone(c: Canvas) -> None:
    with c.at(1, -6, turn=10):
        c.box(-5, -9, 10.5, 19, INK, 2)
        c.box(-3.8, -7.4, 8.1, 15.6, LIGHT_SEA, 1)
        c.box(-2.6, -5, 5.6, 4, PAPER, 0.6)
        c.box(-2.6, 1, 5.6, 2.4, CORAL, 0.6)


def _tablet(c: Canvas) -> None:
    with c.at(2, -7, turn=6):
        c.box(-11, -14, 23, 29, INK, 2.4)
        c.box(-9, -12, 19, 25, "#e8f6f7", 1)
        c.box(-7, -9, 15, 6, SEA, 1)
        for row in range(3):
            c.circle(-5, 0.5 + row * 4.4, 1.3, (LEAF, SUN, CORAL)[row])
            c.box(-2, -0.2 + row * 4.4, 9, 1.5, GREY, 0.7)


def _folder(c: Canvas) -> None:
    with c.at(1, -5, turn=-6):
        c.box(-11, -15, 24, 30, PEACH, 2)
        c.box(-11, -17, 11, 6, PEACH, 2)
        c.box(-7, -8, 14, 6, PAPER, 1)


def _clipboard(c: Canvas) -> None:
    with c.at(2, -6, turn=6):
        c.box(-11, -15, 23, 31, WOOD, 2)
        c.box(-9, -12, 19, 26, PAPER, 1)
        c.box(-4, -17, 9, 4.5, GREY, 1.5)
        for row in range(4):
            c.line([(-6.5, -6 + row * 5), (-5.3, -4.8 + row * 5), (-3.2, -8 + row * 5)], 1, LEAF)
            c.box(-1, -7 + row * 5, 8, 1.4, GREY, 0.7)


def _card(c: Canvas) -> None:
    with c.at(3, -4, turn=-8):
        c.box(-4, -6, 17, 11, "#7cc7c3", 1.6)
        c.box(-2, -3.6, 5, 6, PAPER, 0.8)
        c.box(5, -3, 6, 1.3, DEEP, 0.6)
        c.box(5, 0, 5, 1.3, DEEP, 0.6)


def _bag(c: Canvas) -> None:
    c.arc(0, 6, 6, 180, 360, 1.6, DEEP)
    c.box(-12, 6, 24, 20, CORAL, 3)
    c.box(-12, 13, 24, 3, PAPER)


def _case(c: Canvas) -> None:
    c.arc(0, 6, 6, 180, 360, 1.6, DEEP)
    c.box(-12, 6, 24, 20, CORAL, 3)
    c.box(-1.6, 10, 3.2, 11, PAPER)
    c.box(-5.5, 13.9, 11, 3.2, PAPER)


def _cane(c: Canvas) -> None:
    c.line([(5, 84), (2, -2), (-1, -7), (-6, -5)], 2.6, WOOD)


def _pen(c: Canvas) -> None:
    c.line([(-3, 6), (6, -10)], 1.8, DEEP)


def _cup(c: Canvas) -> None:
    c.box(-2, -9, 9, 11, PAPER, 1.5)
    c.arc(8, -4, 3, -80, 80, 1.2, PAPER)
    c.box(-2, -6, 9, 2, CORAL)


def _bouquet(c: Canvas) -> None:
    c.polygon([(-8, -10), (10, -10), (2, 14), (-1, 14)], STONE)
    for dx, dy, colour in ((-6, -13, CORAL), (0, -17, SUN), (7, -13, PEACH), (1, -11, CORAL), (-2, -20, LEAF)):
        c.circle(dx, dy, 4.4, colour)
        c.circle(dx, dy, 1.6, DEEP_SAND)


_DRAWINGS = {
    "paper": _paper,
    "certificate": _certificate,
    "phone": _phone,
    "tablet": _tablet,
    "folder": _folder,
    "clipboard": _clipboard,
    "card": _card,
    "bag": _bag,
    "case": _case,
    "cane": _cane,
    "pen": _pen,
    "cup": _cup,
    "bouquet": _bouquet,
}
