"""Scenes of work together: planning, meetings, ceremonies, training, contests, lessons."""

import math
from random import Random

from .canvas import Canvas
from .colours import (
    BLUSH,
    CLINIC,
    CORAL,
    DEEP,
    DEEP_SAND,
    GREEN,
    GREY,
    INK,
    LEAF,
    LIGHT_SEA,
    MORNING,
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
from .curves import arc
from .devices import bubble, laptop, screen
from .furniture import board, desk, lectern, medical_cross, plant
from .kit import jar, microphone
from .looks import (
    AODAI_BLUE,
    BROWN_SKIN,
    CLERK,
    CLERK_MAN,
    DOCTOR,
    DOCTOR_WOMAN,
    FARMER_MAN,
    GRANDFATHER,
    GREY_HAIR,
    INVESTOR,
    MAN,
    NURSE,
    NURSE_BLUE,
    NURSE_MAN,
    OFFICIAL,
    OFFICIAL_WOMAN,
    SILVER_HAIR,
    TRADER,
    VOLUNTEER,
    WOMAN,
    WORKER,
    Look,
    Pose,
)
from .paper import bars, clock, magnifier, stack
from .people import draw_person
from .rooms import room, window
from .signs import org_chart, tick_grid, tick_list, video_grid, weave


def _oval_table(c: Canvas, x: float, y: float, rx: float, ry: float, *, top: str = WOOD) -> None:
    c.ellipse(x, y + ry * 0.9, rx * 0.96, ry * 0.8, INK, alpha=0.14)
    c.ellipse(x, y + 34, rx, ry, darker(top, 0.32))
    c.ellipse(x, y, rx, ry, lighter(top, 0.12))
    c.ellipse(x, y, rx * 0.72, ry * 0.6, lighter(top, 0.26))


def wall_calendar_plan(c: Canvas, rng: Random) -> None:
    """Three officials at a wall calendar with coloured monthly cards; a laptop stands on the table."""
    room(c, MORNING, floor=830)
    board(c, 330, 70, 940, 520, frame=DEEP)
    tones = (CORAL, SUN, SEA, LEAF, PEACH, TEAL)
    for month in range(12):
        x, y = 372 + (month % 6) * 144, 112 + (month // 6) * 224
        c.box(x, y, 128, 200, "#edf4f2", 10)
        c.box(x, y, 128, 34, TEAL if month != 10 else CORAL, (10, 10, 0, 0))
        for row in range(3):
            if (month * 7 + row * 5) % 4:
                c.box(x + 12, y + 48 + row * 48, 104, 38, tones[(month + row * 2) % 6], 6)
                c.box(x + 22, y + 62 + row * 48, 62, 9, WHITE, 4)
    plant(c, 150, 880, 330)
    window(c, 1360, 110, 190, 380, rng, panes=1)
    draw_person(
        c, 470, 970, 720, OFFICIAL_WOMAN, Pose(face=0.6, right=(48, -156), held_left="folder", left=(-12, -106))
    )
    draw_person(c, 1010, 975, 740, OFFICIAL, Pose(face=-0.6, left=(-50, -150)))
    draw_person(
        c, 1290, 975, 720, CLERK.with_(accent=SEA), Pose(face=-0.6, left=(-40, -168), right=(14, -106), held="tablet")
    )
    desk(c, 520, 985, 400, 190)
    laptop(c, 720, 795, 210, back=True)


def hybrid_meeting(c: Canvas, rng: Random) -> None:
    """People around an oval table look at a screen with a grid of video participants and a bar chart."""
    room(c, CLINIC, floor=720)
    video_grid(
        c,
        260,
        60,
        700,
        420,
        4,
        3,
        (DOCTOR, NURSE, OFFICIAL_WOMAN, CLERK_MAN, DOCTOR_WOMAN, WOMAN, NURSE_BLUE, OFFICIAL),
    )
    screen(c, 1000, 60, 360, 420, face="#e9f5f4")
    bars(c, 1040, 430, 280, 280, (0.5, 0.66, 0.58, 0.8, 0.94), tones=(SEA, SEA, LIGHT_SEA, TEAL, CORAL))
    plant(c, 130, 800, 330)
    plant(c, 1490, 800, 300, pot=TEAL)
    people: tuple[tuple[float, Look, Pose], ...] = (
        (360, OFFICIAL_WOMAN, Pose(face=0.5, legs="hidden", right=(16, -108))),
        (590, OFFICIAL, Pose(face=0.3, legs="hidden", left=(-14, -104))),
        (1010, CLERK, Pose(face=-0.3, legs="hidden", right=(20, -104))),
        (1240, DOCTOR.with_(hair_colour=GREY_HAIR, glasses=True), Pose(face=-0.5, legs="hidden", left=(-18, -106))),
    )
    for x, look, pose in people:
        draw_person(c, x, 960, 500, look, pose)
    _oval_table(c, 800, 800, 640, 110)
    for x, y in ((470, 775), (800, 750), (1130, 775)):
        c.polygon([(x - 50, y), (x + 40, y - 6), (x + 52, y + 26), (x - 44, y + 32)], PAPER)
        c.box(x - 32, y + 8, 56, 5, STONE, 2)
    microphone(c, 640, 790, 90)
    microphone(c, 960, 790, 90)
    for x, look in ((250, NURSE_MAN), (560, WOMAN.with_(top=PEACH)), (1050, MAN), (1350, AODAI_BLUE)):
        draw_person(c, x, 1290, 640, look, Pose(back=True, legs="hidden"))


def decisions_ceremony(c: Canvas, rng: Random) -> None:
    """Officials hold decision folders before an organisation chart whose two columns become one."""
    room(c, OCEAN, floor=800)
    c.polygon([(0, 0), (150, 0), (110, 800), (0, 800)], CORAL)
    c.polygon([(1600, 0), (1450, 0), (1490, 800), (1600, 800)], CORAL)
    for x in (40, 90, 1510, 1560):
        c.line([(x, 0), (x + (6 if x < 800 else -6), 790)], 5, darker(CORAL))
    screen(c, 380, 50, 840, 410, face="#eef8f6")
    org_chart(c, 440, 80, 720, 290)
    plant(c, 240, 850, 300)
    plant(c, 1360, 850, 300)
    looks = (
        DOCTOR_WOMAN,
        OFFICIAL,
        AODAI_BLUE,
        OFFICIAL.with_(top="#3c4f66", bottom="#3c4f66", hair_colour=GREY_HAIR),
        OFFICIAL_WOMAN,
        DOCTOR,
    )
    for index, look in enumerate(looks):
        face = (0.35, 0.25, 0.1, -0.1, -0.25, -0.35)[index]
        draw_person(
            c,
            330 + index * 188,
            965 - 18 * (index % 2),
            545 + 22 * (index % 2),
            look,
            Pose(face=face, left=(-8, -112), right=(9, -112), held="folder" if index != 2 else "bouquet"),
        )


def role_play_training(c: Canvas, rng: Random) -> None:
    """Two staff members play patient and doctor before a half circle of laughing colleagues; a table with Cham cloth."""
    room(c, SANDY, floor=760)
    window(c, 110, 90, 360, 320, rng, view="town")
    window(c, 1130, 90, 360, 320, rng)
    bubble(c, 540, 90, 230, 130, lines=2, tail="right", ink=CORAL)
    bubble(c, 840, 60, 230, 130, lines=2, tail="left", ink=TEAL)
    draw_person(
        c,
        650,
        820,
        560,
        CLERK.with_(hair="long", outfit="shirt", top=PEACH),
        Pose(face=0.6, right=(24, -150), left=(6, -120), mood="open"),
    )
    draw_person(
        c,
        960,
        820,
        580,
        MAN.with_(outfit="coat", top=WHITE, accent=SUN),
        Pose(face=-0.6, left=(-42, -118), right=(30, -120), mood="open"),
    )
    desk(c, 1130, 850, 330, 140)
    weave(c, 1122, 706, 346, 70)
    jar(c, 1200, 706, 90, body=TEAL)
    stack(c, 1350, 706, 100, 5)
    left: tuple[tuple[float, float, Look], ...] = ((120, 960, NURSE), (330, 1040, DOCTOR))
    for x, y, look in left:
        draw_person(
            c,
            x,
            y,
            620,
            look,
            Pose(face=0.7, legs="sit", left=(2, -106), right=(24, -110), held="clipboard", mood="open"),
        )
    for x, y, look in ((1480, 960, NURSE_BLUE), (1270, 1040, WOMAN)):
        draw_person(
            c,
            x,
            y,
            620,
            look,
            Pose(face=-0.7, legs="sit", left=(-24, -110), right=(-2, -106), held_left="paper", mood="open"),
        )
    for x, look in ((560, VOLUNTEER), (800, NURSE_MAN), (1040, DOCTOR_WOMAN.with_(hair="tail"))):
        draw_person(c, x, 1330, 620, look, Pose(back=True, legs="hidden"))


def missing_pieces(c: Canvas, rng: Random) -> None:
    """A wall chart of six bars; an officer points at a missing piece, colleagues take notes."""
    room(c, BLUSH, floor=820)
    board(c, 420, 70, 800, 520, frame=DEEP)
    values = (0.86, 0.7, 0.92, 0.6, 0.8, 0.74)
    for index, value in enumerate(values):
        x = 490 + index * 116
        c.box(x, 130, 76, 400, "#edf3f1", 10)
        c.box(x, 530 - 400 * value, 76, 400 * value, (TEAL, SEA)[index % 2], 10)
        gap = 400 * (1 - value)
        for dash in range(int(gap // 26)):
            c.line([(x + 4, 136 + dash * 26), (x + 4, 148 + dash * 26)], 4, CORAL)
            c.line([(x + 72, 136 + dash * 26), (x + 72, 148 + dash * 26)], 4, CORAL)
    c.line([(470, 532), (1180, 532)], 5, GREY)
    magnifier(c, 878, 210, 70)
    plant(c, 130, 900, 330, pot=TEAL)
    draw_person(c, 1270, 960, 760, OFFICIAL, Pose(face=-0.6, left=(-58, -178), right=(26, -100), held="pen"))
    for x, look, face in ((320, CLERK, 0.6), (620, DOCTOR.with_(glasses=True), 0.5), (920, AODAI_BLUE, 0.4)):
        draw_person(
            c, x, 1130, 580, look, Pose(face=face, legs="hidden", left=(2, -104), right=(22, -108), held="pen")
        )
    c.box(140, 880, 960, 34, lighter(WOOD, 0.2), 12)
    c.gradient([(170, 914), (1070, 914), (1070, 1000), (170, 1000)], WOOD, darker(WOOD, 0.2))
    for x in (390, 690, 990):
        c.polygon([(x - 60, 876), (x + 40, 876), (x + 52, 890), (x - 70, 890)], PAPER)


def business_dialogue(c: Canvas, rng: Random) -> None:
    """Business owners in a half circle raise hands; a board shows nineteen boxes, fourteen of them ticked."""
    room(c, MORNING, floor=760)
    board(c, 480, 50, 640, 380, frame=TEAL)
    tick_grid(c, 540, 96, 5, 19, 14, 78)
    c.box(1010, 110, 60, 250, "#e6f0ee", 10)
    c.box(1010, 110 + 250 * 0.26, 60, 250 * 0.74, LEAF, 10)
    window(c, 90, 90, 300, 320, rng, view="town")
    window(c, 1210, 90, 300, 320, rng)
    for x, look in ((590, OFFICIAL), (800, OFFICIAL_WOMAN), (1010, DOCTOR)):
        draw_person(
            c, x, 900, 500, look, Pose(face=(800 - x) / 600, legs="hidden", left=(-12, -104), right=(12, -104))
        )
    desk(c, 430, 800, 740, 130, top=DEEP_SAND)
    for x, tone in ((590, CORAL), (800, SEA), (1010, SUN)):
        c.polygon([(x - 34, 672), (x + 34, 672), (x + 28, 630), (x - 28, 630)], tone)
        c.box(x - 18, 644, 36, 12, WHITE, 4)
    draw_person(c, 150, 950, 620, TRADER, Pose(face=0.7, legs="sit", left=(2, -104), right=(34, -196), mood="open"))
    draw_person(
        c, 1450, 950, 620, INVESTOR, Pose(face=-0.7, legs="sit", left=(-34, -196), right=(-2, -104), mood="open")
    )
    for x, look, hand in (
        (400, MAN, (-26, -196)),
        (660, TRADER.with_(accent=CORAL, top=SEA), None),
        (930, WORKER, (24, -198)),
        (1200, WOMAN, None),
    ):
        draw_person(
            c,
            x,
            1310,
            620,
            look,
            Pose(
                back=True,
                legs="hidden",
                left=hand if hand and hand[0] < 0 else None,
                right=hand if hand and hand[0] > 0 else None,
            ),
        )


def staff_conference(c: Canvas, rng: Random) -> None:
    """A nurse speaks at a microphone; leaders at a table; nine numbered lines on the board behind."""
    room(c, OCEAN, floor=780)
    board(c, 560, 40, 640, 480, frame=DEEP)
    tick_list(c, 610, 90, 540, 9, 9, gap=49, numbered=True)
    for x in (60, 1420):
        c.polygon([(x, 0), (x + 120, 0), (x + 110, 780), (x + 10, 780)], CORAL)
        c.line([(x + 40, 0), (x + 42, 770)], 5, darker(CORAL))
        c.line([(x + 82, 0), (x + 80, 770)], 5, darker(CORAL))
    for x, look in (
        (840, OFFICIAL),
        (1060, DOCTOR_WOMAN),
        (1280, OFFICIAL.with_(hair_colour=GREY_HAIR, glasses=True, top="#3c4f66")),
    ):
        draw_person(
            c, x, 940, 500, look, Pose(face=-0.4, legs="hidden", left=(-14, -104), right=(10, -106), held="pen")
        )
    desk(c, 730, 860, 660, 140, top=WOOD)
    draw_person(c, 420, 900, 680, NURSE, Pose(face=0.6, left=(-6, -106), held_left="paper", mood="open"))
    lectern(c, 540, 910, 330, colour=WOOD)
    for index, look in enumerate((NURSE_BLUE, DOCTOR, CLERK, NURSE_MAN, WOMAN, DOCTOR_WOMAN)):
        draw_person(c, 130 + index * 270, 1300, 540, look, Pose(back=True, legs="hidden"))


def fewer_boxes(c: Canvas, rng: Random) -> None:
    """A hospital team at a table crosses out boxes on paper forms; a stopwatch and a shrinking stack of paper."""
    room(c, CLINIC, floor=800)
    window(c, 110, 80, 420, 330, rng)
    board(c, 640, 70, 840, 300, frame=TEAL)
    for index, count in enumerate((21, 16, 11, 7, 4)):
        stack(c, 740 + index * 160, 335, 116, count)
    looks = (NURSE, DOCTOR, NURSE_BLUE, DOCTOR_WOMAN, NURSE_MAN)
    for index, look in enumerate(looks):
        draw_person(
            c,
            230 + index * 285,
            1060,
            640 + 20 * (index % 2),
            look,
            Pose(
                face=(0.5, 0.4, 0.0, -0.4, -0.5)[index],
                legs="hidden",
                left=(-12, -104),
                right=(14, -106),
                held="pen" if index % 2 == 0 else "",
            ),
        )
    c.box(60, 780, 1480, 44, lighter(WOOD, 0.14), 16)
    c.box(60, 780, 1480, 14, lighter(WOOD, 0.36), 8)
    c.gradient([(100, 824), (1500, 824), (1500, 1000), (100, 1000)], WOOD, darker(WOOD, 0.24))
    for x, turn in ((330, -4), (640, 3), (960, -3)):
        with c.at(x, 850, turn=turn):
            c.box(-105, -92, 210, 140, PAPER, 6)
            for row in range(3):
                for column in range(3):
                    c.box(-88 + column * 62, -78 + row * 40, 50, 26, "#e3eeed", 4)
                    if (row + column) % 2:
                        c.line([(-84 + column * 62, -74 + row * 40), (-42 + column * 62, -56 + row * 40)], 5, CORAL)
                        c.line([(-42 + column * 62, -74 + row * 40), (-84 + column * 62, -56 + row * 40)], 5, CORAL)
    c.box(1218, 690, 24, 26, INK, 5)
    clock(c, 1230, 772, 70, 12.3, rim=CORAL, saved=(0, 18))
    stack(c, 1400, 790, 130, 4)


def language_lesson(c: Canvas, rng: Random) -> None:
    """An elderly Raglai man teaches health staff at a whiteboard; notebooks and tea, mountains outside."""
    room(c, GREEN, floor=820)
    window(c, 90, 100, 420, 380, rng, view="mountains", theme=GREEN)
    board(c, 640, 70, 660, 420, frame=WOOD, face=WHITE)
    for row in range(3):
        y = 130 + row * 112
        c.box(690, y, 190 - row * 24, 26, TEAL, 12)
        c.line([(930 - row * 10, y + 13), (985, y + 13)], 6, GREY)
        c.box(1010, y, 150 + row * 30, 26, CORAL, 12)
    for px, tone in ((735, SUN), (1100, SUN)):
        c.circle(px, 445, 15, tone)
    medical_cross(c, 1400, 150, 60)
    teacher = FARMER_MAN.with_(
        hair_colour=SILVER_HAIR, top="#3a3350", skin=BROWN_SKIN, bottom=INK, accent=CORAL, outfit="blouse"
    )
    draw_person(c, 1390, 965, 720, teacher, Pose(face=-0.6, left=(-54, -160), right=(14, -100), mood="open"))
    with c.at(1390, 965, scale=3.6):
        c.line([(-12, -78), (12, -78)], 5, CORAL)
    for x, look, face in (
        (250, NURSE, 0.6),
        (520, DOCTOR, 0.6),
        (800, NURSE_BLUE, 0.5),
        (1060, GRANDFATHER.with_(hair="short", outfit="coat", top=WHITE, accent=SEA), 0.5),
    ):
        draw_person(
            c, x, 1140, 600, look, Pose(face=face, legs="hidden", left=(0, -104), right=(20, -106), held="pen")
        )
    c.box(80, 880, 1130, 34, lighter(WOOD, 0.15), 12)
    c.gradient([(110, 914), (1180, 914), (1180, 1000), (110, 1000)], WOOD, darker(WOOD, 0.22))
    for x in (330, 600, 880):
        c.polygon([(x - 56, 874), (x, 868), (x + 56, 874), (x + 62, 888), (x, 882), (x - 62, 888)], PAPER)
    c.blob([(660, 880), (655, 842), (690, 826), (725, 842), (720, 880)], CORAL)
    c.arc(732, 850, 18, -70, 80, 7, CORAL)
    c.polygon([(660, 850), (632, 834), (640, 828), (664, 840)], CORAL)
    for x in (760, 1000):
        c.box(x, 852, 34, 28, SAND, (3, 3, 10, 10))
    for angle in (250, 290):
        c.line(arc(690 + 20 * math.cos(angle), 800, 10, 20, 90, 270), 4, LIGHT_SEA, alpha=0.7)
    c.box(690, 505, 560, 10, STONE, 4)
