"""Photos that come through Wagtail's own forms: drawn anew by every door, under names of ours, refused with words."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.website.models import Photo
from submissions.units.actions import collection_of
from tests import factories
from tests.cms.core.test_pictures import REFUSED, SECRET, a_scene, encoded, with_everything
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STORED = re.compile(r"original_images/[0-9a-f-]{36}\.(jpg|png)")
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@shared
def unit():
    return factories.a_unit()


@pytest.fixture
def writer(unit, client):
    person = factories.a_writer(unit)
    client.force_login(person)
    return person


def fields(unit: Any, **more: Any) -> dict[str, Any]:
    return {"title": "", "collection": collection_of(unit).pk, "description": "", "people": "", **more}


def a_file(data: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def stored(photo: Photo) -> bytes:
    with photo.file.storage.open(photo.file.name) as file:
        return bytes(file.read())


def is_clean(photo: Photo) -> None:
    data = stored(photo)
    assert STORED.fullmatch(photo.file.name)
    assert SECRET not in data
    assert b"Exif" not in data
    assert (photo.width, photo.height) == Image.open(io.BytesIO(data)).size == (80, 120)
    assert photo.file_size == len(data)
    assert photo.get_file_hash() == Photo.objects.get(pk=photo.pk).file_hash != ""


def test_every_door_of_wagtail_draws_a_photo_anew(client, unit, writer):
    single = client.post(reverse("wagtailimages:add"), fields(unit, file=a_file(with_everything()), title="Một"))
    assert single.status_code == 302
    is_clean(Photo.objects.get(title="Một"))

    many = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Hai.jpg", "collection": collection_of(unit).pk, "files[]": a_file(with_everything(), "Hai.jpg")},
        **AJAX,
    )
    assert many.json()["success"]
    is_clean(Photo.objects.get(title="Hai"))

    chooser = {f"image-chooser-upload-{name}": value for name, value in fields(unit, title="Ba").items()}
    chooser["image-chooser-upload-file"] = a_file(with_everything())
    assert client.post(reverse("wagtailimages_chooser:create"), chooser).status_code == 200
    third = Photo.objects.get(title="Ba")
    is_clean(third)

    old = third.file.name
    exchanged = client.post(
        reverse("wagtailimages:edit", args=[third.pk]),
        fields(unit, title="Ba", file=a_file(with_everything()), focal_point_x=5, focal_point_y=5,
               focal_point_width=9, focal_point_height=9),
    )  # fmt: skip
    assert exchanged.status_code == 302
    third.refresh_from_db()
    is_clean(third)
    assert third.file.name != old
    assert not third.file.storage.exists(old)
    assert third.get_focal_point() is None, "a point on the old picture says nothing about the new one"


def test_a_photo_that_code_saves_is_drawn_anew_too(unit):
    made = Photo.objects.create(
        title="Từ mã", file=ContentFile(with_everything(), name="../../etc/passwd.jpg"), collection=collection_of(unit)
    )
    is_clean(made)
    made.file.save("x.php.jpg", ContentFile(with_everything()), save=True)
    is_clean(Photo.objects.get(pk=made.pk))


def test_what_is_refused_leaves_nothing_and_says_what_to_do(client, unit, writer):
    before = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    for kind, (data, _problem) in REFUSED.items():
        answer = client.post(
            reverse("wagtailimages:add_multiple"),
            {"title": kind, "collection": collection_of(unit).pk, "files[]": a_file(data, "anh.jpg")},
            **AJAX,
        )
        assert answer.status_code == 200, kind
        said = answer.json()
        assert not said["success"], kind
        assert len(said["error_message"]) > 20, kind
    too_long = client.post(
        reverse("wagtailimages:add"), fields(unit, file=a_file(b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024 + 1)))
    )
    assert too_long.status_code == 200
    assert "20 MB" in too_long.content.decode()
    assert not Photo.objects.exists()
    assert {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/x.jpg", "x"),
        ("x.php.jpg", "x.php"),
        ("ảnh khám bệnh.JPEG.jpg", "ảnh khám bệnh"),
        ("a\u202egpj.exe.png", "agpj.exe"),
        ("dài" * 100 + ".jpg", ("dài" * 100)[:255]),
        ("dòng\r\nX-Header: 1.jpg", "dòng X-Header: 1"),
        ("anh.png", "anh"),
    ],
)
def test_names_become_titles_and_never_paths(client, unit, writer, name, title):
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": name, "collection": collection_of(unit).pk, "files[]": a_file(encoded(a_scene(), "JPEG"), name)},
        **AJAX,
    )
    assert answer.json()["success"]
    photo = Photo.objects.get()
    assert photo.title == title
    assert STORED.fullmatch(photo.file.name)
    rendition = photo.get_rendition("fill-60x60|format-webp")
    assert Path(rendition.file.name).name.startswith(Path(photo.file.name).stem[:18])


def test_a_unit_sets_the_focal_point_of_its_uploads_and_crops_follow_it(client, unit, writer):
    halves = Image.new("RGB", (400, 100), "red")
    halves.paste("blue", (200, 0, 400, 100))
    photo = Photo.objects.create(
        title="Hai nửa", file=ContentFile(encoded(halves, "PNG"), name="a.png"), collection=collection_of(unit),
        uploaded_by_user=writer,
    )  # fmt: skip
    edit = reverse("wagtailimages:edit", args=[photo.pk])
    assert client.get(edit).status_code == 200

    point = {"focal_point_x": 350, "focal_point_y": 50, "focal_point_width": 40, "focal_point_height": 40}
    assert client.post(edit, fields(unit, title="Hai nửa", **point)).status_code == 302
    photo.refresh_from_db()
    crop = photo.get_rendition("fill-100x100|format-png")
    with crop.file.open() as file:
        middle = Image.open(file).convert("RGB").crop((40, 40, 60, 60))
    assert middle.tobytes() == Image.new("RGB", (20, 20), "blue").tobytes()

    outside = {**point, "focal_point_x": 100_000}
    assert client.post(edit, fields(unit, title="Hai nửa", **outside)).status_code == 302
    photo.refresh_from_db()
    assert photo.get_focal_point() is None

    client.force_login(factories.a_writer(factories.a_unit()))
    assert client.get(edit).status_code == 404
    assert client.post(edit, fields(unit, **point)).status_code == 404
