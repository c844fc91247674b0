"""People: bodies, clothes, arms and legs, put together from a Look and a Pose.

A person is drawn in units of a two-hundredth of the body height, with the origin between the feet.
"""

import math

from .canvas import Canvas
from .colours import INK, WHITE, darker, lighter, mix
from .curves import Outline, Point, elbow, smooth
from .heads import draw_hair_behind, draw_head
from .held import draw_held
from .looks import STAND, Look, Pose

SEAT = 38.0
_SHOES = "#3a3236"


def draw_person(c: Canvas, x: float, y: float, height: float, look: Look, pose: Pose = STAND) -> None:
    """Draw a person whose feet stand at (x, y); a seated one is drawn as high as if standing up were `height`."""
    with c.at(x, y, scale=height / 200):
        if pose.shadow and pose.legs != "hidden":
            c.ellipse(10 if pose.legs == "sit" else 0, 0, 34, 4.2, INK, alpha=0.13)
        sitting = pose.legs in ("sit", "front")
        if look.child:
            with c.at(0, SEAT * 0.8 if sitting else 0, scale=0.86):
                _body(c, look, pose)
            return
        with c.at(0, SEAT if sitting else 0):
            _body(c, look, pose)


def _body(c: Canvas, look: Look, pose: Pose) -> None:
    width = 22.5 * look.build * (1 - 0.14 * abs(pose.face))
    if pose.legs != "hidden":
        _legs(c, look, pose)
    with c.at(0, -92, turn=pose.lean), c.at(0, 92):
        near = -1 if pose.face >= 0 else 1
        across = False
        away: Point | None = None
        turned = abs(pose.face) > 0.25 and not pose.back
        hands: dict[int, Point | None] = {-1: pose.left, 1: pose.right}
        things = {-1: pose.held_left, 1: pose.held}
        if pose.back:
            for side in (-1, 1):
                _arm(c, look, side, width, hands[side], things[side])
        elif turned:
            away = hands[-near]
            across = away is not None and abs(away[0]) < width
            if not across:
                _arm(c, look, -near, width, away, things[-near], far=True)
        scale = 1.3 if look.child else 1.08
        height = -182.0 if look.child else -179.0
        if not pose.back:
            with c.at(pose.face * 3.5, height, scale=scale, turn=pose.tilt):
                draw_hair_behind(c, look, pose.face)
        _neck(c, look, pose)
        _torso(c, look, pose, width)
        with c.at(pose.face * 3.5, height, scale=scale):
            draw_head(c, look, pose)
        if not pose.back:
            if turned and across:
                _arm(c, look, -near, width, away, things[-near], far=True)
            for side in (near,) if turned else (-1, 1):
                _arm(c, look, side, width, hands[side], things[side])


def _neck(c: Canvas, look: Look, pose: Pose) -> None:
    x = pose.face * 2.5
    c.tube([(x, -170), (0, -150)], [11, 13], look.skin)
    c.tube([(x, -165), (x * 0.5, -161)], [11, 11], darker(look.skin, 0.16))


