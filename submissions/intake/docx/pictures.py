"""Draws a picture anew: what leaves is pixels only, no larger than the site needs, in JPEG or PNG.

The size is taken from the header before anything is decoded. EXIF (place, device, owner), XMP, comments, colour profiles,
thumbnails and whatever hangs behind the end of the file are gone, because a new picture is painted from the decoded pixels.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from submissions.intake.docx.codes import WarningCode

if TYPE_CHECKING:
    from submissions.intake.docx.shapes import Limits

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
JPEG_QUALITY = 86
# Up to so many colours a picture may be a drawing or a chart.
DRAWING_COLOURS = 4_096
SIXTEEN_BIT = ("I;16", "I;16B", "I;16L", "I;16N")
# A phone's JPEG may carry a second picture (depth, brightness); only the first one is the photo.
STILL_FORMATS = ("JPEG", "MPO", "BMP")
PROFILE_LONGEST = 4 * 1024 * 1024
BROKEN = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
    IndexError,
    KeyError,
    OverflowError,
)


class PictureRefused(Exception):
    """A picture is left out; ``code`` says why."""

    def __init__(self, code: WarningCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as drawn anew. Sides in pixels, ``sha256`` the hex digest of ``data``."""

    data: bytes
    extension: str
    width: int
    height: int
    sha256: str


def redraw(data: bytes, limits: Limits) -> Drawn:
    """The picture, upright, in sRGB, at most ``limits.picture_side`` pixels long.

    Raises:
        PictureRefused: of no allowed format, unreadable, truncated, animated, too large or too small.
    """
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")):
        raise PictureRefused(WarningCode.PICTURE_FORMAT)
    with warnings.catch_warnings():
        # Pillow warns of large pictures where it should stop; the header check below stops.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_header(image, limits)
                return _encode(_upright(image, limits))
        except Image.DecompressionBombError as error:
            raise PictureRefused(WarningCode.PICTURE_TOO_LARGE) from error
        except (UnidentifiedImageError, *BROKEN) as error:
            raise PictureRefused(WarningCode.PICTURE_UNREADABLE) from error


def _check_header(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.picture_pixels:
        raise PictureRefused(WarningCode.PICTURE_TOO_LARGE)
    if min(width, height) < limits.picture_smallest_side:
        raise PictureRefused(WarningCode.PICTURE_TOO_SMALL)
    if image.format not in STILL_FORMATS and getattr(image, "n_frames", 1) > 1:
        raise PictureRefused(WarningCode.PICTURE_ANIMATED)


def _upright(image: Image.Image, limits: Limits) -> Image.Image:
    """Decoded, turned as its EXIF says, in sRGB or grey (with alpha only where something shows through), made small."""
    side = limits.picture_side
    # A JPEG can be decoded at a half or a quarter of its size: less time and memory.
    image.draft(image.mode if image.mode in ("L", "RGB") else None, (side, side))
    image.load()
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)
    plain = _plain_mode(image, profile if isinstance(profile, bytes) else None)
    if max(plain.size) > side:
        plain.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return plain


def _plain_mode(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode in SIXTEEN_BIT or image.mode in ("I", "F"):
        scaled = image.convert("F").point(lambda value: value / 257.0 + 0.0)
        return scaled.convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        opaque = with_alpha.getchannel("A").histogram()[255]
        return with_alpha if opaque < with_alpha.width * with_alpha.height else with_alpha.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK") and len(profile) <= PROFILE_LONGEST:
        converted = _to_srgb(image, profile)
        if converted is not None:
            return converted
    return image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Through the colour profile, since the profile itself is not kept; None when it is damaged."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *BROKEN):
        return None


def _encode(image: Image.Image) -> Drawn:
    # Saving takes comments and profiles from ``info``: paint on a new canvas that has none.
    canvas = Image.new(image.mode, image.size)
    canvas.paste(image)
    if canvas.mode == "RGBA":
        return _drawn(canvas, "PNG")
    photo = _drawn(canvas, "JPEG")
    if canvas.getcolors(DRAWING_COLOURS) is None:
        return photo
    # JPEG smears the letters of a chart or a screenshot; where PNG is no larger, it is one.
    drawing = _drawn(canvas, "PNG")
    return drawing if len(drawing.data) <= len(photo.data) else photo


def _drawn(canvas: Image.Image, kind: str) -> Drawn:
    out = io.BytesIO()
    if kind == "PNG":
        canvas.save(out, kind, optimize=True)
    else:
        canvas.save(out, kind, quality=JPEG_QUALITY, optimize=True, progressive=True)
    data = out.getvalue()
    extension = "png" if kind == "PNG" else "jpg"
    return Drawn(data, extension, canvas.width, canvas.height, hashlib.sha256(data).hexdigest())
