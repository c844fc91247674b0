"""Photos and their sizes, and what stands in the place of one that was withdrawn."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to
from wagtail.search import index

from cms.website.enums import People
from cms.website.photo_files import PhotoField, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

PLACEHOLDER = "website/photo-withdrawn.png"
PLACEHOLDER_SIZE = (960, 640)


class Photo(AbstractImage):
    """A picture. Its words (alt, caption, credit) belong to the story that uses it: they are approved with it.

    ``people`` says who can be recognised in it; empty means that nobody has said so yet. A photo with ``withdrawn_at``
    is gone for good: its file has left the public folder, and everything that still names it shows a placeholder.
    """

    file = PhotoField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    people = models.CharField(
        _("people in the photo"),
        max_length=10,
        choices=People.choices,
        blank=True,
        help_text=_("Patients, other citizens and children who can be recognised need a written consent."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    # The chooser searches among what was not withdrawn.
    search_fields = [*AbstractImage.search_fields, index.FilterField("withdrawn_at")]
    admin_form_fields = (
        "title",
        "file",
        "description",
        "people",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            models.Index(fields=["withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="photo_withdrawn")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(people__in=["", *People.values]), name="photo_people_are_known_kinds")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores a new file before the row, so that the row has the size and the hash of what is stored."""
        only = kwargs.get("update_fields")
        if self.file.name and not self.file._committed and (only is None or "file" in only):
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """A random name with a checked suffix, whatever the file was called."""
        return path_of(filename)

    @property
    def is_withdrawn(self) -> bool:
        """Whether somebody in it took their consent back."""
        return self.withdrawn_at is not None

    @contextmanager
    def open_file(self) -> Iterator[BinaryIO]:
        """The file; of a withdrawn photo the placeholder, so that no screen stumbles over what is gone."""
        if self.is_withdrawn:
            with (Path(__file__).parent / "static" / PLACEHOLDER).open("rb") as placeholder:
                yield placeholder
            return
        with super().open_file() as file:
            yield file

    def get_rendition(self, filter: Filter | str) -> PhotoRendition:  # noqa: A002
        """A size of the photo; of a withdrawn one the placeholder, without a row or a file."""
        if self.is_withdrawn:
            return self._placeholder(filter)
        rendition: PhotoRendition = super().get_rendition(filter)
        return rendition

    def get_renditions(self, *filters: Filter | str) -> dict[str, PhotoRendition]:
        """Several sizes by their specification; of a withdrawn photo the placeholder for each."""
        if self.is_withdrawn:
            placeholders = [self._placeholder(each) for each in filters]
            return {placeholder.filter_spec: placeholder for placeholder in placeholders}
        renditions: dict[str, PhotoRendition] = super().get_renditions(*filters)
        return renditions

    def _placeholder(self, size: Filter | str) -> PhotoRendition:
        spec = size.spec if isinstance(size, Filter) else size
        rendition = PhotoRendition(image=self, filter_spec=spec)
        rendition.width, rendition.height = PLACEHOLDER_SIZE
        rendition.is_placeholder = True
        return rendition


class PhotoRendition(AbstractRendition):
    """A size of a photo, made when a page first asks for it."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    # True for what stands in the place of a withdrawn photo; such a rendition is never stored.
    is_placeholder = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter")
        ]

    @property
    def url(self) -> str:
        """Where the browser fetches it."""
        return static(PLACEHOLDER) if self.is_placeholder else str(self.file.url)
