"""Scenes in villages and small towns: a workshop, a stilt house, a school, a street with its loudspeaker."""

from random import Random

from .buildings import brick_tower, road, town
from .canvas import Canvas
from .colours import (
    BRICK,
    CORAL,
    DARK_WOOD,
    DEEP,
    DEEP_SAND,
    GREEN,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    OCEAN,
    SANDY,
    SEA,
    STONE,
    SUN,
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
)
from .curves import rounded_box, star
from .devices import bubble, check, laptop
from .furniture import medical_cross, shadow
from .kit import motorbike
from .looks import (
    BOY,
    BROWN_SKIN,
    CLERK,
    CLERK_MAN,
    GIRL,
    GRANDMOTHER,
    MOTHER,
    NURSE,
    OFFICIAL,
    TRADER,
    WOMAN,
    Pose,
)
from .nature import cloud, paddies, palm, ridge, sky, sun, tree
from .paper import bars
from .people import draw_carried, draw_person
from .rooms import room
from .signs import weave


def water_workshop(c: Canvas, rng: Random) -> None:
    """The owner of a bottled-water workshop reads a notification; two inspectors in caps come in with a checklist."""
    room(c, OCEAN, floor=800)
    c.box(1180, 170, 330, 640, WHITE, 8)
    c.gradient(rounded_box(1200, 190, 290, 620, 4), SANDY.sky, SANDY.sky_low)
    tree(c, 1440, 810, 380)
    c.box(80, 140, 620, 16, GREY, 6)
    c.box(80, 360, 620, 16, GREY, 6)
    for row in range(2):
        for column in range(6):
            x, y = 104 + column * 100, 140 + row * 220
            c.box(x, y - 96, 66, 96, lighter(SEA, 0.45), 12)
            c.box(x + 6, y - 60, 54, 26, WHITE, 4)
            c.box(x + 20, y - 116, 26, 22, SEA, 4)
    c.gradient(rounded_box(100, 430, 230, 400, 20), WHITE, STONE)
    c.circle(215, 540, 66, LIGHT_SEA)
    c.arc(215, 540, 66, 0, 360, 10, GREY)
    c.line([(215, 540), (245, 505)], 7, CORAL)
    c.line([(330, 640), (420, 640), (420, 720)], 20, GREY)
    c.box(330, 760, 470, 36, DEEP, 18)
    for wheel in range(6):
        c.circle(356 + wheel * 84, 778, 11, STONE)
    for index in range(4):
        x = 390 + index * 100
        c.box(x, 660, 64, 100, lighter(SEA, 0.4), 12)
        c.box(x + 5, 696, 54, 28, WHITE, 4)
        c.box(x + 19, 640, 26, 22, CORAL if index < 3 else SEA, 4)
    draw_person(
        c,
        900,
        960,
        720,
        TRADER.with_(top=WHITE, accent=SEA, hair="short", hat="cap", skin="#e9b78c"),
        Pose(face=0.4, right=(16, -122), held="phone", left=(-14, -104)),
    )
    draw_person(
        c,
        1200,
        950,
        700,
        CLERK_MAN.with_(hat="cap", accent=DEEP),
        Pose(face=-0.5, legs="walk", left=(-14, -112), right=(8, -110), held="clipboard"),
    )
    draw_person(
        c, 1430, 940, 670, CLERK.with_(hat="cap", accent=TEAL, hair="tail"), Pose(face=-0.5, legs="walk", held="case")
    )
    bubble(c, 930, 70, 190, 120, lines=0, tail="left")
    check(c, 1025, 130, 38)