def _arm(c: Canvas, look: Look, side: int, width: float, hand: Point | None, held: str, *, far: bool = False) -> None:
    shoulder = (side * (width - 4.5), -146.0)
    target = hand if hand is not None else (side * (width + 1.5), -82.5)
    # An arm that reaches a near place is drawn shorter, as if it came towards the viewer.
    span = math.hypot(target[0] - shoulder[0], target[1] - shoulder[1])
    share = min(1.0, max(span * 1.16, 46) / 64)
    joint, end = elbow(shoulder, target, 33 * share, 31 * share, side)
    skin = darker(look.skin, 0.06) if far else look.skin
    sleeve = _sleeve_colour(look)
    sleeve = darker(sleeve, 0.13) if far else darker(sleeve, 0.05)
    short = look.outfit in ("scrubs", "polo", "dress", "apron") or look.child
    path = smooth([shoulder, joint, end], closed=False, steps=8)
    # A smooth arm bends gently; the widths run from shoulder to wrist.
    widths = [12.6 - 5.4 * index / (len(path) - 1) for index in range(len(path))]
    if not far:
        c.tube([(x + 0.9, y + 1.2) for x, y in path[3:]], widths[3:], INK, alpha=0.1)
    wrist = path[-2]
    dx, dy = end[0] - wrist[0], end[1] - wrist[1]
    length = max((dx * dx + dy * dy) ** 0.5, 0.01)
    dx, dy = dx / length, dy / length
    if held:
        draw_held(c, held, end, side)
    c.tube(path, [w * 0.86 for w in widths], skin)
    c.tube([end, (end[0] + dx * 4.5, end[1] + dy * 4.5)], [8.2, 6.6], skin)
    c.tube([end, (end[0] + dx * 2 - dy * 4 * side, end[1] + dy * 2 + dx * 4 * side)], [4, 3], skin)
    covered = 8 if short else len(path) - 1
    grown = 1.12 if look.outfit in ("coat", "suit") else 1.0
    c.tube(path[:covered], [w * grown for w in widths[:covered]], sleeve)
    if not short:
        cuff = path[-2]
        edge = WHITE if look.outfit == "suit" else darker(sleeve, 0.12)
        c.tube([cuff, (cuff[0] + dx, cuff[1] + dy)], [widths[-1] * grown * 0.98] * 2, edge)


def _sleeve_colour(look: Look) -> str:
    return WHITE if look.outfit == "vest" else look.top


def _legs(c: Canvas, look: Look, pose: Pose) -> None:
    bare = look.outfit == "dress"
    colour = look.skin if bare else look.bottom
    shade = darker(colour, 0.12)
    side = 1 if pose.face >= 0 else -1
    if pose.legs == "sit":
        for shift, tone in ((5, shade), (0, colour)):
            knee = (side * (34 + shift), -92.0 - shift * 0.3)
            ankle = (side * (36 + shift), -44.0)
            c.tube([(0, -91), knee], [20, 15], tone)
            c.tube([knee, ankle], [14.5, 9.5], tone)
            _shoe(c, ankle[0], -39, side)
        return
    if pose.legs == "front":
        for way in (-1, 1):
            c.tube([(way * 9, -90), (way * 14, -76)], [18, 17], colour)
            c.tube([(way * 14, -76), (way * 12, -44)], [15, 10], shade)
            _shoe(c, way * 12, -40, way)
        return
    if pose.legs == "walk":
        c.tube([(0, -90), (-side * 7, -48), (-side * 22, -10)], [19, 14, 9.5], shade)
        _shoe(c, -side * 21, -5, side)
        c.tube([(0, -90), (side * 12, -50), (side * 17, -9)], [19, 14.5, 9.5], colour)
        _shoe(c, side * 18, -3, side)
        return
    toes = 0 if abs(pose.face) < 0.2 else side
    for way in (-side, side):
        tone = shade if way == side and toes else colour
        c.tube([(way * 7.5, -90), (way * 8.5, -48), (way * 9, -9)], [19, 14, 10], tone)
        _shoe(c, way * 9.5, -3, toes or way)


def _shoe(c: Canvas, x: float, y: float, side: int) -> None:
    c.blob(
        [
            (x - side * 5, y - 3),
            (x, y - 5),
            (x + side * 5, y - 2),
            (x + side * 11, y + 1),
            (x + side * 10, y + 3),
            (x - side * 5, y + 3),
        ],
        _SHOES,
    )


def _outline(width: float, waist: float, hem: float, flare: float) -> Outline:
    half: list[Point] = [
        (5.5, -158),
        (width - 7, -153.5),
        (width - 0.5, -146),
        (width - 2.5, -130),
        (waist, -108),
        (waist + 1.5, -98),
    ]
    upper = smooth(half, closed=False, steps=6)
    right = [*upper, (flare, hem)]
    return right + [(-x, y) for x, y in reversed(right)]


