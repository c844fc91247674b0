"""What a drawn person looks like (Look) and what the person is doing (Pose)."""

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from .colours import CORAL, DEEP, DEEP_SAND, INK, LIGHT_SEA, PEACH, SAND, SEA, SUN, TEAL, WHITE
from .curves import Point

LIGHT_SKIN, WARM_SKIN, TAN_SKIN, BROWN_SKIN = "#f3cba6", "#e9b78c", "#d79c70", "#b97d55"
BLACK_HAIR, SOFT_BLACK, BROWN_HAIR, GREY_HAIR, SILVER_HAIR = "#20202a", "#2d2529", "#43302b", "#a9aeb0", "#dcdcd6"


class LookChanges(TypedDict, total=False):
    """The parts of a look that `Look.with_` may change."""

    skin: str
    hair_colour: str
    hair: str
    outfit: str
    top: str
    bottom: str
    accent: str
    hat: str
    pattern: str
    glasses: bool
    build: float


@dataclass(frozen=True)
class Look:
    """Skin, hair and clothes.

    `hair`: short, side, curly, bob, long, tail, bun, bald, child.
    `outfit`: shirt, polo, blouse, coat, scrubs, dress, aodai, suit, vest, apron.
    `hat`: empty, leaf (conical hat), nurse, cap, helmet, brim, scarf. `pattern`: empty, dots, stripes.
    """

    skin: str = WARM_SKIN
    hair_colour: str = BLACK_HAIR
    hair: str = "short"
    outfit: str = "shirt"
    top: str = WHITE
    bottom: str = INK
    accent: str = CORAL
    hat: str = ""
    pattern: str = ""
    glasses: bool = False
    mask: bool = False
    child: bool = False
    build: float = 1.0

    def with_(self, **changes: Unpack[LookChanges]) -> "Look":
        """Return the same look with some parts changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Pose:
    """Where a person looks and puts the hands.

    `face` is -0.8 (to the left) to 0.8; `left` and `right` are the places of the hands on the viewer's left and right,
    in two-hundredths of the body height from the point between the feet (y is negative upwards), None for hanging arms.
    `legs`: stand, walk, sit (sideways, to the side of `face`), front (sitting towards the viewer), hidden.
    `held` names the thing in the right hand, `held_left` the one in the left: paper, phone, tablet, folder, clipboard,
    card, bag, case, cane, pen, cup, bouquet, certificate.
    """

    face: float = 0.0
    back: bool = False
    left: Point | None = None
    right: Point | None = None
    legs: str = "stand"
    tilt: float = 0.0
    lean: float = 0.0
    held: str = ""
    held_left: str = ""
    mood: str = "smile"
    shadow: bool = True


STAND = Pose()

DOCTOR = Look(outfit="coat", top=WHITE, bottom=INK, accent=SEA, hair="side")
DOCTOR_WOMAN = Look(skin=LIGHT_SKIN, outfit="coat", top=WHITE, bottom=DEEP, accent=PEACH, hair="bun")
NURSE = Look(skin=LIGHT_SKIN, outfit="scrubs", top=TEAL, bottom=TEAL, accent=WHITE, hair="bun", hat="nurse")
NURSE_BLUE = Look(outfit="scrubs", top="#5fb6c8", bottom="#5fb6c8", accent=WHITE, hair="tail")
NURSE_MAN = Look(skin=TAN_SKIN, outfit="scrubs", top=SEA, bottom=SEA, accent=WHITE, hair="short")
CLERK = Look(skin=LIGHT_SKIN, outfit="vest", top=WHITE, bottom=INK, accent=TEAL, hair="bob")
CLERK_MAN = Look(outfit="vest", top=WHITE, bottom=INK, accent=DEEP, hair="side")
OFFICIAL = Look(outfit="suit", top=DEEP, bottom=DEEP, accent=CORAL, hair="side")
OFFICIAL_WOMAN = Look(skin=LIGHT_SKIN, outfit="aodai", top=CORAL, bottom=WHITE, accent=SUN, hair="long")
AODAI_BLUE = Look(
    skin=LIGHT_SKIN, outfit="aodai", top=SEA, bottom=WHITE, accent=SAND, hair="bun", hair_colour=SOFT_BLACK
)
VOLUNTEER = Look(outfit="shirt", top="#3b86d1", bottom=INK, accent=SUN, hair="short", skin=WARM_SKIN)
VOLUNTEER_WOMAN = Look(outfit="shirt", top="#3b86d1", bottom=INK, accent=SUN, hair="tail", skin=LIGHT_SKIN)
GRANDMOTHER = Look(
    skin=TAN_SKIN,
    hair_colour=SILVER_HAIR,
    hair="bun",
    outfit="blouse",
    top="#b06a86",
    bottom="#4a3b52",
    pattern="dots",
)
GRANDFATHER = Look(
    skin=TAN_SKIN, hair_colour=SILVER_HAIR, hair="bald", outfit="shirt", top=SAND, bottom="#6d6a5d", glasses=True
)
FARMER = Look(skin=BROWN_SKIN, outfit="blouse", top="#7d5a8a", bottom=INK, hair="bun", hat="leaf")
FARMER_MAN = Look(skin=BROWN_SKIN, outfit="shirt", top="#6f8f6a", bottom="#5b5346", hair="short")
MOTHER = Look(skin=WARM_SKIN, outfit="dress", top=CORAL, bottom=CORAL, accent=SUN, hair="long", hair_colour=BROWN_HAIR)
WOMAN = Look(skin=LIGHT_SKIN, outfit="shirt", top=SUN, bottom=DEEP, hair="tail", hair_colour=BROWN_HAIR)
MAN = Look(skin=TAN_SKIN, outfit="polo", top=LIGHT_SEA, bottom=DEEP, hair="short")
TRADER = Look(skin=TAN_SKIN, outfit="apron", top=PEACH, bottom=INK, accent=TEAL, hair="bun", hair_colour=SOFT_BLACK)
PATIENT = Look(skin=WARM_SKIN, outfit="blouse", top="#cfe6ea", bottom="#cfe6ea", pattern="stripes", hair="short")
BOY = Look(skin=WARM_SKIN, outfit="shirt", top=WHITE, bottom=DEEP, accent=CORAL, hair="child", child=True)
GIRL = Look(skin=LIGHT_SKIN, outfit="dress", top=SUN, bottom=SUN, hair="bob", child=True)
INVESTOR = Look(
    skin=LIGHT_SKIN, outfit="suit", top="#3c4f66", bottom="#3c4f66", accent=SEA, hair="side", hair_colour="#8a5a3a"
)
WORKER = Look(skin=BROWN_SKIN, outfit="polo", top=DEEP_SAND, bottom=INK, hair="short", hat="cap")
