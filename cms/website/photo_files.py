"""The file behind a photo: drawn anew on its way into the storage, whichever door it came through.

The upload itself is never stored. Names are random and end in a suffix that was checked; what a person called the file
is nobody's path.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.core.pictures import redraw

if TYPE_CHECKING:
    from django.core.files.base import File

    from cms.core.pictures import Drawn

    BytesFile = ContentFile[bytes]
else:
    BytesFile = ContentFile

FOLDER = "original_images"
# The largest upload of one picture, in bytes; a phone's best photo has a third of it.
LARGEST_UPLOAD = 20 * 1024 * 1024
SAFE_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.(jpg|png)")


class RedrawnPicture(BytesFile):
    """A picture that was drawn anew already, so that the storage need not do it again (and lose quality again)."""

    def __init__(self, data: bytes, *, extension: str) -> None:
        super().__init__(data, name=f"{uuid4()}.{extension}")
        self.content_type = "image/png" if extension == "png" else "image/jpeg"

    @classmethod
    def of(cls, drawn: Drawn) -> RedrawnPicture:
        """The file of a picture as `cms.core.pictures.redraw` gives it."""
        return cls(drawn.data, extension=drawn.extension)


class PhotoFile(WagtailImageFieldFile):
    """The stored file of a photo."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height, from the head of the file: Wagtail's own way decodes the whole picture each time it asks.

        Of a withdrawn photo, whose file is gone, what they were.
        """
        was_closed = self.closed
        try:
            self.open()
            with Image.open(self) as picture:
                return picture.size
        except FileNotFoundError:
            return (self.instance.width, self.instance.height)
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)

    def save(self, name: str, content: File[Any], save: bool = True) -> None:
        """Draws the picture anew unless it was, and stores it below a random name.

        Raises:
            cms.core.pictures.PictureRefused: it is no picture that is taken. Nothing is stored.
        """
        if not isinstance(content, RedrawnPicture):
            content.seek(0)
            content = RedrawnPicture.of(redraw(content.read()))
        super().save(content.name or "", content, save=False)
        photo = self.instance
        photo._set_image_file_metadata()
        photo.file.close()
        if save:
            photo.save()


class PhotoField(WagtailImageField):
    """A photo's column: Wagtail's, with files that are drawn anew."""

    attr_class = PhotoFile


def path_of(filename: str) -> str:
    """Where a photo's file is stored. Any name but one of our own making is replaced."""
    name = Path(filename).name
    return f"{FOLDER}/{name if SAFE_NAME.fullmatch(name) else f'{uuid4()}.jpg'}"
