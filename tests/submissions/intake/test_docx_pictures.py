"""Pictures: where they belong, and that nothing but their pixels comes through."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from submissions.intake.docx import Figure, Limits, Paragraph, Table, WarningCode, WordArticle, read_docx
from tests.submissions.intake.word_files import (
    Word,
    article,
    packed,
    parts_of,
    photo,
    rewritten,
    with_relationship,
    with_xml,
)

CAPTION = "Tình nguyện viên hướng dẫn người bệnh."


def captions(read: WordArticle) -> list[tuple[str, str]]:
    return [(image.caption, image.credit) for image in read.images]


def codes(read: WordArticle) -> list[WarningCode]:
    return [warning.code for warning in read.warnings]


def with_picture(data: bytes, **limits: int) -> WordArticle:
    """An article whose one picture has these bytes, whatever they are."""
    whole = article(middle=lambda word: word.picture(photo()))

    def change(parts: dict[str, bytes]) -> None:
        (name,) = [name for name in parts if name.startswith("word/media/")]
        parts[name] = data

    return read_docx(rewritten(whole, change), limits=Limits(**limits))


def opened(read: WordArticle) -> Image.Image:
    return Image.open(io.BytesIO(read.images[0].data))


def test_a_caption_stands_below_its_picture_and_leaves_the_text() -> None:
    def middle(word: Word) -> None:
        word.picture()
        word.line(f"{CAPTION} Ảnh: H.A", italic=True, align="center")

    read = read_docx(article(middle=middle))
    assert captions(read) == [(CAPTION, "H.A")]
    assert [type(block) for block in read.blocks] == [Paragraph, Figure, Paragraph]


def test_captions_above_their_pictures_are_theirs() -> None:
    def middle(word: Word) -> None:
        for number in (1, 2):
            word.line(f"Chú thích số {number}.", italic=True, align="center")
            word.picture()

    assert captions(read_docx(article(middle=middle))) == [("Chú thích số 1.", ""), ("Chú thích số 2.", "")]


def test_captions_below_are_not_shifted_where_pictures_follow_each_other() -> None:
    def middle(word: Word) -> None:
        for number in (1, 2):
            word.picture()
            word.line(f"Chú thích số {number}.", italic=True, align="center")

    assert captions(read_docx(article(middle=middle))) == [("Chú thích số 1.", ""), ("Chú thích số 2.", "")]


def test_pictures_that_stand_together_share_their_caption() -> None:
    def middle(word: Word) -> None:
        word.picture(paragraph=word.picture())
        word.picture()
        word.line("Ảnh: CDC Khánh Hòa", align="center")

    assert captions(read_docx(article(middle=middle))) == [("", "CDC Khánh Hòa")] * 3


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Bác sĩ khám bệnh. Ảnh: H.A", "Bác sĩ khám bệnh.", "H.A"),
        ("Bác sĩ khám bệnh (Ảnh: Đức Thịnh)", "Bác sĩ khám bệnh", "Đức Thịnh"),
        ("Bác sĩ khám bệnh - Ảnh: Đức Thịnh.", "Bác sĩ khám bệnh", "Đức Thịnh"),
        ("Ảnh: Đức Thịnh", "", "Đức Thịnh"),
        ("(Ảnh: tư liệu)", "", "tư liệu"),
        ("Ảnh 1: Bác sĩ khám bệnh. Nguồn: CDC Khánh Hòa", "Bác sĩ khám bệnh.", "CDC Khánh Hòa"),
        (
            "Ảnh: Bác sĩ đang khám bệnh cho đồng bào ở xã vùng cao",
            "Bác sĩ đang khám bệnh cho đồng bào ở xã vùng cao",
            "",
        ),
        ("Hình 2. Sơ đồ quy trình mới", "Sơ đồ quy trình mới", ""),
        ("Bác sĩ khám bệnh. Ảnh: N.H.A.", "Bác sĩ khám bệnh.", "N.H.A"),
    ],
)
def test_the_credit_is_parted_from_the_caption(line: str, caption: str, credit: str) -> None:
    def middle(word: Word) -> None:
        word.picture()
        word.line(line, italic=True, align="center")

    assert captions(read_docx(article(middle=middle))) == [(caption, credit)]


def test_a_paragraph_of_the_text_below_a_picture_is_no_caption() -> None:
    read = read_docx(article(middle=lambda word: word.picture()))
    assert captions(read) == [("", "")]
    assert len([block for block in read.blocks if isinstance(block, Paragraph)]) == 2


def test_a_photographer_in_the_byline_is_the_credit_of_pictures_without_one() -> None:
    read = read_docx(article(byline="Tin, ảnh: Nguyễn Hoài An", middle=lambda word: word.picture()))
    assert (read.byline, captions(read)) == ("Nguyễn Hoài An", [("", "Nguyễn Hoài An")])


def test_photos_and_captions_arranged_in_a_table_find_each_other() -> None:
    def middle(word: Word) -> None:
        table = word.document.add_table(rows=2, cols=2)
        for column in (0, 1):
            word.picture(paragraph=table.cell(0, column).paragraphs[0])
            table.cell(1, column).paragraphs[0].add_run(f"Ảnh {column + 1}: Góc số {column + 1}").italic = True

    read = read_docx(article(middle=middle))
    assert captions(read) == [("Góc số 1", ""), ("Góc số 2", "")]
    assert not any(isinstance(block, Table) for block in read.blocks)


@pytest.mark.parametrize(
    ("description", "alt"),
    [
        ("Bà Lựu đặt thẻ căn cước lên đầu đọc", "Bà Lựu đặt thẻ căn cước lên đầu đọc"),
        ("IMG_2034.JPG", ""),
        ("C:\\ảnh\\mới 1.png", ""),
        ("A person standing, Description automatically generated", ""),
        ("Hình ảnh có chứa người, trong nhà. Mô tả được tạo tự động", ""),
        ("ảnh", ""),
    ],
)
def test_a_description_is_taken_only_where_a_person_wrote_it(description: str, alt: str) -> None:
    read = read_docx(article(middle=lambda word: word.picture(alt=description)))
    assert read.images[0].alt == alt


def test_place_device_owner_and_profile_do_not_come_through_and_the_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "SecretPhone", 6, "SecretOwner"
    exif.get_ifd(0x8825)[1] = "N"
    data = photo(320, 200, exif=exif.tobytes(), comment=b"SecretComment", icc_profile=b"SecretProfile")
    read = with_picture(data + b"<?php SecretTail ?>")
    image = read.images[0]
    assert b"Secret" in data
    assert b"Secret" not in image.data
    assert (image.width, image.height) == (200, 320)
    assert not opened(read).getexif()
    assert not {"exif", "comment", "icc_profile"} & set(opened(read).info)
    assert image.sha256 == hashlib.sha256(image.data).hexdigest()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("L", "PNG"),
        ("I;16", "PNG"),
        ("1", "PNG"),
        ("P", "GIF"),
        ("LA", "PNG"),
        ("RGB", "PNG"),
        ("RGB", "WEBP"),
        ("RGB", "BMP"),
    ],
)
def test_every_kind_of_pixel_becomes_an_ordinary_one(mode: str, kind: str) -> None:
    read = with_picture(photo(mode=mode, kind=kind))
    assert (read.images[0].width, read.images[0].height) == (320, 240)
    assert opened(read).format == {"jpg": "JPEG", "png": "PNG"}[read.images[0].extension]
    assert opened(read).mode in ("RGB", "L")


def test_a_photo_becomes_a_jpeg_and_a_chart_stays_a_png() -> None:
    assert with_picture(photo(kind="PNG")).images[0].extension == "jpg"
    chart = Image.new("RGB", (800, 400), "white")
    chart.paste((0, 90, 160), (50, 100, 300, 400))
    out = io.BytesIO()
    chart.save(out, "PNG")
    assert with_picture(out.getvalue()).images[0].extension == "png"


def test_sixteen_bits_keep_their_light() -> None:
    out = io.BytesIO()
    Image.new("I;16", (64, 64), 65_535 // 2).save(out, "PNG")
    assert sum(opened(with_picture(out.getvalue())).convert("L").histogram()[120:136]) == 64 * 64


def test_what_shows_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (255, 0, 0, 90)).save(out, "PNG")
    read = with_picture(out.getvalue())
    assert read.images[0].extension == "png"
    assert opened(read).mode == "RGBA"


def test_large_photos_are_made_small() -> None:
    read = with_picture(photo(3000, 1000))
    assert (read.images[0].width, read.images[0].height) == (2400, 800)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and is a few bytes long."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    )


def animation(kind: str) -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", WarningCode.PICTURE_FORMAT),
        (b"\x01\x00\x00\x00" + bytes(100), WarningCode.PICTURE_FORMAT),
        (b"\xd7\xcd\xc6\x9a" + bytes(100), WarningCode.PICTURE_FORMAT),
        (photo(kind="TIFF"), WarningCode.PICTURE_FORMAT),
        (b"", WarningCode.PICTURE_FORMAT),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), WarningCode.PICTURE_FORMAT),
        (b"GIF89a/*<svg/onload=alert(1)>*/=1;", WarningCode.PICTURE_UNREADABLE),
        (b"\xff\xd8\xff" + bytes(10), WarningCode.PICTURE_UNREADABLE),
        (photo(800, 800)[:4000], WarningCode.PICTURE_UNREADABLE),
        (photo(kind="PNG")[:200], WarningCode.PICTURE_UNREADABLE),
        (bomb(7000, 6000), WarningCode.PICTURE_TOO_LARGE),
        (bomb(60_000, 60_000), WarningCode.PICTURE_TOO_LARGE),
        (photo(1, 1, kind="PNG"), WarningCode.PICTURE_TOO_SMALL),
        (photo(500, 2), WarningCode.PICTURE_TOO_SMALL),
        (animation("GIF"), WarningCode.PICTURE_ANIMATED),
        (animation("PNG"), WarningCode.PICTURE_ANIMATED),
        (animation("WEBP"), WarningCode.PICTURE_ANIMATED),
    ],
)
def test_pictures_that_cannot_be_shown_are_left_out_and_the_text_is_kept(data: bytes, code: WarningCode) -> None:
    read = with_picture(data)
    assert read.images == []
    assert code in codes(read)
    assert len(read.blocks) == 2


def test_a_phone_s_photo_with_a_second_picture_inside_is_a_photo() -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(photo())).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 64))])
    assert len(with_picture(out.getvalue()).images) == 1


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "\\\\server\\x.png"])
def test_a_picture_elsewhere_is_not_fetched(target: str) -> None:
    data = article(middle=lambda word: word.picture())
    data = with_relationship(data, kind="image", target=target)
    embedded = next(
        f'r:embed="rId{n}"'
        for n in range(1, 30)
        if f'r:embed="rId{n}"'.encode() in parts_of(data)["word/document.xml"]
    )
    for linked in ('r:link="rId900"', 'r:embed="rId900"'):
        read = read_docx(with_xml(data, embedded, linked))
        assert read.images == []
        assert codes(read) == [WarningCode.PICTURE_LINKED]


def test_only_so_many_pictures_are_taken() -> None:
    def middle(word: Word) -> None:
        for number in range(7):
            word.picture(photo(100 + number, 100))

    read = read_docx(article(middle=middle), limits=Limits(pictures=5))
    assert len(read.images) == 5
    (notice,) = [warning for warning in read.warnings if warning.code == WarningCode.PICTURES_TOO_MANY]
    assert notice.params == {"count": 2, "most": 5}


def test_a_picture_that_is_missing_from_the_file_is_named() -> None:
    parts = parts_of(article(middle=lambda word: word.picture()))
    kept = {name: content for name, content in parts.items() if not name.startswith("word/media/")}
    assert WarningCode.PICTURE_UNREADABLE in codes(read_docx(packed(kept)))
