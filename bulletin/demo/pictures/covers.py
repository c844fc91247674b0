"""The covers of the demo issues: tall pictures without text."""

from random import Random

from .buildings import health_station, hospital, lighthouse, stilt_house
from .canvas import Canvas
from .colours import (
    GREEN,
    MORNING,
    TEAL,
    WHITE,
)
from .kit import motorbike, ship
from .looks import (
    BOY,
    DOCTOR,
    FARMER,
    GIRL,
    GRANDFATHER,
    MAN,
    MOTHER,
    NURSE,
    TAN_SKIN,
    VOLUNTEER,
    Look,
    Pose,
)
from .nature import (
    basket_boat,
    beach,
    birds,
    boat,
    bush,
    cloud,
    island,
    paddies,
    palm,
    path,
    ridge,
    sea,
    sky,
    sun,
    tree,
)
from .people import draw_person


def cover_bay(c: Canvas, rng: Random) -> None:
    """Cover: the bay in the morning, the hospital by the sea, people of the service and of the town on the promenade."""
    sky(c, MORNING, bottom=800)
    sun(c, 890, 270, 100)
    cloud(c, 300, 240, 420)
    cloud(c, 760, 470, 260, alpha=0.7)
    birds(c, 520, 380, 30)
    island(c, 240, 780, 620, 190)
    island(c, 960, 780, 560, 120, colour="#7bbab5")
    sea(c, 780, 1160, rng)
    boat(c, 330, 920, 220)
    boat(c, 880, 860, 130, hull=TEAL, flip=True)
    boat(c, 640, 1010, 170, hull="#3d6fa3")
    c.blob([(520, 1180), (600, 1075), (800, 1010), (1050, 985), (1300, 1000), (1400, 1200), (900, 1260)], "#8fc08a")
    hospital(c, 610, 1030, 560, floors=3)
    bush(c, 640, 1050, 120)
    bush(c, 1150, 1045, 130)
    c.gradient([(0, 1160), (1200, 1160), (1200, 1600), (0, 1600)], "#f6e7c6", "#e5cb9b")
    c.box(0, 1150, 1200, 22, WHITE, 6)
    for tile in range(20, 1200, 120):
        c.line([(tile, 1180), (600 + (tile - 600) * 1.6, 1600)], 3, WHITE, alpha=0.5)
    palm(c, 90, 1220, 720, lean=0.16)
    palm(c, 210, 1230, 470, lean=-0.1)
    people: tuple[tuple[float, float, float, Look, Pose], ...] = (
        (800, 1440, 470, FARMER, Pose(face=-0.4)),
        (955, 1460, 490, VOLUNTEER, Pose(face=-0.5, left=(-12, -110), right=(10, -110), held="tablet")),
        (240, 1470, 520, GRANDFATHER, Pose(face=0.5, right=(24, -84), held="cane")),
        (640, 1520, 600, DOCTOR, Pose(face=-0.3, right=(14, -108), held="folder")),
        (440, 1530, 590, NURSE, Pose(face=0.4, left=(-20, -108))),
        (1105, 1540, 540, MOTHER, Pose(face=-0.5, left=(-24, -84))),
        (985, 1555, 320, BOY, Pose(face=-0.4, left=(-36, -190))),
    )
    for x, y, height, look, pose in people:
        draw_person(c, x, y, height, look, pose)


def cover_highland(c: Canvas, rng: Random) -> None:
    """Cover: highland ridges, a winding road, the health station, a health worker on her way with a motorbike."""
    sky(c, GREEN, bottom=900)
    sun(c, 330, 300, 96)
    cloud(c, 820, 260, 380)
    cloud(c, 480, 480, 240, alpha=0.7)
    ridge(c, 940, 560, "#a9d3cd", "#e6efdc", rng, rough=6)
    c.box(0, 700, 1200, 60, WHITE, 30, alpha=0.4)
    ridge(c, 960, 380, "#74b39c", "#c6dfc0", rng, rough=5)
    ridge(c, 980, 230, "#4a9474", "#93c48f", rng, rough=5)
    paddies(c, 920, 520)
    path(c, [(600, 1680), (380, 1450), (700, 1300), (980, 1190), (760, 1090), (820, 1030)], 260, 40, colour="#f3e0b6")
    health_station(c, 700, 1060, 330)
    stilt_house(c, 90, 1090, 300)
    for x, y, h in ((60, 1180, 330), (460, 1040, 200), (1130, 1140, 300), (1080, 1420, 330)):
        tree(c, x, y, h)
    draw_person(c, 455, 1300, 240, FARMER, Pose(face=0.5, legs="walk", held="bag"))
    draw_person(c, 545, 1308, 150, GIRL, Pose(face=0.4))
    motorbike(c, 660, 1530, 400, box=True)
    draw_person(
        c,
        930,
        1560,
        560,
        NURSE.with_(hat="leaf", hair="tail"),
        Pose(face=-0.5, left=(-16, -112), right=(12, -110), held="tablet"),
    )
    draw_person(c, 250, 1570, 580, DOCTOR.with_(skin=TAN_SKIN), Pose(face=0.5, right=(34, -150), held_left="case"))
    bush(c, 1130, 1600, 260)
    bush(c, 40, 1600, 240)


def cover_evening(c: Canvas, rng: Random) -> None:
    """Cover: evening at sea, a lighthouse on its island, a supply ship, people by the shore looking out."""
    c.gradient([(0, 0), (1200, 0), (1200, 440), (0, 440)], "#0e4a60", "#6a8da2")
    c.gradient([(0, 440), (1200, 440), (1200, 860), (0, 860)], "#6a8da2", "#f9b88f")
    for _ in range(60):
        c.circle(rng.uniform(0, 1200), rng.uniform(0, 360), rng.uniform(1.5, 4), WHITE, alpha=rng.uniform(0.3, 0.9))
    sun(c, 420, 790, 130, colour="#ffcf87")
    for low, breadth, middle in ((560, 420, 300), (660, 300, 900), (470, 260, 980)):
        cloud(c, middle, low, breadth, colour="#f7c0a3", alpha=0.5)
    sea(c, 850, 1300, rng, near="#0c5464", far="#e79b7f")
    for index in range(9):
        wide = 230 - index * 14
        c.box(420 - wide / 2, 866 + index * 28, wide, 9, "#ffd9a0", 5, alpha=0.55)
    island(c, 900, 900, 640, 110, colour="#2c7a78")
    lighthouse(c, 900, 815, 420)
    palm(c, 1080, 880, 240, leaf="#2c7a60")
    palm(c, 760, 870, 200, leaf="#2c7a60", lean=-0.1)
    ship(c, 230, 960, 280)
    boat(c, 620, 1080, 190, hull="#174d63")
    beach(c, 1270, rng, colour="#d9b184")
    basket_boat(c, 190, 1390, 260)
    looks: tuple[tuple[float, float, float, Look], ...] = (
        (480, 1500, 470, DOCTOR),
        (640, 1520, 460, NURSE),
        (810, 1500, 450, FARMER),
        (960, 1530, 470, MAN),
        (1090, 1530, 300, GIRL),
    )
    for x, y, height, look in looks:
        draw_person(c, x, y, height, look, Pose(back=True, right=(30, -190) if look is GIRL else None))
