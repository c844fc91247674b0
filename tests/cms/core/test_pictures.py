"""Every picture leaves as pixels alone, and what can't be one is refused from its header, cheaply and with a reason."""

from __future__ import annotations

import io
import resource
import struct
import time
import zlib

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from cms.core.pictures import DEFAULT_LIMITS, PictureProblem, PictureRefused, redraw

SECRET = b"NGUYEN-VAN-BI-MAT"


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def a_scene(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    noise = Image.effect_noise(size, 60)
    return Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT), noise)).convert(mode)


def with_everything() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010E] = exif[0x013B] = exif[0x8298] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 14.0, 20.0), 3: "E", 4: (109.0, 11.0, 48.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET
    jpeg = encoded(a_scene(), "JPEG", exif=exif, icc_profile=profile, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET)
    return jpeg + b"PK\x03\x04<script>" + SECRET


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")


def webp_header(width: int, height: int) -> bytes:
    canvas = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas + b"VP8L" + struct.pack("<I", 4) + b"\x2f\0\0\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_header(width: int, height: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\0;"


def test_what_a_phone_writes_beside_the_pixels_is_gone_and_the_photo_stands_upright():
    given = with_everything()

    drawn = redraw(given)

    assert SECRET in given
    assert SECRET not in drawn.data
    for trace in (b"Exif", b"<x:xmpmeta", b"ICC_PROFILE", b"<script", b"PK\x03\x04"):
        assert trace not in drawn.data
    image = Image.open(io.BytesIO(drawn.data))
    assert image.size == (80, 120) == (drawn.width, drawn.height)
    assert not image.getexif()


def test_a_png_keeps_neither_its_texts_nor_what_hangs_behind_it():
    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    texts.add_text("Author", SECRET.decode())
    drawn = redraw(encoded(a_scene(mode="RGBA"), "PNG", pnginfo=texts) + b"<?php " + SECRET)
    assert SECRET not in drawn.data
    assert b"<?php" not in drawn.data


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(encoded(a_scene(mode="CMYK"), "JPEG"), id="cmyk"),
        pytest.param(encoded(Image.new("I;16", (64, 64), 40_000), "PNG"), id="16-bit"),
        pytest.param(encoded(a_scene(mode="L"), "JPEG"), id="grey"),
        pytest.param(encoded(a_scene().quantize(16), "PNG"), id="palette"),
        pytest.param(encoded(a_scene().quantize(16), "GIF"), id="still gif"),
        pytest.param(encoded(a_scene(), "WEBP"), id="webp"),
        pytest.param(encoded(a_scene(), "BMP"), id="bmp"),
        pytest.param(encoded(a_scene((3_000, 40)), "JPEG"), id="longer than the site needs"),
    ],
)
def test_odd_kinds_of_pictures_become_plain_ones(given: bytes):
    drawn = redraw(given)
    image = Image.open(io.BytesIO(drawn.data))
    image.load()
    assert image.format in {"JPEG", "PNG"}
    assert image.mode in {"L", "RGB", "RGBA"}
    assert max(image.size) <= DEFAULT_LIMITS.side


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


REFUSED = {
    "nothing": (b"", PictureProblem.EMPTY),
    "svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', PictureProblem.VECTOR),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, PictureProblem.PHONE_FORMAT),
    "avif": (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 64, PictureProblem.PHONE_FORMAT),
    "tiff": (encoded(a_scene(), "TIFF"), PictureProblem.FORMAT),
    "psd": (b"8BPS\0\x01" + b"\0" * 64, PictureProblem.FORMAT),
    "html": (b"<html><script>alert(1)</script>", PictureProblem.FORMAT),
    "wave": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 32, PictureProblem.FORMAT),
    "one dot": (encoded(Image.new("RGB", (1, 1)), "PNG"), PictureProblem.TOO_SMALL),
    "cut off": (encoded(a_scene((400, 300)), "JPEG")[:2_000], PictureProblem.UNREADABLE),
    "jpeg in name only": (b"\xff\xd8\xff" + b"\0" * 500, PictureProblem.UNREADABLE),
    "moving gif": (moving("GIF"), PictureProblem.ANIMATED),
    "moving png": (moving("PNG"), PictureProblem.ANIMATED),
    "moving webp": (moving("WEBP"), PictureProblem.ANIMATED),
    "png bomb": (png_header(60_000, 60_000), PictureProblem.TOO_LARGE),
    "png of 41 Mpx": (png_header(8_200, 5_000), PictureProblem.TOO_LARGE),
    "webp bomb": (webp_header(16_383, 16_383), PictureProblem.TOO_LARGE),
    "gif bomb": (gif_header(65_535, 65_535), PictureProblem.TOO_LARGE),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photo_is_refused_for_its_reason_and_within_a_second(kind: str):
    given, problem = REFUSED[kind]
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(PictureRefused) as refused:
        redraw(given)

    assert refused.value.problem == problem
    assert time.perf_counter() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
