"""Which scene belongs to which article number and issue cover, and how a picture is drawn and written."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TypeAlias

from PIL import Image

from . import covers, scenes_counter, scenes_country, scenes_meeting, scenes_online, scenes_village, scenes_ward
from .canvas import Canvas
from .colours import WHITE

Scene: TypeAlias = Callable[[Canvas, Random], None]

ARTICLE_SIZE = (1600, 1000)
COVER_SIZE = (1200, 1600)
QUALITY = 82

ARTICLE_SCENES: dict[int, Scene] = {
    1: scenes_meeting.wall_calendar_plan,
    2: scenes_meeting.hybrid_meeting,
    3: scenes_counter.watching_the_queue,
    4: scenes_counter.licence_on_the_phone,
    5: scenes_counter.qr_by_the_door,
    6: scenes_counter.self_registration,
    7: scenes_counter.guidance_desk,
    8: scenes_online.five_steps,
    9: scenes_counter.three_colour_desk,
    10: scenes_country.highland_notebook,
    11: scenes_counter.paper_issued_again,
    12: scenes_online.feedback_by_the_sea,
    13: scenes_ward.answers_on_the_wall,
    14: scenes_country.coastal_town_ways,
    15: scenes_country.station_handover,
    16: scenes_meeting.decisions_ceremony,
    17: scenes_country.stars_at_the_exit,
    18: scenes_meeting.role_play_training,
    19: scenes_counter.slip_with_the_date,
    20: scenes_counter.open_price_screen,
    21: scenes_counter.cashless_payment,
    22: scenes_online.insurance_on_the_phone,
    23: scenes_ward.bedside_tablet,
    24: scenes_online.signed_result,
    25: scenes_online.travelling_folder,
    26: scenes_ward.explained_at_bedside,
    27: scenes_meeting.missing_pieces,
    28: scenes_online.survey_for_all,
    29: scenes_online.unclear_pages,
    30: scenes_counter.no_more_copies,
    31: scenes_meeting.business_dialogue,
    32: scenes_village.water_workshop,
    33: scenes_village.card_at_home,
    34: scenes_online.vaccination_video,
    35: scenes_village.school_gate,
    36: scenes_meeting.staff_conference,
    37: scenes_meeting.fewer_boxes,
    38: scenes_online.tracking_from_abroad,
    39: scenes_counter.app_volunteers,
    40: scenes_country.island_consultation,
    41: scenes_country.called_by_message,
    42: scenes_ward.doubled_boxes,
    43: scenes_ward.stock_in_colours,
    44: scenes_meeting.language_lesson,
    45: scenes_village.village_loudspeaker,
    46: scenes_counter.one_desk,
}
COVER_SCENES: dict[int, Scene] = {1: covers.cover_bay, 2: covers.cover_highland, 3: covers.cover_evening}


def picture_names() -> list[str]:
    """Return the names of all pictures without suffix: `01` to `46`, then `cover-1` to `cover-3`."""
    return [f"{number:02d}" for number in ARTICLE_SCENES] + [f"cover-{number}" for number in COVER_SCENES]


def draw(name: str) -> Image.Image:
    """Draw the picture of that name; the same name always gives the same picture.

    Raises KeyError when there is no such picture.
    """
    if name.startswith("cover-"):
        scene, size = COVER_SCENES[int(name.removeprefix("cover-"))], COVER_SIZE
    elif name.isdigit():
        scene, size = ARTICLE_SCENES[int(name)], ARTICLE_SIZE
    else:
        raise KeyError(name)
    canvas = Canvas(*size, WHITE)
    # Seeded by the name, so that a change to one scene leaves all others as they are.
    scene(canvas, Random(f"bulletin-demo-{name}"))  # noqa: S311
    return canvas.finished()


def as_jpeg(picture: Image.Image) -> bytes:
    """Return the picture as a JPEG file without any metadata."""
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return stream.getvalue()


def write_all(folder: Path) -> list[Path]:
    """Draw every picture into the folder (made when missing) and return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in picture_names():
        target = folder / f"{name}.jpg"
        target.write_bytes(as_jpeg(draw(name)))
        written.append(target)
    return written