def card_at_home(c: Canvas, rng: Random) -> None:
    """On the porch of a stilt house a health worker gives a card to an elderly Raglai woman; green hills behind."""
    sky(c, GREEN, bottom=700)
    sun(c, 1270, 160, 62)
    cloud(c, 980, 210, 260)
    ridge(c, 660, 360, "#9ccabb", "#d6e8d4", rng, rough=6)
    ridge(c, 680, 210, "#5fa58a", "#a6cd9f", rng, rough=5)
    paddies(c, 610, 300)
    c.gradient(rounded_box(-40, 130, 620, 700, 4), WOOD, darker(WOOD, 0.22))
    for x in range(0, 580, 44):
        c.line([(x, 140), (x, 820)], 3, darker(WOOD, 0.3))
    c.box(200, 300, 190, 520, darker(DARK_WOOD, 0.45), 6)
    c.polygon([(-60, 150), (700, 150), (560, -60), (-60, -60)], darker(DEEP_SAND, 0.1))
    for x in range(-40, 640, 38):
        c.line([(x, 150), (x - 20, 40)], 4, darker(DEEP_SAND, 0.35), alpha=0.7)
    c.box(-60, 140, 780, 26, darker(DEEP_SAND, 0.4), 10)
    c.box(650, 150, 28, 680, DARK_WOOD)
    weave(c, 40, 330, 120, 60)
    motorbike(c, 1415, 840, 300, box=True, flip=True)
    c.gradient([(-10, 810), (1330, 810), (1400, 1000), (-10, 1000)], lighter(WOOD, 0.22), darker(WOOD, 0.1))
    for y in (850, 900, 955):
        c.line([(0, y), (1340 + (y - 810) * 0.36, y)], 3, darker(WOOD, 0.25))
    granny = GRANDMOTHER.with_(skin=BROWN_SKIN, top="#3a3350", pattern="", hat="scarf", accent=CORAL)
    for x in (450, 870, 1190):
        shadow(c, x, 950, 90, 8)
        c.box(x - 62, 812, 124, 20, DARK_WOOD, 8)
        for px in (x - 50, x + 38):
            c.box(px, 824, 12, 126, DARK_WOOD)
    draw_person(c, 450, 960, 700, granny, Pose(face=0.6, legs="sit", right=(40, -112), left=(2, -104)))
    draw_person(
        c, 870, 960, 730, NURSE, Pose(face=-0.6, legs="sit", left=(-40, -120), right=(6, -106), held_left="card")
    )
    draw_person(
        c,
        1190,
        960,
        720,
        OFFICIAL.with_(outfit="vest", top=WHITE, accent=TEAL, skin="#d79c70"),
        Pose(face=-0.5, legs="sit", left=(-30, -104), right=(-2, -104)),
    )
    c.box(960, 850, 170, 14, DARK_WOOD, 6)
    c.box(1030, 860, 20, 95, DARK_WOOD)
    laptop(c, 1045, 850, 130, back=True)
    # The small printer stands on the boards beside the officer.
    shadow(c, 1325, 968, 66, 7)
    c.box(1290, 850, 70, 60, WHITE, 4)
    c.box(1262, 896, 126, 70, STONE, 12)
    c.box(1262, 896, 126, 22, DEEP, (12, 12, 0, 0))
    c.box(1280, 934, 90, 8, INK, 4)
    c.circle(1368, 907, 5, LEAF)


def school_gate(c: Canvas, rng: Random) -> None:
    """A parent and a schoolchild fill a form on a phone at the school gate; the school nurse looks at a tablet of charts."""
    sky(c, SANDY, bottom=700)
    cloud(c, 300, 150, 260)
    cloud(c, 1180, 110, 220, alpha=0.7)
    c.gradient(rounded_box(260, 250, 1080, 480, 4), "#fdeab9", "#f3d593")
    c.polygon([(230, 260), (1370, 260), (1300, 170), (300, 170)], BRICK)
    for row in range(2):
        for column in range(7):
            x, y = 310 + column * 146, 310 + row * 190
            if column == 3:
                continue
            c.box(x, y, 96, 110, LIGHT_SEA, 4)
            c.line([(x + 48, y), (x + 48, y + 110)], 6, WHITE)
            c.line([(x, y + 55), (x + 96, y + 55)], 6, WHITE)
            c.box(x - 6, y + 110, 108, 10, WHITE, 3)
    c.box(730, 500, 140, 230, TEAL, (70, 70, 0, 0))
    c.circle(800, 370, 54, WHITE)
    c.polygon(star(800, 370, 30), CORAL)
    for x in (120, 1470):
        tree(c, x, 780, 460)
    c.gradient([(0, 720), (1600, 720), (1600, 1000), (0, 1000)], "#ecd7a8", "#dcc08a")
    for x in (330, 1230):
        c.box(x, 480, 60, 330, BRICK, 4)
        c.box(x - 10, 460, 80, 26, darker(BRICK, 0.2), 4)
    c.polygon([(360, 420), (1260, 420), (1260, 480), (360, 480)], TEAL)
    for index in range(9):
        c.box(450 + index * 82, 440, 50, 20, WHITE, 8)
    draw_person(
        c, 610, 960, 640, WOMAN.with_(top=CORAL), Pose(face=0.5, right=(28, -108), held="phone", left=(-2, -104))
    )
    draw_person(c, 760, 965, 430, BOY, Pose(face=-0.5, left=(-26, -150)))
    draw_person(
        c,
        1030,
        960,
        660,
        NURSE.with_(top=WHITE, bottom=DEEP),
        Pose(face=-0.4, left=(-10, -114), right=(14, -112), held="tablet"),
    )
    c.box(1240, 230, 240, 190, WHITE, 24)
    c.polygon([(1250, 400), (1310, 400), (1190, 470)], WHITE)
    bars(c, 1270, 390, 180, 110, (0.5, 0.8, 0.65, 0.95), tones=(SEA, CORAL, SUN, LEAF))
    draw_person(c, 1330, 955, 400, GIRL.with_(top=WHITE, bottom=DEEP), Pose(face=-0.5, legs="walk"))
    draw_person(c, 300, 950, 400, BOY.with_(hair="short"), Pose(face=0.5, legs="walk"))


