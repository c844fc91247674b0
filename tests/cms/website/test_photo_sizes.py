"""The sizes among which a browser chooses: each width once, whatever the photo is like."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PART = Template("{% include 'website/parts/photo_story.html' %}")
ALT = 'Quầy "số 2" <img src=x>'


def _photo(width: int) -> Any:
    content = BytesIO()
    Image.new("RGB", (width, width // 2), "teal").save(content, "JPEG")
    photo = factories.a_photo()
    file: Any = SimpleUploadedFile("anh.jpg", content.getvalue(), content_type="image/jpeg")
    photo.file = file
    photo._set_image_file_metadata()
    photo.save()
    return photo


@pytest.mark.parametrize(
    ("width", "offered"), [(2000, [480, 640, 800, 1200, 1600]), (700, [480, 640, 700]), (640, [480, 640]), (300, [])]
)
def test_a_size_is_offered_once(width, offered):
    html = PART.render(Context({"photo": _photo(width), "alt": ALT}))
    assert [int(each) for each in re.findall(r" (\d+)w", html)] == offered
    assert ("sizes=" in html) is bool(offered), "where nothing is to be chosen there is nothing to say of it"
    assert 'alt="Quầy &quot;số 2&quot; &lt;img src=x&gt;"' in html
    assert len(re.findall("<img ", html)) == 1


def test_the_placeholder_of_a_withdrawn_photo_has_one_size(settings):
    photo = _photo(1000)
    type(photo).objects.filter(pk=photo.pk).update(withdrawn_at="2026-11-01T00:00:00+07:00")
    photo.refresh_from_db()
    assert "srcset" not in PART.render(Context({"photo": photo, "alt": ALT}))
