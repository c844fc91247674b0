"""Scenes at counters and in lobbies: registration, guidance, cashiers, appointment slips, reissued papers."""

from random import Random

from .canvas import Canvas
from .colours import (
    BLUSH,
    CLINIC,
    CORAL,
    DEEP,
    DEEP_SAND,
    GREY,
    LEAF,
    LIGHT_SEA,
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
from .devices import big_phone, check, laptop, monitor, qr_panel, qr_poster, refuse
from .furniture import board, counter, cross_sign, desk, door, kiosk, lamp, plant, shelf, waiting_seats
from .kit import baby
from .looks import (
    CLERK,
    CLERK_MAN,
    FARMER_MAN,
    GIRL,
    GRANDFATHER,
    GRANDMOTHER,
    MAN,
    MOTHER,
    NURSE,
    OFFICIAL,
    OFFICIAL_WOMAN,
    TAN_SKIN,
    VOLUNTEER,
    VOLUNTEER_WOMAN,
    WOMAN,
    Pose,
)
from .paper import arrow, calendar, clock, envelope, sheet, stack, stamp
from .people import draw_carried, draw_person
from .rooms import room, window
from .signs import conversation, price_rows, queue_display, status_rows


def watching_the_queue(c: Canvas, rng: Random) -> None:
    """An inspector with a clipboard sits among the waiting patients and watches the reception counter."""
    room(c, SANDY, floor=780)
    window(c, 90, 110, 480, 360, rng, panes=3)
    queue_display(c, 1050, 110, 400)
    draw_person(c, 1180, 900, 560, CLERK, Pose(face=-0.4, legs="hidden", left=(-24, -104), right=(20, -104)))
    draw_person(c, 1410, 900, 580, CLERK_MAN, Pose(face=-0.3, legs="hidden"))
    counter(c, 1010, 860, 570, 230, band=CORAL)
    monitor(c, 1300, 620, 180, back=True)
    waiting_seats(c, 90, 880, 6, size=146, colour=SEA)
    draw_person(
        c,
        190,
        925,
        660,
        GRANDMOTHER.with_(top="#5a8f9d"),
        Pose(face=0.5, legs="sit", left=(0, -104), right=(22, -104)),
    )
    draw_person(
        c,
        480,
        930,
        690,
        OFFICIAL.with_(outfit="shirt", top=WHITE, bottom=DEEP, glasses=True),
        Pose(face=0.7, legs="sit", left=(2, -108), right=(26, -116), held="clipboard"),
    )
    draw_person(
        c,
        760,
        925,
        660,
        MAN.with_(top=PEACH),
        Pose(face=0.5, legs="sit", left=(2, -100), right=(24, -104), held="phone"),
    )
    plant(c, 950, 860, 260)


def licence_on_the_phone(c: Canvas, rng: Random) -> None:
    """A young nurse looks at her licence on the phone; nine days are crossed out on the calendar behind her."""
    room(c, OCEAN, floor=860)
    window(c, 1150, 90, 360, 340, rng)
    calendar(c, 130, 120, 560, head=TEAL)
    cell = 560 * 0.122
    for day in range(9):
        x = 130 + 560 * 0.075 + (day % 7) * cell + cell * 0.41
        y = 120 + 560 * 0.92 * 0.315 + (day // 7) * cell * 1.22 + cell * 0.34
        refuse(c, x, y, cell * 0.36)
    plant(c, 140, 940, 280)
    big_phone(c, 1060, 470, 210, 380, head=CORAL)
    sheet(c, 1165, 665, 140, lines=5, seal=CORAL)
    check(c, 1250, 490, 44)
    nurse = NURSE.with_(top=WHITE, bottom=WHITE, accent=TEAL)
    draw_person(c, 860, 1080, 920, nurse, Pose(face=0.6, right=(34, -124), held="phone", left=(-2, -104), mood="open"))


def qr_by_the_door(c: Canvas, rng: Random) -> None:
    """A patient scans a large QR poster beside a clinic door; leaflets hang below it, a nurse stands by."""
    room(c, CLINIC, floor=820)
    door(c, 150, 820, 300, 560)
    door(c, 1330, 820, 230, 520)
    qr_poster(c, 700, 120, 300, rng)
    c.box(742, 600, 216, 118, darker(CLINIC.wall, 0.3), 8)
    for index, tone in enumerate((PEACH, SUN, LIGHT_SEA)):
        c.box(758 + index * 64, 572, 54, 100, tone, 4)
        c.box(766 + index * 64, 586, 36, 8, WHITE, 4)
    c.box(742, 650, 216, 68, darker(CLINIC.wall, 0.22), 8)
    c.polygon([(672, 500), (744, 232), (956, 448), (690, 540)], SUN, alpha=0.2)
    draw_person(c, 520, 960, 740, MAN.with_(top=PEACH), Pose(face=0.7, right=(42, -124), held="phone"))
    draw_person(c, 1170, 960, 720, NURSE, Pose(face=-0.5, left=(-4, -106), right=(14, -108), held="folder"))
    plant(c, 90, 930, 240)


def self_registration(c: Canvas, rng: Random) -> None:
    """The lobby: an elderly woman lays her card on the kiosk, a volunteer shows her how; seats behind."""
    room(c, MORNING, floor=770)
    window(c, 80, 110, 580, 400, rng, panes=3)
    cross_sign(c, 810, 190, 74)
    waiting_seats(c, 90, 800, 5, size=104, colour=LIGHT_SEA)
    draw_person(c, 165, 825, 520, FARMER_MAN, Pose(face=0.5, legs="sit", left=(2, -100), right=(22, -98)))
    draw_person(
        c, 385, 825, 500, MOTHER, Pose(face=-0.3, legs="front", left=(-10, -102), right=(10, -102), held="phone")
    )
    plant(c, 700, 810, 230)
    kiosk(c, 1160, 905, 560)
    draw_person(c, 890, 945, 640, GRANDMOTHER, Pose(face=0.6, right=(46, -108), held="card", tilt=4))
    draw_person(c, 1400, 950, 720, VOLUNTEER, Pose(face=-0.6, left=(-46, -126)))


def guidance_desk(c: Canvas, rng: Random) -> None:
    """A guidance desk with two laptops and a box of reading glasses; an old man with a phone, a father waiting."""
    room(c, SANDY, floor=800)
    window(c, 1130, 100, 380, 360, rng)
    board(c, 90, 90, 420, 270, frame=TEAL)
    for index, tone in enumerate((CORAL, SUN, SEA)):
        c.circle(150, 150 + index * 66, 20, tone)
        c.box(186, 138 + index * 66, 240 - index * 40, 22, STONE, 9)
    plant(c, 110, 860, 300)
    draw_person(
        c, 560, 965, 700, CLERK.with_(hair="tail"), Pose(face=0.6, right=(46, -118), left=(12, -104), legs="hidden")
    )
    desk(c, 210, 960, 700, 270)
    laptop(c, 400, 690, 230, back=True)
    laptop(c, 690, 690, 230, back=True)
    c.box(820, 650, 80, 40, CORAL, 6)
    for dx in (0, 30):
        c.arc(845 + dx, 642, 12, 0, 360, 4, DEEP)
    draw_person(c, 1010, 970, 700, GRANDFATHER, Pose(face=-0.6, left=(-30, -120), held_left="phone"))
    draw_person(
        c,
        1330,
        965,
        720,
        FARMER_MAN.with_(top=TEAL, skin=TAN_SKIN),
        Pose(face=-0.4, left=(-18, -112), right=(16, -116)),
    )
    baby(c, 1345, 560, 150)


def three_colour_desk(c: Canvas, rng: Random) -> None:
    """Early morning: a clerk at her desk, the screen full of green, yellow and red rows, a glass of water."""
    room(c, MORNING, floor=900)
    window(c, 90, 90, 440, 400, rng)
    clock(c, 700, 220, 96, 7.0)
    shelf(c, 1210, 90, 300, rng, rows=2)
    draw_person(c, 540, 1190, 860, CLERK, Pose(face=0.6, legs="hidden", right=(34, -104), left=(6, -100)))
    c.box(800, 340, 620, 400, DEEP, 18)
    c.box(822, 362, 576, 356, PAPER, 6)
    c.box(822, 362, 576, 50, TEAL, (6, 6, 0, 0))
    status_rows(c, 846, 424, 528, 282, (LEAF, LEAF, SUN, LEAF, CORAL, LEAF))
    c.box(1070, 740, 80, 50, GREY)
    c.box(990, 782, 240, 16, GREY, 8)
    c.box(0, 796, c.width, 40, lighter(WOOD, 0.12))
    c.box(0, 796, c.width, 12, lighter(WOOD, 0.35))
    c.gradient([(0, 836), (c.width, 836), (c.width, 1000), (0, 1000)], PAPER, darker(PAPER, 0.1))
    c.box(0, 880, c.width, 14, CORAL)
    c.box(620, 776, 260, 20, WHITE, 8)
    for key in range(10):
        c.box(634 + key * 24, 780, 18, 8, STONE, 2)
    c.polygon([(918, 796), (978, 796), (986, 690), (910, 690)], WHITE, alpha=0.75)
    c.polygon([(919, 794), (977, 794), (982, 724), (914, 724)], SEA, alpha=0.6)
    stack(c, 210, 796, 170, 6)


def paper_issued_again(c: Canvas, rng: Random) -> None:
    """A clerk hands a reissued discharge paper to a woman; a question and a tick float above them."""
    room(c, CLINIC, floor=830)
    shelf(c, 1120, 110, 370, rng)
    window(c, 90, 120, 360, 340, rng, view="town")
    conversation(c, 560, 60, 460)
    draw_person(c, 1010, 1010, 740, CLERK_MAN, Pose(face=-0.5, legs="hidden", left=(-48, -118), held_left="paper"))
    counter(c, 830, 965, 690, 300, band=SEA)
    monitor(c, 1290, 650, 250, back=True)
    draw_person(c, 630, 965, 720, WOMAN.with_(top=PEACH), Pose(face=0.6, right=(44, -116)))
    draw_person(c, 330, 960, 700, GRANDFATHER, Pose(face=0.6, right=(24, -84), held="cane"))


def slip_with_the_date(c: Canvas, rng: Random) -> None:
    """A stamped slip lies large on the counter; a fisherman takes his paper, boats in the window behind."""
    room(c, BLUSH, floor=900)
    window(c, 480, 70, 640, 400, rng, panes=3)
    clock(c, 1340, 190, 100, 9.0)
    draw_person(
        c,
        1190,
        1160,
        860,
        CLERK.with_(accent=CORAL, hair="bun"),
        Pose(face=-0.6, legs="hidden", left=(-54, -122), held_left="paper"),
    )
    draw_person(
        c,
        590,
        1170,
        880,
        FARMER_MAN.with_(hat="brim", accent=DEEP_SAND, top="#3f7f9b"),
        Pose(face=0.6, legs="hidden", right=(44, -120)),
    )
    c.box(0, 770, c.width, 60, lighter(WOOD, 0.1))
    c.box(0, 770, c.width, 18, lighter(WOOD, 0.35))
    c.gradient([(0, 830), (c.width, 830), (c.width, 1000), (0, 1000)], WOOD, darker(WOOD, 0.2))
    with c.at(320, 850, turn=-5):
        c.box(-190, -90, 400, 210, darker(WOOD, 0.4), 10, alpha=0.35)
        c.box(-200, -105, 400, 210, PAPER, 10)
        c.box(-200, -105, 400, 44, TEAL, (10, 10, 0, 0))
        c.box(-170, -36, 190, 18, STONE, 8)
        c.box(-170, 0, 150, 18, STONE, 8)
        c.box(-170, 36, 180, 18, STONE, 8)
        stamp(c, 110, 22, 62)
    monitor(c, 1440, 775, 240, back=True)


def open_price_screen(c: Canvas, rng: Random) -> None:
    """A large touch screen with the list of charges in a lobby; an older man and his daughter read it together."""
    room(c, SANDY, floor=800)
    for x in (1150, 1380):
        draw_person(c, x, 800, 420, CLERK if x < 1300 else CLERK_MAN, Pose(face=-0.2, legs="hidden"))
    counter(c, 1060, 800, 520, 190, band=CORAL)
    c.box(1060, 270, 520, 20, TEAL, 6)
    c.box(1090, 180, 460, 70, DEEP, 12)
    for index in range(4):
        c.circle(1150 + index * 110, 215, 20, (SUN, CORAL, LIGHT_SEA, LEAF)[index])
    lamp(c, 180, 130)
    c.box(390, 780, 320, 36, darker(STONE, 0.2), 10)
    c.box(520, 640, 60, 150, GREY)
    c.box(310, 70, 500, 600, DEEP, 22)
    c.box(332, 92, 456, 556, "#f3faf8", 8)
    c.box(332, 92, 456, 72, TEAL, (8, 8, 0, 0))
    c.box(440, 118, 240, 20, WHITE, 10)
    price_rows(c, 348, 180, 424, 7, 64)
    draw_person(c, 250, 965, 700, GRANDFATHER, Pose(face=0.6, right=(24, -84), held="cane"))
    draw_person(c, 885, 965, 700, WOMAN.with_(top=CORAL), Pose(face=-0.6, left=(-46, -134), held="bag"))
    plant(c, 90, 900, 240, pot=TEAL)


def cashless_payment(c: Canvas, rng: Random) -> None:
    """A mother holding a toddler scans the code on her bill with the phone; the clerk smiles behind the glass."""
    room(c, MORNING, floor=830)
    window(c, 90, 110, 400, 360, rng)
    c.box(760, 90, 760, 560, darker(MORNING.wall, 0.2), 18)
    c.box(784, 114, 712, 536, "#f2fbfa", 8)
    shelf(c, 1230, 170, 220, rng, height=80)
    draw_person(
        c,
        1080,
        1000,
        740,
        CLERK.with_(hair="tail", accent=SEA),
        Pose(face=-0.5, legs="hidden", left=(-26, -104), right=(22, -102)),
    )
    c.polygon([(784, 114), (1000, 114), (820, 650), (784, 650)], WHITE, alpha=0.45)
    counter(c, 720, 985, 830, 320, band=CORAL)
    monitor(c, 1340, 650, 230, back=True)
    with c.at(860, 595, turn=-4):
        c.box(-62, -86, 130, 150, PAPER, 6)
        c.box(-46, -72, 60, 12, TEAL, 5)
        qr_panel(c, -36, -50, 76, rng, paper=WHITE)
        c.box(-46, 38, 96, 9, STONE, 4)
    draw_person(c, 590, 970, 770, MOTHER, Pose(face=0.6, right=(46, -128), held="phone", left=(-10, -104)))
    draw_carried(c, 590, 970, 770, GIRL, MOTHER)
    plant(c, 150, 940, 280, pot=TEAL)


def no_more_copies(c: Canvas, rng: Random) -> None:
    """A clerk gives the photocopy back to an elderly woman and taps her card on a reader instead."""
    room(c, CLINIC, floor=830)
    cross_sign(c, 330, 210, 84)
    window(c, 1090, 100, 400, 350, rng)
    draw_person(
        c,
        960,
        1010,
        760,
        CLERK_MAN.with_(accent=TEAL),
        Pose(face=-0.5, legs="hidden", left=(-48, -124), held_left="paper", right=(36, -104), held="card"),
    )
    counter(c, 760, 980, 740, 310, band=SEA)
    c.box(1060, 622, 110, 40, DEEP, 10)
    c.box(1074, 612, 82, 14, LIGHT_SEA, 6)
    for radius in (20, 38, 56):
        c.arc(1115, 606, radius, 225, 315, 6, CORAL)
    monitor(c, 1340, 655, 240, back=True)
    draw_person(c, 560, 965, 700, GRANDMOTHER, Pose(face=0.6, right=(42, -118)))
    draw_person(c, 300, 960, 720, MAN, Pose(face=0.6, held="bag"))
    refuse(c, 740, 430, 40)
    check(c, 1200, 560, 40)
    plant(c, 100, 940, 260, pot=CORAL)


def one_desk(c: Canvas, rng: Random) -> None:
    """An officer hands a sealed folder to the clerk of the single reception desk under one large arrow."""
    room(c, MORNING, floor=830)
    calendar(c, 110, 110, 330, marked=(2, 3, 9, 10), head=TEAL)
    clock(c, 1370, 240, 120, 8.5)
    c.box(600, 60, 420, 220, TEAL, 20)
    arrow(c, [(810, 95), (810, 200)], 28, SUN, curved=False)
    draw_person(
        c,
        980,
        1000,
        740,
        OFFICIAL_WOMAN.with_(outfit="vest", top=WHITE, accent=CORAL),
        Pose(face=-0.5, legs="hidden", left=(-46, -112)),
    )
    counter(c, 800, 975, 640, 310, band=TEAL)
    monitor(c, 1270, 650, 240, back=True)
    envelope(c, 780, 560, 190, colour=DEEP_SAND, turn=-6)
    draw_person(c, 540, 965, 740, OFFICIAL.with_(top="#3d5a45", bottom="#3d5a45"), Pose(face=0.6, right=(46, -118)))
    plant(c, 170, 940, 300)
    plant(c, 1520, 940, 260, pot=TEAL)


def app_volunteers(c: Canvas, rng: Random) -> None:
    """Students in blue shirts stand by older patients who hold the phones themselves."""
    room(c, BLUSH, floor=790)
    window(c, 520, 90, 560, 350, rng, panes=3)
    qr_poster(c, 170, 110, 190, rng)
    qr_poster(c, 1260, 110, 190, rng, head=CORAL)
    waiting_seats(c, 190, 860, 9, size=136, colour=TEAL)
    draw_person(
        c, 340, 915, 700, GRANDFATHER, Pose(face=0.5, legs="front", left=(-2, -112), right=(14, -116), held="phone")
    )
    draw_person(
        c,
        900,
        915,
        690,
        GRANDMOTHER,
        Pose(face=-0.4, legs="front", left=(-12, -114), held_left="phone", right=(8, -108)),
    )
    draw_person(
        c,
        1270,
        915,
        700,
        FARMER_MAN,
        Pose(face=-0.4, legs="front", left=(-12, -114), held_left="phone", right=(10, -108)),
    )
    draw_person(c, 580, 960, 720, VOLUNTEER_WOMAN, Pose(face=-0.6, left=(-46, -110)))
    draw_person(c, 1085, 965, 740, VOLUNTEER.with_(skin=TAN_SKIN), Pose(face=0.6, right=(42, -110)))