def _torso(c: Canvas, look: Look, pose: Pose, width: float) -> None:
    waist = width - (6.5 if look.hair in ("long", "bob", "bun", "tail") else 4)
    hem, flare = {
        "coat": (-58.0, waist + 6),
        "dress": (-44.0, waist + 10),
        "aodai": (-24.0, waist + 3),
        "suit": (-82.0, waist + 4),
        "scrubs": (-80.0, waist + 4),
        "blouse": (-78.0, waist + 4.5),
    }.get(look.outfit, (-86.0, waist + 2.5))
    if pose.legs != "stand" and pose.legs != "walk":
        hem = max(min(hem, -80), -86)
    outline = _outline(width, waist, hem, flare)
    c.polygon(outline, look.top)
    with c.clip(outline):
        _pattern(c, look)
        if look.outfit == "coat":
            _open_coat(c, look, pose)
        elif look.outfit == "suit":
            _suit(c, look, pose)
        elif look.outfit == "vest":
            _vest(c, look, pose, width)
        elif look.outfit == "apron":
            c.box(-waist + 2, -128, waist * 2 - 4, 60, look.accent, 5)
            c.line([(-9, -127), (-7, -156)], 2.4, look.accent)
            c.line([(9, -127), (7, -156)], 2.4, look.accent)
        elif look.outfit == "aodai":
            c.polygon([(waist - 3, -100), (waist + 12, -20), (waist - 4, -20)], look.bottom)
        elif look.outfit == "dress":
            c.box(-40, -110, 80, 4, look.accent)
        side = -1 if pose.face > 0 else 1
        c.blob(
            [
                (side * (width + 4), -160),
                (side * (width - 8), -138),
                (side * (waist - 5), -104),
                (side * (waist - 3), hem),
                (side * (flare + 8), hem + 10),
                (side * (width + 12), -110),
            ],
            INK,
            alpha=0.08,
        )
    if not pose.back:
        _collar(c, look, pose)


def _pattern(c: Canvas, look: Look) -> None:
    tone = mix(look.top, WHITE, 0.45) if look.pattern == "dots" else mix(look.top, "#3a8fa3", 0.45)
    if look.pattern == "dots":
        for row in range(9):
            for column in range(-4, 5):
                c.circle(column * 7 + (row % 2) * 3.5, -152 + row * 8, 1.3, tone)
    elif look.pattern == "stripes":
        for column in range(-5, 6):
            c.box(column * 6 - 0.8, -160, 1.6, 90, tone)


def _open_coat(c: Canvas, look: Look, pose: Pose) -> None:
    x = pose.face * 4
    if pose.back:
        c.box(-12, -104, 24, 3, darker(look.top, 0.1), 1.5)
        return
    c.polygon([(x - 7, -160), (x + 7, -160), (x + 1.6, -112), (x - 1.6, -112)], look.accent)
    c.line([(x, -114), (x, -50)], 0.9, darker(look.top, 0.16))
    for side in (-1, 1):
        c.polygon(
            [(x + side * 6, -159), (x + side * 13, -150), (x + side * 9, -138), (x, -112)], darker(look.top, 0.05)
        )
        c.box(x + side * 12 - 5, -86, 10, 1.6, darker(look.top, 0.14), 0.8)
    c.box(x + 6, -130, 7, 1.4, darker(look.top, 0.14), 0.7)
    c.line([(x - 8, -157), (x - 9, -140), (x - 6, -128)], 1.5, "#45606a", curved=True)
    c.line([(x + 8, -157), (x + 9, -142), (x + 7, -135)], 1.5, "#45606a", curved=True)
    c.circle(x - 6, -126, 2.6, "#45606a")
    c.circle(x - 6, -126, 1.3, lighter("#45606a", 0.5))


