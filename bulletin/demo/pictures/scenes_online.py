"""Scenes of services online: forms, phones, digital folders, signatures, surveys, trackers."""

from random import Random

from .buildings import stall
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
    MIST,
    MORNING,
    OCEAN,
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
from .curves import smooth
from .devices import big_phone, check, face_sign, form, id_card, monitor
from .furniture import counter, cross_sign, desk, medical_cross, plant, shelf
from .kit import baby, bottle, flask, jar, microscope, syringe, tubes, vial
from .looks import (
    AODAI_BLUE,
    BOY,
    CLERK,
    CLERK_MAN,
    DOCTOR,
    FARMER,
    GRANDFATHER,
    MOTHER,
    NURSE,
    OFFICIAL_WOMAN,
    WOMAN,
    Look,
    Pose,
)
from .nature import bush, cloud, island, palm, path, sun
from .paper import ballot_box, calendar, folder, sheet, stack, stamp, stars
from .people import draw_person
from .rooms import backdrop, room, scenery, wave_floor, window
from .signs import glow, play_button, route, status_rows, step


def five_steps(c: Canvas, rng: Random) -> None:
    """A winding path of five numbered stations from login to result, with a medicine bottle and a cosmetic jar."""
    c.backdrop("#cfe9ea", "#f8efdc")
    sun(c, 1300, 130, 62)
    cloud(c, 330, 170, 300)
    cloud(c, 900, 110, 220, alpha=0.7)
    island(c, 820, 600, 700, 150, colour="#7bbab5")
    wave_floor(c, 640, "#dcead8")
    path(
        c,
        [(-60, 900), (240, 860), (470, 640), (760, 760), (1000, 560), (1280, 640), (1660, 380)],
        120,
        84,
        colour="#f4dfb6",
    )
    route(
        c,
        smooth(
            [(-20, 890), (240, 860), (470, 640), (760, 760), (1000, 560), (1280, 640), (1640, 400)],
            closed=False,
            steps=7,
        ),
        colour=WHITE,
    )
    stations = ((190, 850, CORAL), (475, 640, SEA), (765, 752, LEAF), (1010, 565, SUN), (1310, 632, TEAL))
    for index, (x, y, tone) in enumerate(stations):
        c.line([(x, y), (x, y - 120)], 10, tone)
        c.circle(x, y - 220, 126, WHITE)
        c.arc(x, y - 220, 116, 0, 360, 12, tone)
        with c.at(x, y - 220):
            if index == 0:
                c.box(-44, -16, 88, 64, TEAL, 12)
                c.arc(0, -18, 28, 180, 360, 12, TEAL)
                c.circle(0, 10, 10, SUN)
                c.line([(0, 12), (0, 28)], 7, SUN)
            elif index == 1:
                for row in range(3):
                    c.box(-56, -46 + row * 36, 26, 26, (CORAL, SUN, SEA)[row], 6)
                    c.box(-20, -38 + row * 36, 74 - row * 12, 11, GREY, 5)
            elif index == 2:
                sheet(c, -6, 0, 92, lines=4)
                c.line([(10, 48), (56, -2)], 11, CORAL)
                c.line([(4, 56), (8, 49)], 6, INK)
            elif index == 3:
                c.box(-60, -38, 120, 76, SEA, 12)
                c.box(-60, -20, 120, 20, DEEP)
                c.circle(40, 34, 28, darker(SUN, 0.12))
                c.circle(38, 32, 26, SUN)
            else:
                folder(c, 0, 4, 110, colour=SUN)
                check(c, 46, 44, 30)
        step(c, index + 1, x - 86, y - 306, 40, fill=tone)
    bottle(c, 1130, 930, 210, body=PEACH)
    jar(c, 1000, 930, 120, body=LIGHT_SEA, lid=CORAL)
    draw_person(c, 1390, 960, 430, DOCTOR, Pose(face=-0.5, left=(-36, -130)))
    draw_person(c, 560, 960, 380, WOMAN, Pose(face=0.5, legs="walk", right=(30, -112), held="folder"))
    bush(c, 80, 980, 180)
    bush(c, 1530, 970, 200)


