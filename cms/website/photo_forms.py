"""Wagtail's upload and edit forms of photos: what they take in, and what they say where they don't.

All its doors (single, multiple, chooser, replacing a file) build on this form: ``WAGTAILIMAGES_IMAGE_FORM_BASE``.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.core.pictures import PictureProblem, PictureRefused, redraw
from cms.core.text import clean_line
from cms.website.photo_files import LARGEST_UPLOAD, RedrawnPicture

if TYPE_CHECKING:
    from django.core.files.base import File

    from cms.website.photos import Photo

logger = logging.getLogger(__name__)

TITLE_LENGTH = 255
MEGABYTES = LARGEST_UPLOAD // (1024 * 1024)
SUFFIX = re.compile(r"\.(jpe?g|jfif|png|gif|webp|bmp|heic|heif|tiff?)$", re.IGNORECASE)
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# What happened, and what to do next; that nothing was stored is said once, below.
REFUSALS = {
    PictureProblem.EMPTY: gettext_lazy("The file is empty. Choose the photo again; perhaps its copy was interrupted."),
    PictureProblem.FORMAT: gettext_lazy(
        "This is not a photo of a kind that can be shown. Save it as JPEG or PNG and choose that file."
    ),
    PictureProblem.PHONE_FORMAT: gettext_lazy(
        "This photo is in the phone's own format (HEIC). On the phone choose “Most compatible” in the camera settings, or "
        "send yourself the photo as JPEG, and choose that file."
    ),
    PictureProblem.VECTOR: gettext_lazy(
        "Drawings in SVG are not taken. Export the drawing as PNG and choose that file."
    ),
    PictureProblem.TOO_LARGE: gettext_lazy(
        "The photo has more than 40 million pixels. Make it smaller, for example 2,400 pixels wide, and choose it again."
    ),
    PictureProblem.TOO_SMALL: gettext_lazy(
        "The photo is too small to be shown. Choose the original, not a thumbnail."
    ),
    PictureProblem.ANIMATED: gettext_lazy("The picture moves. Choose one that stands still, in JPEG or PNG."),
    PictureProblem.UNREADABLE: gettext_lazy(
        "The photo can't be read: the file is damaged or was cut off. Open it on your computer, save it again as JPEG and "
        "choose that file."
    ),
}


class PhotoFileField(WagtailImageField):
    """Takes a picture in whatever its name says it is, looks at what it is, and hands on one that is drawn anew."""

    default_validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Names are only shown, so a long one is no fault, and the empty file has a message of ours.
        self.max_length, self.allow_empty_file = None, True
        self.max_upload_size = LARGEST_UPLOAD
        self.help_text = _("JPEG, PNG, WebP or GIF, at most %(megabytes)d MB and 40 million pixels.") % {
            "megabytes": MEGABYTES
        }

    def to_python(self, data: Any) -> RedrawnPicture | None:
        """The picture, drawn anew.

        Raises:
            ValidationError: it is not taken; the message says what to do.
        """
        file: File[bytes] | None = forms.FileField.to_python(self, data)
        if file is None:
            return None
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(
                _("The file has more than %(megabytes)d MB. Make the photo smaller and choose it again.")
                % {"megabytes": MEGABYTES},
                code="file_too_large",
            )
        file.seek(0)
        try:
            return RedrawnPicture.of(redraw(file.read()))
        except PictureRefused as refused:
            logger.warning("An uploaded picture of %s bytes was refused: %s", file.size, refused.problem.value)
            raise ValidationError(str(REFUSALS[refused.problem]), code=refused.problem.value) from refused


class TitleField(forms.CharField):
    """A photo's title; where it is a file's name, the name without path, suffix and what hides in names."""

    def to_python(self, value: Any) -> str:
        """The cleaned title, cut to its length rather than refused."""
        return title_from(super().to_python(value) or "")


def title_from(name: str) -> str:
    """A title out of a title or a file's name: one clean line of at most `TITLE_LENGTH` characters."""
    line = clean_line(name)
    if SUFFIX.search(line):
        line = re.split(r"[/\\]", line)[-1]
        while SUFFIX.search(line):
            line = SUFFIX.sub("", line)
    return line[:TITLE_LENGTH].strip()


class PhotoForm(BaseImageForm):
    """The base of every form of a photo."""

    instance: Photo

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = PhotoFileField(
                label=given.label, required=given.required, widget=given.widget, initial=given.initial
            )
        if "title" in self.fields:
            given = self.fields["title"]
            self.fields["title"] = TitleField(
                label=given.label, max_length=TITLE_LENGTH, required=False, widget=given.widget
            )
            # Wagtail's form has looked at its title already, and Django keeps what was looked at.
            self._bound_fields_cache.pop("title", None)
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What somebody needs to know who can't see the photo. Where the photo is used without an alternative text of "
                "its own, this one is put in."
            )

    def clean(self) -> dict[str, Any]:
        """A title is found where none was given; a focal point is kept inside the picture it was set on."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and self.instance.is_withdrawn and "file" in self.changed_data:
            self.add_error(
                "file", _("This photo was withdrawn by somebody in it. Upload the other one as a new photo.")
            )
        if "title" in self.fields and not data.get("title"):
            data["title"] = title_from(str(self.files.get(self.add_prefix("file"), ""))) or _("Photo")
        if "description" in data:
            data["description"] = clean_line(data["description"] or "")[:TITLE_LENGTH]
        if FOCAL_POINT[0] in self.fields and not self._focal_point_fits(data):
            data.update(dict.fromkeys(FOCAL_POINT))
        return data

    def _focal_point_fits(self, data: dict[str, Any]) -> bool:
        """Whether a point was set, on the file that is kept, and within its sides."""
        values = [data.get(name) for name in FOCAL_POINT]
        if None in values or (self.instance.pk and "file" in self.changed_data):
            return False
        x, y, width, height = (int(value or 0) for value in values)
        return (
            x <= self.instance.width
            and y <= self.instance.height
            and max(width, height) <= max(self.instance.width, self.instance.height)
        )