def _suit(c: Canvas, look: Look, pose: Pose) -> None:
    x = pose.face * 4
    if pose.back:
        c.line([(0, -108), (0, -80)], 0.9, darker(look.top, 0.3))
        return
    c.polygon([(x - 8, -160), (x + 8, -160), (x, -118)], WHITE)
    c.polygon([(x - 2.2, -153), (x + 2.2, -153), (x + 3, -128), (x, -119), (x - 3, -128)], look.accent)
    for side in (-1, 1):
        c.polygon(
            [(x + side * 7, -160), (x + side * 13, -148), (x + side * 8, -142), (x, -117)], lighter(look.top, 0.12)
        )
    c.line([(x, -117), (x, -80)], 0.8, darker(look.top, 0.35))
    c.circle(x + 2, -108, 1, lighter(look.top, 0.4))


def _vest(c: Canvas, look: Look, pose: Pose, width: float) -> None:
    x = pose.face * 4
    c.box(-width + 4, -160, width * 2 - 8, 80, look.accent)
    if pose.back:
        return
    c.polygon([(x - 9, -162), (x + 9, -162), (x, -124)], WHITE)
    c.line([(x, -124), (x, -84)], 0.8, darker(look.accent, 0.3))
    c.box(x + 5, -132, 8.5, 5, WHITE, 1)
    c.box(x + 6.2, -130.4, 5, 1.2, look.accent)


def _collar(c: Canvas, look: Look, pose: Pose) -> None:
    x = pose.face * 3
    skin = darker(look.skin, 0.05)
    if look.outfit in ("scrubs", "blouse", "dress", "apron"):
        deep = -141 if look.outfit == "scrubs" else -147
        c.polygon([(x - 7, -160), (x + 7, -160), (x, deep)], skin)
        if look.outfit == "scrubs":
            c.line([(x - 7.4, -159), (x, deep), (x + 7.4, -159)], 1.6, lighter(look.top, 0.35))
            c.box(x + 6, -132, 9, 9, darker(look.top, 0.1), 1.5)
            c.line([(x + 10, -135), (x + 10, -129)], 1.2, WHITE)
    elif look.outfit == "aodai":
        c.tube([(x - 4, -159), (x + 4, -159)], [7, 7], look.top)
        c.line([(x - 5, -157), (x + 5, -157)], 0.8, look.accent)
        c.line([(x + 3, -155), (x + 12, -146)], 0.9, look.accent)
    elif look.outfit in ("shirt", "polo", "vest"):
        base = WHITE if look.outfit == "vest" else look.top
        c.polygon([(x - 4.5, -160), (x + 4.5, -160), (x, -151)], skin)
        for side in (-1, 1):
            c.polygon(
                [(x + side * 4, -161), (x + side * 9, -156), (x + side * 5, -149), (x, -152)], darker(base, 0.07)
            )
        if look.outfit != "vest":
            c.line([(x, -151), (x, -90 if look.outfit == "shirt" else -136)], 0.7, darker(base, 0.15))
        if look.child:
            c.polygon([(x - 3, -153), (x + 3, -153), (x + 4.5, -134), (x - 4.5, -134)], look.accent)


def draw_carried(c: Canvas, x: float, y: float, height: float, child: Look, carrier: Look) -> None:
    """Draw a small child on the left arm of a person drawn before at the same place and height."""
    draw_person(
        c, x - height * 0.12, y - height * 0.34, height * 0.52, child, Pose(face=0.5, legs="sit", shadow=False)
    )
    with c.at(x, y, scale=height / 200):
        sleeve = darker(_sleeve_colour(carrier), 0.06)
        c.tube([(-40, -112), (-36, -106)], [11, 10.5], sleeve)
        c.tube([(-37, -106), (-24, -101), (0, -101)], [9.4, 9, 8], carrier.skin)
        c.tube([(0, -101), (6, -101)], [8, 6.5], carrier.skin)
