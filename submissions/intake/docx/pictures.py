"""The pictures of a Word file, drawn anew as every picture of the house is (`cms.core.pictures`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.core import pictures
from cms.core.pictures import Drawn, PictureLimits, PictureProblem
from submissions.intake.docx.codes import WarningCode

if TYPE_CHECKING:
    from submissions.intake.docx.shapes import Limits

__all__ = ["Drawn", "PictureRefused", "redraw"]

# What the writer is told of a picture that is left out.
WARNINGS = {
    PictureProblem.EMPTY: WarningCode.PICTURE_FORMAT,
    PictureProblem.FORMAT: WarningCode.PICTURE_FORMAT,
    PictureProblem.PHONE_FORMAT: WarningCode.PICTURE_FORMAT,
    PictureProblem.VECTOR: WarningCode.PICTURE_FORMAT,
    PictureProblem.TOO_LARGE: WarningCode.PICTURE_TOO_LARGE,
    PictureProblem.TOO_SMALL: WarningCode.PICTURE_TOO_SMALL,
    PictureProblem.ANIMATED: WarningCode.PICTURE_ANIMATED,
    PictureProblem.UNREADABLE: WarningCode.PICTURE_UNREADABLE,
}


class PictureRefused(Exception):
    """A picture is left out; ``code`` says why."""

    def __init__(self, code: WarningCode) -> None:
        super().__init__(code)
        self.code = code


def redraw(data: bytes, limits: Limits) -> Drawn:
    """The picture, upright, in sRGB, within the limits of the file.

    Raises:
        PictureRefused: of no allowed format, unreadable, truncated, animated, too large or too small.
    """
    within = PictureLimits(
        pixels=limits.picture_pixels, side=limits.picture_side, smallest_side=limits.picture_smallest_side
    )
    try:
        return pictures.redraw(data, within)
    except pictures.PictureRefused as refused:
        raise PictureRefused(WARNINGS[refused.problem]) from refused
