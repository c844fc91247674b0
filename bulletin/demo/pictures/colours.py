"""The palette of the demo pictures: sea, teal, sand, coral, warm white, and the light variations of a theme."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Rgb: TypeAlias = tuple[int, int, int]

INK = "#12323a"
DEEP = "#0b4f5c"
TEAL = "#14808a"
SEA = "#2f9fbb"
LIGHT_SEA = "#8dd0da"
MIST = "#dbeef0"
SAND = "#f2e0c2"
DEEP_SAND = "#dfc091"
WOOD = "#b98356"
DARK_WOOD = "#83583a"
CORAL = "#ee6f57"
PEACH = "#f9b59b"
WHITE = "#fdf9f1"
PAPER = "#fffdf8"
SUN = "#f7c35c"
LEAF = "#449a73"
DARK_LEAF = "#276c57"
GREY = "#a9b8ba"
STONE = "#d5dcda"
BRICK = "#c4694a"


@lru_cache(maxsize=4096)
def rgb(colour: str) -> Rgb:
    """Return the three channels of a `#rrggbb` colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Return `first` with `share` (0 to 1) of `second` in it."""
    a, b = rgb(first), rgb(second)
    return "#" + "".join(f"{round(p + (q - p) * share):02x}" for p, q in zip(a, b, strict=True))


def lighter(colour: str, share: float = 0.25) -> str:
    """Return the colour with a share of white."""
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float = 0.18) -> str:
    """Return the colour with a share of deep sea blue, as a shade."""
    return mix(colour, "#06303c", share)


@dataclass(frozen=True)
class Theme:
    """The light of a picture: wall (top, bottom), floor, the leading colour, its accent, and the sky (top, bottom)."""

    wall: str
    wall_low: str
    floor: str
    lead: str
    accent: str
    sky: str
    sky_low: str


MORNING = Theme("#eaf4f2", "#f8f3e6", "#e3d3b4", TEAL, CORAL, "#aedfe6", "#fdeed6")
CLINIC = Theme("#d6ecec", "#eef6f2", "#bcd8d6", DEEP, CORAL, "#9bd6e2", "#eaf6f0")
SANDY = Theme("#f7e8cd", "#fbf3e3", "#dfc59b", TEAL, CORAL, "#bfe3e2", "#fdebcb")
BLUSH = Theme("#fbdccd", "#fdf0e4", "#e9bfa4", DEEP, CORAL, "#f9c9b1", "#fdeedb")
OCEAN = Theme("#a9dbe2", "#d9f0ee", "#8fc3c9", DEEP, CORAL, "#7cc8da", "#e3f4ee")
GREEN = Theme("#dcecdc", "#f3f4e4", "#c3d2ac", DARK_LEAF, CORAL, "#b5e0dd", "#fbf1d6")
