"""Scenes in wards and stores: bedsides, boards of answers, double entries, stock."""

from random import Random

from .canvas import Canvas
from .colours import (
    BLUSH,
    CLINIC,
    CORAL,
    DEEP,
    GREEN,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    MORNING,
    PAPER,
    PEACH,
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
from .furniture import bed, board, cross_sign, plant, stool, waiting_seats
from .kit import handcart, monitor_stand, trolley
from .looks import (
    DOCTOR,
    DOCTOR_WOMAN,
    GRANDFATHER,
    GRANDMOTHER,
    MAN,
    MOTHER,
    NURSE,
    NURSE_BLUE,
    NURSE_MAN,
    PATIENT,
    SILVER_HAIR,
    TAN_SKIN,
    Pose,
)
from .paper import sheet
from .people import draw_person
from .rooms import room, window
from .signs import cards, status_rows


def answers_on_the_wall(c: Canvas, rng: Random) -> None:
    """A board of question and answer cards by the lift; a patient with a headscarf reads, a nurse pins a new card."""
    room(c, SANDY, floor=820)
    board(c, 430, 90, 720, 560, frame=WOOD, face="#f6e7cb")
    cards(c, 460, 122, 6, 4, (110, 124), rng, skip=10)
    c.box(1230, 210, 300, 610, GREY, 6)
    c.gradient([(1248, 228), (1512, 228), (1512, 820), (1248, 820)], "#dfe9e9", "#b9cacb")
    c.line([(1380, 228), (1380, 820)], 5, GREY)
    c.box(1300, 140, 160, 56, DEEP, 12)
    c.polygon([(1350, 182), (1380, 152), (1410, 182)], SUN)
    c.box(1186, 480, 26, 70, STONE, 8)
    c.circle(1199, 500, 7, CORAL)
    patient = PATIENT.with_(hat="scarf", accent=CORAL, hair="bob", skin="#f3cba6")
    draw_person(c, 390, 965, 710, patient, Pose(face=0.6, left=(-2, -106), right=(14, -108)))
    draw_person(c, 1120, 970, 730, NURSE_BLUE, Pose(face=-0.6, left=(-42, -176), right=(12, -108), held="folder"))
    plant(c, 140, 930, 340)


def bedside_tablet(c: Canvas, rng: Random) -> None:
    """A nurse types on a tablet by the bed; an elderly patient rests; morning light through the window."""
    room(c, MORNING, floor=800)
    window(c, 130, 80, 640, 420, rng, panes=3)
    c.polygon([(160, 520), (740, 520), (1250, 1000), (560, 1000)], SUN, alpha=0.12)
    cross_sign(c, 1480, 150, 50)
    c.line([(850, 62), (1030, 62)], 8, GREY)
    for x in range(880, 1010, 32):
        c.polygon([(x, 66), (x + 32, 66), (x + 28, 640), (x + 4, 640)], lighter(LIGHT_SEA, 0.3 + 0.12 * (x // 32 % 2)))
    monitor_stand(c, 130, 900, 620)
    bed(c, 170, 930, 800)
    with c.at(352, 585, turn=-52):
        draw_person(
            c,
            0,
            470,
            520,
            GRANDFATHER.with_(glasses=False, hair="bald"),
            Pose(legs="hidden", mood="rest", shadow=False, left=(-10, -104), right=(12, -104)),
        )
    with c.at(170, 930, scale=8):
        c.blob([(24, -36), (36, -42), (66, -37), (92, -31), (98, -24), (98, -14), (30, -14), (22, -26)], LIGHT_SEA)
        c.blob([(22, -34), (36, -42), (48, -40), (44, -28), (42, -14), (30, -14), (20, -26)], lighter(LIGHT_SEA, 0.35))
    trolley(c, 1370, 950, 600)
    draw_person(c, 1120, 965, 740, NURSE, Pose(face=-0.5, left=(-12, -116), right=(14, -112), held="tablet"))


def explained_at_bedside(c: Canvas, rng: Random) -> None:
    """A doctor sits at the level of the bed and explains one sheet to a patient and his wife; the window is open."""
    room(c, GREEN, floor=810)
    window(c, 560, 70, 560, 400, rng)
    for side in (-1, 1):
        x = 840 + side * 360
        c.polygon(
            [(x - 70, 50), (x + 70, 50), (x + 50 - side * 30, 560), (x - 50 - side * 30, 560)], lighter(CORAL, 0.55)
        )
        c.line([(x, 56), (x - side * 20, 550)], 4, lighter(CORAL, 0.3))
    plant(c, 1510, 880, 300)
    bed(c, 130, 930, 820, blanket="#a9d8c2")
    draw_person(
        c,
        420,
        985,
        640,
        PATIENT.with_(skin=TAN_SKIN, hair_colour=SILVER_HAIR),
        Pose(face=0.6, legs="hidden", left=(-4, -104), right=(22, -108), shadow=False),
    )
    with c.at(130, 930, scale=8.2):
        c.blob([(24, -30), (36, -37), (66, -36), (92, -31), (98, -24), (98, -14), (30, -14), (22, -24)], "#a9d8c2")
        c.blob([(22, -29), (36, -37), (48, -36), (44, -27), (42, -14), (30, -14), (20, -24)], lighter("#a9d8c2", 0.35))
    draw_person(c, 190, 970, 680, GRANDMOTHER, Pose(face=0.6, right=(44, -104)))
    stool(c, 1080, 950, height=170)
    draw_person(
        c, 1080, 965, 740, DOCTOR.with_(hair="side"), Pose(face=-0.6, legs="sit", left=(-40, -124), right=(-6, -108))
    )
    sheet(c, 890, 555, 120, turn=-6, lines=5, seal=CORAL)


def doubled_boxes(c: Canvas, rng: Random) -> None:
    """A midwife circles the same boxes on three forms with a red marker; a couple waits on the bench behind."""
    room(c, BLUSH, floor=760)
    window(c, 110, 90, 380, 340, rng)
    cross_sign(c, 690, 170, 64)
    waiting_seats(c, 90, 800, 4, size=120, colour=TEAL)
    draw_person(
        c,
        210,
        835,
        580,
        MOTHER.with_(build=1.12, top="#8cc4c9", accent=SUN),
        Pose(face=0.4, legs="front", left=(-6, -100), right=(8, -98)),
    )
    draw_person(c, 430, 835, 590, MAN, Pose(face=-0.4, legs="front", left=(-10, -102), right=(10, -100)))
    draw_person(
        c,
        840,
        1150,
        820,
        NURSE.with_(top=CORAL, bottom=CORAL),
        Pose(face=0.6, legs="hidden", right=(46, -126), held="pen", left=(4, -104)),
    )
    c.box(560, 800, 1100, 44, lighter(WOOD, 0.16), 14)
    c.box(560, 800, 1100, 14, lighter(WOOD, 0.36), 8)
    c.gradient([(600, 844), (1600, 844), (1600, 1000), (600, 1000)], WOOD, darker(WOOD, 0.22))
    for index, (x, y, turn) in enumerate(((1060, 400, -6), (1270, 490, 2), (1475, 400, 6))):
        with c.at(x, y, turn=turn, scale=0.86):
            c.box(-112, -150, 236, 320, INK, 8, alpha=0.14)
            c.box(-120, -160, 236, 320, PAPER, 8)
            c.box(-98, -138, 120, 20, (TEAL, SEA, LEAF)[index], 8)
            for row in range(4):
                c.box(-98, -96 + row * 60, 60, 14, GREY, 6)
                c.box(-98, -76 + row * 60, 190, 28, "#e5efee", 6)
            row = (1, 2, 1)[index]
            c.arc(-4, -66 + row * 60, 112, 0, 360, 9, CORAL, squash=0.36)


def stock_in_colours(c: Canvas, rng: Random) -> None:
    """Two staff in a storeroom of labelled shelves look at a screen of stock levels in green and amber; a trolley of boxes."""
    room(c, CLINIC, floor=820)
    for left in (60, 1090):
        c.box(left - 14, 100, 14, 730, DEEP)
        c.box(left + 440, 100, 14, 730, DEEP)
        for row in range(4):
            y = 250 + row * 178
            x = left + 8
            while x < left + 380:
                wide, tall = rng.choice((70, 90, 110)), rng.choice((80, 100, 120))
                tone = rng.choice(("#d9a46e", "#e3b784", PEACH, LIGHT_SEA, "#f0cf9a", WHITE))
                wide = min(wide, left + 432 - x)
                c.box(x, y - tall, wide - 6, tall, tone, 4)
                c.box(x + wide * 0.2, y - tall * 0.62, wide * 0.5, tall * 0.28, PAPER, 3)
                c.box(x + wide * 0.28, y - tall * 0.5, wide * 0.34, 6, TEAL, 3)
                x += wide
            c.box(left - 14, y, 468, 18, TEAL, 4)
            c.box(left + 160, y + 2, 110, 14, SUN, 4)
    c.box(570, 50, 460, 290, DEEP, 16)
    c.box(588, 68, 424, 254, PAPER, 6)
    status_rows(c, 610, 78, 380, 236, (LEAF, LEAF, SUN, LEAF, SUN))
    c.box(790, 0, 20, 54, GREY)
    draw_person(
        c, 640, 965, 610, DOCTOR_WOMAN, Pose(face=0.5, right=(40, -176), left=(-4, -108), held_left="clipboard")
    )
    draw_person(c, 960, 970, 620, NURSE_MAN, Pose(face=-0.5, left=(-12, -112), right=(12, -110), held="tablet"))
    handcart(c, 1300, 960, 360)
