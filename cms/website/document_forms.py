"""Wagtail's upload and edit forms of files: which kinds they take in, and under which names these are stored.

All its doors (single, multiple, chooser, replacing a file) build on this form: ``WAGTAILDOCS_DOCUMENT_FORM_BASE``.
"""

from __future__ import annotations

import logging
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm

from cms.core.text import clean_line

if TYPE_CHECKING:
    from django.core.files.base import File

logger = logging.getLogger(__name__)

TITLE_LENGTH = 255
MEGABYTE = 1024 * 1024
# How a file of each kind begins. What calls itself otherwise than it begins is not taken.
_ZIP = b"PK\x03\x04"
BEGINS = {"pdf": b"%PDF-", "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP, "odt": _ZIP, "ods": _ZIP}


class DocumentFileField(WagtailDocumentField):
    """Takes a file that is what its name says, and gives it a name of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Names are only looked at for their suffix, so a long one is no fault; the empty file has a message of ours.
        self.max_length, self.allow_empty_file = None, True
        self.help_text = _("%(kinds)s, at most %(megabytes)d MB.") % {"kinds": _kinds(), "megabytes": _megabytes()}

    def to_python(self, data: Any) -> File[Any] | None:
        """The file under its new name.

        Raises:
            ValidationError: it is not taken; the message says what to do.
        """
        file: File[Any] | None = forms.FileField.to_python(self, data)
        if file is None:
            return None
        if (file.size or 0) > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            raise ValidationError(
                _("The file has more than %(megabytes)d MB. Make it smaller or divide it, and choose it again.")
                % {"megabytes": _megabytes()},
                code="file_too_large",
            )
        suffix = PurePosixPath(clean_line(str(file.name)).lower()).suffix[1:]
        file.seek(0)
        begins = file.read(8)
        file.seek(0)
        if suffix not in settings.WAGTAILDOCS_EXTENSIONS or not begins.startswith(BEGINS[suffix]):
            logger.warning("An uploaded file of %s bytes was refused: not of a kind that is taken", file.size)
            raise ValidationError(
                _("Only files of these kinds are taken: %(kinds)s. Save the file as one of them and choose it again.")
                % {"kinds": _kinds()},
                code="invalid_extension",
            )
        file.name = f"{uuid4()}.{suffix}"
        return file


class DocumentTitleField(forms.CharField):
    """A file's title; where it is a file's name, the name without path, suffix and what hides in names."""

    def to_python(self, value: Any) -> str:
        """The cleaned title, cut to its length rather than refused."""
        return title_from(super().to_python(value) or "")


def title_from(name: str) -> str:
    """A title out of a title or a file's name: one clean line of at most `TITLE_LENGTH` characters."""
    line = clean_line(name)
    if re.search(rf"\.({'|'.join(BEGINS)})$", line, re.IGNORECASE):
        line = re.split(r"[/\\]", line)[-1].rsplit(".", 1)[0]
    return line[:TITLE_LENGTH].strip() or _("File")


class DocumentForm(BaseDocumentForm):
    """The base of every form of a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = DocumentFileField(
                label=given.label, required=given.required, widget=given.widget, initial=given.initial
            )
        if "title" in self.fields:
            given = self.fields["title"]
            self.fields["title"] = DocumentTitleField(label=given.label, required=False, widget=given.widget)
            # Wagtail's form has looked at its title already, and Django keeps what was looked at.
            self._bound_fields_cache.pop("title", None)

    def add_error(self, field: str | None, error: Any) -> None:
        """Adds an error, but not the model's own about a file that was refused already with better words."""
        if field is None and hasattr(error, "error_dict") and "file" in self.errors:
            others = {name: errors for name, errors in error.error_dict.items() if name != "file"}
            if not others:
                return
            error = ValidationError(others)
        super().add_error(field, error)


def _kinds() -> str:
    return ", ".join(each.upper() for each in settings.WAGTAILDOCS_EXTENSIONS)


def _megabytes() -> int:
    return int(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // MEGABYTE)