def village_loudspeaker(c: Canvas, rng: Random) -> None:
    """A loudspeaker on its pole over a Cham village street; a mother with a baby reads a message; a health worker cycles by."""
    sky(c, SANDY, bottom=640)
    sun(c, 240, 190, 66)
    cloud(c, 560, 160, 240)
    c.blob([(820, 640), (1010, 470), (1180, 400), (1360, 470), (1560, 640), (1200, 700)], "#cdb47c")
    brick_tower(c, 1190, 420, 260)
    town(c, 690, rng, height=200, pale=0.15, left=0, right=800)
    for x in (860, 1010, 1480):
        palm(c, x, 720, 360)
    road(c, 740, 150)
    c.box(1080, 560, 380, 170, "#f6e0b2", 4)
    c.polygon([(1050, 570), (1490, 570), (1420, 480), (1120, 480)], BRICK)
    weave(c, 1080, 690, 380, 40)
    for x in (1120, 1370):
        c.box(x, 600, 60, 70, TEAL, 4)
    c.box(1235, 596, 70, 134, DARK_WOOD, 4)
    c.box(596, 120, 18, 660, GREY, 6)
    for side in (-1, 1):
        c.polygon(
            [(605 + side * 14, 168), (605 + side * 100, 118), (605 + side * 100, 242), (605 + side * 14, 196)], STONE
        )
        c.ellipse(605 + side * 102, 180, 16, 62, GREY)
        for radius in (40, 70, 100):
            c.arc(
                605 + side * 116,
                180,
                radius,
                (-28 if side > 0 else 152),
                (28 if side > 0 else 208),
                7,
                CORAL,
                alpha=0.8,
            )
    mother = MOTHER.with_(hat="scarf", accent=WHITE, top="#7a3f6b", hair="long")
    draw_person(c, 330, 960, 680, mother, Pose(face=0.6, right=(36, -124), held="phone"))
    draw_carried(c, 330, 960, 680, BOY.with_(top=SUN), mother)
    with c.at(1080, 930):
        for x in (-130, 130):
            c.arc(x, -78, 76, 0, 360, 10, INK)
            c.circle(x, -78, 9, GREY)
        c.line([(-130, -78), (-50, -190), (90, -190), (10, -78), (-130, -78)], 10, TEAL)
        c.line([(-50, -190), (10, -78)], 10, TEAL)
        c.line([(130, -78), (84, -232), (50, -244)], 10, GREY)
        c.line([(-56, -200), (-62, -214)], 9, GREY)
        c.box(-100, -232, 84, 16, INK, 8)
        c.box(-216, -226, 90, 70, WHITE, 10)
        medical_cross(c, -171, -191, 40)
    rider = NURSE.with_(hat="leaf", hair="tail")
    draw_person(c, 1022, 944, 560, rider, Pose(face=0.7, legs="sit", right=(38, -112), left=(26, -108), shadow=False))
