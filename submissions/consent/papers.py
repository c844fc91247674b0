"""The scanned paper of a consent: a PDF as it is, or a picture that is drawn anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.core.pictures import PictureLimits, PictureRefused, redraw
from submissions.consent.errors import ConsentRefused

MEGABYTES = 10
LARGEST = MEGABYTES * 1024 * 1024
# Enough to read small print on a photographed sheet of A4.
LIMITS = PictureLimits(side=3_500)
PDF_END_WITHIN = 2_048


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is stored: the bytes, and a suffix that tells truly what they are."""

    data: bytes
    suffix: str


def read_paper(data: bytes) -> Paper:
    """Looks at what a file is, whatever its name says.

    Raises:
        ConsentRefused: too large, or neither a PDF nor a picture.
    """
    if len(data) > LARGEST:
        raise ConsentRefused(
            _("The file has more than %(megabytes)d MB. Scan the paper at a lower resolution and choose it again.")
            % {"megabytes": MEGABYTES},
            field="file",
        )
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-PDF_END_WITHIN:]:
        return Paper(data=data, suffix=".pdf")
    try:
        drawn = redraw(data, LIMITS)
    except PictureRefused as refused:
        raise ConsentRefused(
            _("The paper can't be read. Choose a PDF, or a photo of the paper in JPEG or PNG."), field="file"
        ) from refused
    return Paper(data=drawn.data, suffix=f".{drawn.extension}")