def feedback_by_the_sea(c: Canvas, rng: Random) -> None:
    """A man on his veranda by the sea sends feedback with the phone; three numbered steps float beside him."""
    scenery(c, MORNING, rng, line=520)
    c.gradient([(0, 820), (1600, 820), (1600, 1000), (0, 1000)], lighter(WOOD, 0.1), darker(WOOD, 0.15))
    for x in range(0, 1601, 110):
        c.line([(x, 822), (800 + (x - 800) * 1.5, 1000)], 3, darker(WOOD, 0.25))
    c.box(0, 700, 1600, 18, WHITE, 6)
    for x in range(20, 1600, 74):
        c.box(x, 718, 12, 104, WHITE)
    for x in (60, 1500):
        c.box(x, 0, 40, 830, lighter(WOOD, 0.2))
    c.polygon([(0, 0), (1600, 0), (1600, 70), (0, 70)], darker(WOOD, 0.2))
    for x in range(0, 1600, 80):
        c.circle(x + 40, 70, 40, darker(WOOD, 0.2))
    with c.at(460, 930):
        c.line([(-110, -420), (-100, -190)], 16, WOOD)
        c.box(-110, -205, 230, 26, WOOD, 10)
        c.line([(-96, -190), (-112, -8)], 13, darker(WOOD, 0.2))
        c.line([(104, -190), (116, -8)], 13, darker(WOOD, 0.2))
    draw_person(
        c,
        440,
        930,
        730,
        FARMER.with_(outfit="shirt", top=CORAL, hair="short", hat=""),
        Pose(face=0.6, legs="sit", right=(38, -126), held="phone", left=(4, -104)),
    )
    palm(c, 120, 900, 620, lean=-0.04)
    for index, (x, y, tone) in enumerate(((770, 600, CORAL), (1000, 450, SUN), (1230, 300, LEAF))):
        c.box(x + 8, y - 78, 240, 190, INK, 26, alpha=0.12)
        c.box(x, y - 90, 240, 190, WHITE, 26)
        step(c, index + 1, x + 18, y - 84, 44, fill=tone)
        with c.at(x + 130, y + 10):
            if index == 0:
                for px in (-56, 0, 56):
                    c.box(px - 22, -30, 44, 60, (SEA, PEACH, LIGHT_SEA)[(px + 56) // 56], 10)
                c.arc(0, 0, 40, 0, 360, 7, CORAL)
            elif index == 1:
                for row, wide in enumerate((140, 110, 130)):
                    c.box(-70, -40 + row * 32, wide, 15, (GREY, STONE, STONE)[row], 7)
            else:
                c.arc(-10, -8, 36, 0, 360, 11, TEAL)
                c.line([(18, 20), (48, 48)], 14, TEAL)
                check(c, -10, -8, 20)


def insurance_on_the_phone(c: Canvas, rng: Random) -> None:
    """A large phone shows a digital insurance card, five numbered steps around it; a reception desk behind."""
    backdrop(c, CLINIC, "#bfe2e3", cx=800, cy=480, size=470)
    c.gradient([(0, 850), (1600, 850), (1600, 1000), (0, 1000)], CLINIC.floor, darker(CLINIC.floor, 0.1))
    draw_person(c, 1330, 905, 440, NURSE, Pose(face=-0.6, legs="hidden", left=(-26, -114)))
    counter(c, 1110, 930, 440, 220, band=CORAL)
    draw_person(c, 300, 960, 580, GRANDFATHER, Pose(face=0.6, right=(40, -124), held="phone"))
    big_phone(c, 590, 60, 430, 850, head=TEAL)
    id_card(c, 805, 330, 330)
    c.box(650, 480, 310, 92, WHITE, 18)
    medical_cross(c, 705, 526, 50)
    c.box(750, 502, 170, 16, GREY, 8)
    c.box(750, 534, 120, 14, STONE, 7)
    for index in range(24):
        c.box(668 + index * 11.6, 610, 4 + (index * 5) % 6, 100, INK)
    check(c, 805, 790, 54)
    for index, (x, y) in enumerate(((470, 130), (430, 290), (1120, 120), (1160, 260), (1120, 400))):
        tone = (CORAL, SUN, LEAF, SEA, TEAL)[index]
        wide = 190
        left = x - wide if x < 600 else x
        if x < 600:
            left = x - 130
        c.box(left, y - 44, wide, 88, WHITE, 24)
        c.box(left + 66, y - 18, 96, 13, GREY, 6)
        c.box(left + 66, y + 8, 70, 12, STONE, 6)
        step(c, index + 1, left + 20, y, 40, fill=tone)


def signed_result(c: Canvas, rng: Random) -> None:
    """A laboratory technician at a computer with a green tick and a signature; glass flasks beside."""
    room(c, OCEAN, floor=880)
    c.box(80, 120, 560, 14, WHITE, 6)
    c.box(80, 300, 560, 14, WHITE, 6)
    for index, tone in enumerate((CORAL, SUN, LEAF, PEACH, SEA)):
        bottle(c, 140 + index * 110, 300, 130, body=tone)
        if index % 2 == 0:
            flask(c, 150 + index * 110, 120, 90, liquid=tone)
    cross_sign(c, 1440, 180, 74)
    draw_person(
        c,
        560,
        1160,
        820,
        DOCTOR.with_(accent=TEAL, glasses=True, hair="bun", skin="#f3cba6"),
        Pose(face=0.6, legs="hidden", right=(40, -106), left=(8, -102)),
    )
    c.box(740, 180, 640, 470, DEEP, 18)
    c.box(762, 202, 596, 426, PAPER, 6)
    c.box(762, 202, 596, 54, TEAL, (6, 6, 0, 0))
    sheet(c, 930, 440, 210, lines=6)
    c.line(
        smooth(
            [(1090, 470), (1130, 420), (1140, 500), (1185, 430), (1200, 490), (1250, 450), (1310, 470)], closed=False
        ),
        8,
        SEA,
    )
    c.box(1080, 510, 240, 6, GREY)
    check(c, 1200, 350, 62)
    stamp(c, 985, 530, 36)
    c.box(1020, 650, 80, 90, GREY)
    c.box(940, 740, 240, 18, GREY, 8)
    c.box(0, 756, 1600, 36, WHITE)
    c.box(0, 756, 1600, 12, lighter(LIGHT_SEA, 0.4))
    c.gradient([(0, 792), (1600, 792), (1600, 1000), (0, 1000)], "#eaf5f4", "#c9dfe0")
    c.box(0, 860, 1600, 10, TEAL)
    microscope(c, 240, 758, 310)
    flask(c, 1440, 758, 200, liquid=CORAL)
    flask(c, 1290, 758, 140, liquid=SUN)
    tubes(c, 440, 758, 130)


def travelling_folder(c: Canvas, rng: Random) -> None:
    """Two office workers at their screens; a glowing digital folder runs between them; empty stairs behind."""
    room(c, SANDY, floor=820)
    for index in range(8):
        c.box(
            560 + index * 62,
            700 - index * 74,
            520 - index * 62 + 62,
            74,
            lighter(SANDY.floor, 0.12 + 0.05 * (index % 2)),
        )
        c.box(560 + index * 62, 700 - index * 74, 520 - index * 62 + 62, 12, WHITE, alpha=0.7)
    c.box(560, 774, 520, 46, lighter(SANDY.floor, 0.12))
    c.line([(585, 520), (1060, -20)], 14, WOOD)
    for index in range(7):
        c.line([(600 + index * 66, 700 - index * 74), (600 + index * 66, 510 - index * 75)], 6, WOOD)
    plant(c, 100, 850, 280)
    plant(c, 1510, 850, 300, pot=TEAL)
    draw_person(c, 270, 985, 680, CLERK, Pose(face=0.6, legs="hidden", right=(34, -104), left=(8, -100)))
    draw_person(c, 1330, 985, 690, CLERK_MAN, Pose(face=-0.6, legs="hidden", left=(-34, -104), right=(-8, -100)))
    desk(c, 130, 960, 520, 270)
    desk(c, 950, 960, 520, 270)
    monitor(c, 480, 692, 240, back=True)
    monitor(c, 1120, 692, 240, back=True)
    way = smooth([(500, 520), (640, 330), (800, 290), (960, 330), (1100, 520)], closed=False, steps=8)
    c.line(way, 16, LIGHT_SEA, alpha=0.6)
    route(c, way, colour=TEAL)
    glow(c, 800, 290, 190, colour=SUN)
    folder(c, 800, 285, 200, colour=CORAL)
    check(c, 886, 350, 42)


def survey_for_all(c: Canvas, rng: Random) -> None:
    """People of different ages answer a short survey on phones and on paper at a service desk."""
    room(c, GREEN, floor=800)
    for index, mood in enumerate((-0.7, 0.0, 0.7, 1.0)):
        face_sign(c, 640 + index * 150, 180, 58, mood, fill=(CORAL, SUN, "#a9d39e", LEAF)[index])
    stars(c, 690, 300, 32, 4)
    window(c, 110, 100, 360, 340, rng)
    shelf(c, 1280, 110, 230, rng, rows=2)
    draw_person(
        c,
        890,
        1000,
        660,
        OFFICIAL_WOMAN.with_(outfit="vest", top=WHITE, accent=CORAL),
        Pose(face=-0.5, legs="hidden", left=(-46, -122), held_left="clipboard"),
    )
    desk(c, 690, 960, 560, 270)
    ballot_box(c, 1120, 690, 150, colour=CORAL)
    draw_person(c, 560, 965, 680, GRANDFATHER, Pose(face=0.6, right=(42, -112)))
    draw_person(c, 330, 970, 670, WOMAN, Pose(face=0.4, right=(14, -116), held="phone"))
    draw_person(c, 160, 975, 420, BOY, Pose(face=0.5, right=(40, -120)))
    draw_person(
        c,
        1390,
        970,
        700,
        FARMER.with_(hat="", hair="bun"),
        Pose(face=-0.4, left=(-8, -112), right=(14, -108), held="paper"),
    )


def unclear_pages(c: Canvas, rng: Random) -> None:
    """An officer reviews an online form on a large monitor; blurry scanned pages carry red marks."""
    room(c, BLUSH, floor=900)
    window(c, 80, 90, 330, 380, rng, view="town")
    draw_person(
        c,
        400,
        1180,
        860,
        AODAI_BLUE.with_(outfit="shirt", top=TEAL, glasses=True, hair="bob"),
        Pose(face=0.6, legs="hidden", right=(40, -104), left=(6, -100)),
    )
    c.box(640, 90, 860, 580, DEEP, 20)
    c.box(664, 114, 812, 532, MIST, 8)
    form(c, 694, 150, 320, 460)
    for index, (x, y) in enumerate(((1120, 260), (1340, 260), (1120, 510), (1340, 510))):
        tilt = (-4, 5, 3, -5)[index]
        sheet(c, x, y, 150, turn=tilt, lines=5, paper="#eceeea", head=GREY)
        if index != 2:
            for shift in (0, 5, 10):
                c.box(x - 66 + shift, y - 70 + shift, 120, 130, WHITE, 12, alpha=0.28)
            c.arc(x + 6, y + 4, 58, 0, 360, 9, CORAL)
            c.line([(x - 30, y + 84), (x + 50, y + 80)], 8, CORAL)
        else:
            check(c, x + 50, y + 70, 34)
    c.box(1030, 670, 90, 90, GREY)
    c.box(940, 758, 270, 20, GREY, 8)
    c.box(0, 774, 1600, 40, lighter(WOOD, 0.14))
    c.box(0, 774, 1600, 13, lighter(WOOD, 0.36))
    c.gradient([(0, 814), (1600, 814), (1600, 1000), (0, 1000)], WOOD, darker(WOOD, 0.2))
    c.box(620, 752, 280, 22, WHITE, 8)
    stack(c, 1400, 776, 180, 11)
    stack(c, 170, 776, 150, 4, tone=SUN)


def vaccination_video(c: Canvas, rng: Random) -> None:
    """A frame of a short film: a mother with a baby, a phone with calendar and syringe, a play button."""
    c.backdrop("#16707d", "#2d96a6")
    c.blob(
        [(160, 420), (420, 90), (900, 60), (1380, 180), (1500, 600), (1180, 900), (480, 920), (170, 740)], "#3aa6b4"
    )
    wave_floor(c, 890, "#0e5a68")
    for x, y, r in ((190, 190, 26), (1440, 210, 34), (1500, 800, 22), (120, 660, 18), (760, 90, 16)):
        c.circle(x, y, r, SUN, alpha=0.5)
    draw_person(c, 430, 965, 800, MOTHER, Pose(face=0.6, right=(14, -112), left=(-18, -110)))
    baby(c, 438, 500, 190)
    big_phone(c, 1000, 90, 400, 780, head=CORAL)
    calendar(c, 1050, 250, 300, marked=(10,), ring=17, head=TEAL)
    syringe(c, 1200, 690, 260, turn=-24)
    vial(c, 1470, 900, 190)
    vial(c, 1550, 920, 140, label=CORAL)
    play_button(c, 790, 480, 120)
    c.box(120, 940, 1360, 14, WHITE, 7, alpha=0.35)
    c.box(120, 940, 560, 14, CORAL, 7)
    c.circle(680, 947, 18, WHITE)


def tracking_from_abroad(c: Canvas, rng: Random) -> None:
    """A businesswoman at a laptop with a progress tracker; clinic, pharmacy and workshop signs; the bay behind."""
    room(c, MORNING, floor=900)
    window(c, 560, 70, 960, 560, rng, panes=3)
    business: Look = WOMAN.with_(outfit="suit", top=DEEP, accent=CORAL, hair="bob", hair_colour="#6b4a35")
    draw_person(c, 410, 1200, 900, business, Pose(face=0.6, legs="hidden", right=(42, -108), left=(8, -102)))
    c.box(690, 330, 520, 380, INK, 18)
    c.box(710, 350, 480, 340, PAPER, 6)
    c.box(710, 350, 480, 44, TEAL, (6, 6, 0, 0))
    c.line([(770, 450), (1130, 450)], 10, STONE)
    c.line([(770, 450), (1010, 450)], 10, LEAF)
    for index in range(4):
        if index < 3:
            check(c, 770 + index * 120, 450, 28)
        else:
            c.circle(1130, 450, 26, STONE)
    status_rows(c, 740, 510, 420, 160, (LEAF, SUN, SEA))
    c.polygon([(640, 740), (1260, 740), (1230, 706), (670, 706)], GREY)
    c.box(630, 736, 640, 20, STONE, 8)
    c.box(0, 752, 1600, 38, lighter(WOOD, 0.14))
    c.box(0, 752, 1600, 12, lighter(WOOD, 0.36))
    c.gradient([(0, 790), (1600, 790), (1600, 1000), (0, 1000)], WOOD, darker(WOOD, 0.2))
    for index, (x, y) in enumerate(((1330, 250), (1430, 440), (1330, 630))):
        c.circle(x + 4, y + 8, 84, INK, alpha=0.14)
        c.circle(x, y, 84, WHITE)
        if index == 0:
            medical_cross(c, x, y, 84)
        elif index == 1:
            bottle(c, x, y + 54, 112, body=LEAF)
        else:
            stall(c, x - 46, y + 50, 92)
    plant(c, 110, 790, 330, pot=TEAL)
    sheet(c, 1430, 850, 110, turn=12, lines=4)
