"""Scenes out in the province: highland clinics, towns by the sea, gardens, islands."""

import math
from random import Random

from .buildings import brick_tower, health_station, hospital, lighthouse, town
from .canvas import Canvas
from .colours import (
    BRICK,
    CORAL,
    DARK_LEAF,
    DARK_WOOD,
    DEEP,
    GREEN,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    OCEAN,
    PAPER,
    PEACH,
    SAND,
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
from .devices import big_phone, bubble, check, monitor, qr_panel
from .furniture import cabinet, medical_cross, shadow
from .kit import ship
from .looks import (
    BROWN_SKIN,
    CLERK,
    DOCTOR,
    FARMER,
    FARMER_MAN,
    GIRL,
    GRANDFATHER,
    MAN,
    MOTHER,
    NURSE,
    NURSE_BLUE,
    NURSE_MAN,
    PATIENT,
    SILVER_HAIR,
    Pose,
)
from .nature import birds, boat, bush, cloud, field, island, palm, path, ridge, sea, sky, sun, tree
from .paper import arrow, pin, stars
from .people import draw_carried, draw_person
from .signs import weave


def _bench(c: Canvas, x: float, y: float, width: float, *, height: float = 130) -> None:
    shadow(c, x + width / 2, y, width / 2)
    for px in (x + 30, x + width - 44):
        c.box(px, y - height, 14, height, DARK_WOOD)
    c.box(x, y - height - 8, width, 20, WOOD, 8)


def highland_notebook(c: Canvas, rng: Random) -> None:
    """A highland doctor writes in a small worn notebook; a Raglai mother with her child sits opposite; misty mountains."""
    c.gradient([(0, 0), (1600, 0), (1600, 1000), (0, 1000)], "#d9a978", "#c08a5c")
    for x in range(0, 1601, 100):
        c.line([(x, 0), (x, 1000)], 3, darker(WOOD, 0.18), alpha=0.5)
    with c.clip(rounded_box(200, 60, 1200, 560, 12)):
        c.gradient([(200, 60), (1400, 60), (1400, 620), (200, 620)], "#bfe3e2", "#fdf3dc")
        sun(c, 1120, 190, 60)
        ridge(c, 640, 430, "#a9d0c8", "#dcebdc", rng, left=200, right=1400, rough=6)
        c.box(200, 400, 1200, 50, WHITE, 25, alpha=0.5)
        ridge(c, 640, 290, "#6fae96", "#b9d9bb", rng, left=200, right=1400, rough=5)
        c.box(200, 470, 1200, 40, WHITE, 20, alpha=0.45)
        ridge(c, 640, 150, "#3f8a68", "#6fae83", rng, left=200, right=1400, rough=4)
        for x, h in ((300, 330), (470, 230), (1290, 350), (1130, 220)):
            tree(c, x, 640, h, leaf=DARK_LEAF)
    for x in (200, 800, 1400):
        c.line([(x, 60), (x, 620)], 20, DARK_WOOD)
    for y in (60, 620):
        c.line([(190, y), (1410, y)], 20, DARK_WOOD)
    draw_person(
        c,
        480,
        1170,
        860,
        DOCTOR.with_(skin=BROWN_SKIN, hair="short"),
        Pose(face=0.6, legs="hidden", right=(36, -106), left=(12, -104), held="pen"),
    )
    mother = MOTHER.with_(skin=BROWN_SKIN, top="#3a3350", outfit="blouse", accent=CORAL, hair="bun", hat="scarf")
    draw_person(c, 1150, 1180, 840, mother, Pose(face=-0.6, right=(14, -104), legs="hidden"))
    with c.at(2300, 0, flip=True):
        draw_carried(c, 1150, 1180, 840, GIRL.with_(skin=BROWN_SKIN, top=CORAL), mother)
    c.box(60, 790, 1480, 46, lighter(WOOD, 0.2), 14)
    c.gradient([(110, 836), (1490, 836), (1490, 1000), (110, 1000)], DARK_WOOD, darker(DARK_WOOD, 0.3))
    c.polygon([(610, 784), (700, 764), (790, 784), (800, 806), (700, 788), (600, 806)], PAPER)
    c.polygon([(600, 806), (700, 788), (800, 806), (800, 814), (700, 797), (600, 814)], BRICK)
    for row in range(3):
        c.line([(716, 773 + row * 6), (776, 785 + row * 6)], 2, GREY)
    weave(c, 1210, 790, 250, 34)
    c.box(250, 746, 60, 46, CORAL, 8)
    medical_cross(c, 280, 770, 28, WHITE)


def coastal_town_ways(c: Canvas, rng: Random) -> None:
    """A sunny coastal town with an old brick tower on its hill; ways lead from a house to a service centre, a clinic, a phone."""
    sky(c, SANDY, bottom=420)
    sun(c, 1330, 150, 64)
    cloud(c, 720, 190, 280)
    sea(c, 380, 560, rng)
    boat(c, 1010, 455, 120)
    boat(c, 630, 450, 90, hull=TEAL, flip=True)
    c.blob([(-120, 640), (60, 430), (300, 330), (520, 430), (680, 640), (300, 760)], "#cfae76")
    c.blob([(-120, 660), (90, 480), (320, 400), (500, 500), (640, 660), (300, 760)], "#b9b06f", alpha=0.6)
    brick_tower(c, 300, 372, 300)
    brick_tower(c, 440, 420, 170)
    field(c, 560, "#f5e3bd", "#e3c593", swell=16)
    town(c, 600, rng, height=150, left=640, right=1600, pale=0.3)
    path(c, [(-40, 900), (300, 830), (620, 860), (900, 760), (1250, 800), (1660, 720)], 90, 70, colour="#fbf3df")
    for x in (90, 560, 1540):
        palm(c, x, 760, 300, leaf=LEAF)
    c.box(170, 640, 210, 140, PAPER, 4)
    c.polygon([(145, 645), (405, 645), (350, 570), (200, 570)], BRICK)
    c.box(250, 700, 50, 80, TEAL, 4)
    for x in (190, 320):
        c.box(x, 680, 40, 40, LIGHT_SEA, 3)
    c.box(700, 520, 250, 200, "#f7ead2", 6)
    c.box(686, 506, 278, 24, TEAL, 6)
    for x in (716, 776, 836, 896):
        c.box(x, 548, 34, 172, lighter(SAND, 0.4), 3)
    c.box(790, 630, 72, 90, DEEP, 4)
    hospital(c, 1060, 740, 380, floors=2)
    big_phone(c, 1290, 770, 120, 210)
    check(c, 1350, 880, 34)
    for points in (
        [(330, 810), (480, 800), (600, 770), (690, 735)],
        [(340, 840), (620, 870), (880, 800), (1060, 770)],
        [(330, 875), (700, 935), (1000, 930), (1265, 890)],
    ):
        arrow(c, points, 9, CORAL)
    pin(c, 275, 560, 110)
    pin(c, 825, 500, 100, colour=TEAL)
    pin(c, 1250, 530, 100)
    draw_person(c, 190, 970, 250, FARMER, Pose(face=0.5, legs="walk"))
    draw_person(c, 270, 975, 260, FARMER_MAN, Pose(face=0.5, legs="walk"))
    draw_person(c, 330, 978, 160, GIRL, Pose(face=0.5))


def station_handover(c: Canvas, rng: Random) -> None:
    """Two staff check a vaccine refrigerator at a commune health station; villagers wait on a bench under a tree."""
    sky(c, GREEN, bottom=620)
    sun(c, 260, 150, 56)
    cloud(c, 560, 170, 260)
    ridge(c, 620, 300, "#a5cfc0", "#d8ead9", rng, rough=6)
    ridge(c, 630, 150, "#6fae83", "#a9cf9c", rng, rough=5)
    field(c, 600, "#cfe0a8", "#e6d4a2", swell=14)
    health_station(c, 560, 780, 900)
    c.box(800, 420, 420, 54, TEAL, 8)
    c.box(850, 438, 320, 16, WHITE, 8)
    tree(c, 270, 830, 560)
    _bench(c, 60, 900, 420, height=110)
    for x, look in ((130, FARMER), (270, GRANDFATHER), (400, MOTHER)):
        draw_person(c, x, 935, 500, look, Pose(face=0.4, legs="front", left=(-8, -102), right=(10, -102)))
    shadow(c, 985, 950, 130)
    c.gradient(rounded_box(880, 560, 210, 390, 16), WHITE, STONE)
    c.box(896, 576, 178, 240, LIGHT_SEA, 8)
    for row in range(3):
        c.box(902, 636 + row * 70, 166, 8, WHITE)
        for column in range(5):
            c.box(910 + column * 32, 600 + row * 70, 22, 36, (CORAL, SUN, TEAL, PEACH, LEAF)[(row + column) % 5], 4)
    c.box(930, 836, 110, 50, DEEP, 8)
    c.line([(950, 862), (972, 862), (980, 848), (990, 872), (1000, 862), (1020, 862)], 4, "#8be0c0")
    c.box(1062, 640, 8, 110, GREY, 4)
    draw_person(c, 740, 970, 620, NURSE, Pose(face=0.6, right=(40, -118), left=(-4, -104)))
    draw_person(c, 1250, 970, 650, NURSE_MAN, Pose(face=-0.6, left=(-14, -112), right=(10, -108), held="clipboard"))


def stars_at_the_exit(c: Canvas, rng: Random) -> None:
    """An old man with a cane scans a star-rating stand at the hospital exit under a frangipani tree; nobody watches."""
    c.gradient([(0, 0), (1600, 0), (1600, 760), (0, 760)], "#fbe8cf", "#fdf5e6")
    c.box(0, 0, 780, 780, "#efd2ad")
    c.box(60, 120, 640, 660, darker("#efd2ad", 0.25), 10)
    cabinet(c, 96, 190, 8, 7, cell=70)
    c.box(60, 120, 640, 44, DARK_WOOD, 8)
    c.box(40, 40, 700, 60, BRICK, 8)
    medical_cross(c, 390, 70, 40, WHITE)
    c.gradient([(780, 0), (1600, 0), (1600, 780), (780, 780)], SANDY.sky, SANDY.sky_low)
    cloud(c, 1000, 200, 240)
    island(c, 1250, 560, 500, 110)
    sea(c, 560, 690, rng, left=780)
    c.box(762, 0, 36, 790, WHITE)
    c.gradient([(0, 770), (1600, 770), (1600, 1000), (0, 1000)], "#ead3a6", "#d3b682")
    c.tube([(1390, 900), (1370, 700), (1290, 500)], [70, 52, 34], "#a58a72")
    c.tube([(1375, 720), (1450, 560), (1500, 430)], [44, 34, 22], "#a58a72")
    c.tube([(1340, 600), (1200, 470)], [32, 18], "#a58a72")
    for x, y in ((1180, 400), (1300, 360), (1420, 330), (1520, 380), (1240, 290), (1380, 240), (1500, 270)):
        c.ellipse(x, y, 110, 62, LEAF if (x + y) % 3 else DARK_LEAF)
    for _ in range(34):
        left, top = rng.uniform(1110, 1580), rng.uniform(220, 440)
        for petal in range(5):
            angle = math.radians(petal * 72)
            c.circle(left + 9 * math.cos(angle), top + 9 * math.sin(angle), 8, WHITE)
        c.circle(left, top, 6, SUN)
    c.box(1010, 860, 200, 26, GREY, 10)
    c.box(1095, 690, 30, 180, GREY)
    c.box(985, 400, 250, 310, DEEP, 20)
    c.box(1003, 418, 214, 274, PAPER, 10)
    qr_panel(c, 1030, 434, 160, rng)
    stars(c, 1034, 640, 19, 4, gap=2.0)
    draw_person(
        c,
        720,
        960,
        740,
        GRANDFATHER,
        Pose(face=0.7, right=(44, -124), held="phone", left=(-20, -84), held_left="cane"),
    )
    bubble(c, 800, 170, 190, 130, lines=0, tail="left")
    c.polygon(star(895, 232, 46), SUN)
    for _ in range(7):
        c.ellipse(rng.uniform(1100, 1560), rng.uniform(900, 980), 11, 6, WHITE)


def island_consultation(c: Canvas, rng: Random) -> None:
    """Left, a clinic on an island with a medic and a patient before a screen; right, doctors on the mainland; sea and a ship between."""
    sky(c, OCEAN, bottom=520)
    sun(c, 800, 190, 60)
    cloud(c, 640, 120, 180)
    birds(c, 930, 300, 22)
    sea(c, 500, 1000, rng)
    ship(c, 800, 600, 260)
    for index in range(9):
        c.circle(640 + index * 40, 400 - 70 * math.sin(math.pi * index / 8), 8 if index % 2 else 11, CORAL)
    c.polygon([(0, 0), (560, 0), (500, 1000), (0, 1000)], "#f7ead0")
    c.line([(560, -10), (500, 1010)], 14, WHITE)
    with c.clip(rounded_box(50, 70, 270, 300, 10)):
        c.gradient([(50, 70), (320, 70), (320, 370), (50, 370)], "#9bd6e2", "#fdeed6")
        sea(c, 260, 370, rng, left=50, right=320)
        island(c, 190, 300, 240, 40, colour=LEAF)
        lighthouse(c, 190, 280, 180, beam=False)
        palm(c, 90, 370, 190)
    c.box(44, 64, 282, 12, WHITE)
    c.box(44, 364, 282, 14, WHITE)
    medical_cross(c, 440, 130, 80)
    c.polygon([(0, 830), (511, 830), (500, 1000), (0, 1000)], "#e3cb9b")
    c.box(300, 420, 220, 160, INK, 12)
    c.box(312, 432, 196, 136, LIGHT_SEA, 6)
    with c.clip(rounded_box(312, 432, 196, 136, 6)):
        draw_person(c, 370, 700, 250, DOCTOR, Pose(legs="hidden"))
        draw_person(c, 455, 700, 250, NURSE, Pose(legs="hidden"))
    c.box(400, 580, 20, 250, GREY)
    c.box(350, 824, 120, 16, GREY, 8)
    draw_person(
        c,
        118,
        950,
        640,
        NURSE_BLUE.with_(hair="short"),
        Pose(face=0.5, left=(-8, -112), right=(14, -114), held="tablet"),
    )
    shadow(c, 235, 960, 80, 8)
    c.box(175, 825, 130, 18, TEAL, 8)
    c.box(185, 840, 14, 120, DEEP)
    c.box(281, 840, 14, 120, DEEP)
    draw_person(
        c, 235, 970, 620, PATIENT.with_(skin=BROWN_SKIN), Pose(face=0.6, legs="sit", left=(0, -104), right=(22, -104))
    )
    c.polygon([(1040, 0), (1600, 0), (1600, 1000), (1100, 1000)], "#d7ecec")
    c.line([(1040, -10), (1100, 1010)], 14, WHITE)
    town_box = rounded_box(1130, 70, 420, 260, 10)
    with c.clip(town_box):
        c.gradient(town_box, "#9bd6e2", "#fdeed6")
        town(c, 340, rng, height=210, left=1130, right=1550)
    c.box(1124, 64, 432, 12, WHITE)
    c.box(1124, 324, 432, 14, WHITE)
    for x, look in (
        (1210, DOCTOR.with_(glasses=True)),
        (1350, CLERK.with_(outfit="coat", top=WHITE, accent=PEACH)),
        (1490, DOCTOR.with_(hair_colour=SILVER_HAIR)),
    ):
        draw_person(c, x, 1010, 600, look, Pose(face=-0.5, legs="hidden", left=(-14, -108), right=(6, -106)))
    c.box(1080, 770, 540, 34, lighter(WOOD, 0.2), 10)
    c.gradient([(1100, 804), (1600, 804), (1600, 1000), (1112, 1000)], WOOD, darker(WOOD, 0.25))
    monitor(c, 1190, 772, 150, back=True)


def called_by_message(c: Canvas, rng: Random) -> None:
    """A man drinks tea in a shady hospital garden and reads his phone; the corridor with seats behind is nearly empty."""
    sky(c, GREEN, bottom=500)
    hospital(c, 520, 720, 1020, floors=3)
    c.gradient([(0, 690), (1600, 690), (1600, 1000), (0, 1000)], "#b9d8a0", "#93bf85")
    path(c, [(1030, 720), (1000, 820), (1180, 920), (1300, 1040)], 90, 260, colour="#f1e2bd")
    c.box(520, 640, 360, 14, GREY, 6)
    for index in range(4):
        c.box(560 + index * 74, 600, 60, 40, SEA, 8)
        c.box(560 + index * 74, 650, 60, 12, darker(SEA), 4)
    draw_person(c, 1230, 800, 260, NURSE, Pose(face=-0.5, legs="walk"))
    tree(c, 210, 860, 820)
    tree(c, 1500, 760, 420)
    bush(c, 960, 760, 200)
    bush(c, 1420, 800, 220)
    shadow(c, 660, 960, 190)
    c.box(645, 800, 30, 150, STONE)
    c.box(580, 940, 160, 18, STONE, 8)
    shadow(c, 430, 950, 100)
    c.box(350, 830, 150, 24, WOOD, 8)
    for x in (364, 470):
        c.box(x, 850, 16, 110, DARK_WOOD)
    draw_person(
        c,
        420,
        965,
        720,
        MAN.with_(top=PEACH),
        Pose(face=0.6, legs="sit", right=(38, -124), held="phone", left=(6, -108), held_left="cup"),
    )
    c.ellipse(670, 800, 190, 30, lighter(STONE, 0.4))
    c.ellipse(670, 792, 190, 30, WHITE)
    c.blob([(690, 786), (682, 742), (720, 724), (760, 742), (754, 786)], CORAL)
    c.arc(766, 756, 20, -70, 80, 7, CORAL)
    c.box(620, 762, 36, 30, PAPER, (3, 3, 10, 10))
    bubble(c, 560, 400, 190, 130, lines=2, tail="left", ink=TEAL)
    birds(c, 420, 120, 20)
