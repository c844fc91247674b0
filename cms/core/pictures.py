"""Draws a picture anew: what leaves is pixels only, no larger than the site needs, in JPEG or PNG.

The kind and the size are taken from the header before anything is decoded. EXIF (place, device, owner), XMP, comments,
colour profiles, thumbnails and whatever hangs behind the end of the file are gone, because a new picture is painted from
the decoded pixels. Pure Python with Pillow, no framework: the reader of Word files and the upload forms share it.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
JPEG_QUALITY = 86
# Up to so many colours a picture may be a drawing or a chart.
DRAWING_COLOURS = 4_096
SIXTEEN_BIT = ("I;16", "I;16B", "I;16L", "I;16N")
# A phone's JPEG may carry a second picture (depth, brightness); only the first one is the photo.
STILL_FORMATS = ("JPEG", "MPO", "BMP")
PROFILE_LONGEST = 4 * 1024 * 1024
# Of an SVG as much is read as its prologue may take.
PROLOGUE = 1_024
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


class PictureProblem(StrEnum):
    """Why a picture is not taken."""

    EMPTY = "empty"
    FORMAT = "format"
    PHONE_FORMAT = "phone_format"
    VECTOR = "vector"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    ANIMATED = "animated"
    UNREADABLE = "unreadable"


class PictureRefused(Exception):
    """A picture is not taken; ``problem`` says why."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """How large a picture may come (``pixels``, ``smallest_side``) and how long its sides leave (``side``)."""

    pixels: int = 40_000_000
    side: int = 2_400
    smallest_side: int = 32


DEFAULT_LIMITS = PictureLimits()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as drawn anew. Sides in pixels, ``sha256`` the hex digest of ``data``."""

    data: bytes
    extension: str
    width: int
    height: int
    sha256: str


def redraw(data: bytes, limits: PictureLimits = DEFAULT_LIMITS) -> Drawn:
    """The picture, upright, in sRGB, at most ``limits.side`` pixels long.

    Raises:
        PictureRefused: of no allowed format, unreadable, truncated, animated, too large or too small.
    """
    _check_kind(data)
    _check_webp_canvas(data, limits)
    with warnings.catch_warnings():
        # Pillow warns of large pictures where it should stop; the header check below stops.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_header(image, limits)
                return _encode(_upright(image, limits))
        except Image.DecompressionBombError as error:
            raise PictureRefused(PictureProblem.TOO_LARGE) from error
        except (UnidentifiedImageError, *BROKEN) as error:
            raise PictureRefused(PictureProblem.UNREADABLE) from error


def _check_kind(data: bytes) -> None:
    if not data:
        raise PictureRefused(PictureProblem.EMPTY)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")):
        return
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return
    # ISO media (ISO/IEC 14496-12): what phones write as HEIC or AVIF.
    if data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"hev", b"mif", b"msf", b"avi"):
        raise PictureRefused(PictureProblem.PHONE_FORMAT)
    if b"<svg" in data[:PROLOGUE].lower():
        raise PictureRefused(PictureProblem.VECTOR)
    raise PictureRefused(PictureProblem.FORMAT)


def _check_webp_canvas(data: bytes, limits: PictureLimits) -> None:
    """Pillow's WebP reader claims memory for the whole canvas when it opens a file, so its header is read here first.

    Layout: RFC 9649, 2.3 to 2.7.
    """
    if not data.startswith(b"RIFF") or len(data) < 30:
        return
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
    elif chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    if width * height > limits.pixels:
        raise PictureRefused(PictureProblem.TOO_LARGE)


def _check_header(image: Image.Image, limits: PictureLimits) -> None:
    width, height = image.size
    if width * height > limits.pixels:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    if min(width, height) < limits.smallest_side:
        raise PictureRefused(PictureProblem.TOO_SMALL)
    # Whether there is a second frame is quickly told; to count them all reads the whole file.
    if image.format not in STILL_FORMATS and getattr(image, "is_animated", False):
        raise PictureRefused(PictureProblem.ANIMATED)


def _upright(image: Image.Image, limits: PictureLimits) -> Image.Image:
    """Decoded, turned as its EXIF says, in sRGB or grey (with alpha only where something shows through), made small."""
    side = limits.side
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
        # Not `optimize`: on a grey scan it takes ten seconds for a few per cent.
        canvas.save(out, kind, compress_level=6)
    else:
        canvas.save(out, kind, quality=JPEG_QUALITY, optimize=True, progressive=True)
    data = out.getvalue()
    extension = "png" if kind == "PNG" else "jpg"
    return Drawn(data, extension, canvas.width, canvas.height, hashlib.sha256(data).hexdigest())
