"""What the tests of the consents are built from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cms.website.enums import People
from cms.website.models import Photo
from submissions.consent.actions import Terms, record_consent
from submissions.consent.enums import Scope
from submissions.consent.models import Consent
from tests import factories

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.units.models import Unit

PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NAME = "Trần Thị Bệnh Nhân"


def terms(**fields: Any) -> Terms:
    values: dict[str, Any] = {"person": NAME, "scope": Scope.BULLETIN, "given_on": date(2026, 1, 5), **fields}
    return Terms(**values)


def a_photo_of(people: People, *, unit: Unit, colour: str = "teal") -> Photo:
    photo = factories.a_photo(unit=unit, colour=colour)
    Photo.objects.filter(pk=photo.pk).update(people=people)
    return Photo.objects.get(pk=photo.pk)


def a_consent(photo: Photo, *, by: User, **fields: Any) -> Consent:
    return record_consent(photo_id=photo.pk, actor=by, terms=terms(**fields), paper=PAPER)


def figure(photo: Photo) -> dict[str, Any]:
    words = {"alt": "Bệnh nhân được bác sĩ khám.", "caption": "Khám cho bệnh nhân.", "credit": "Nguyễn An"}
    return {"type": "figure", "value": {"image": photo.pk, **words}}


def text(words: str = "Đoạn chữ phải còn nguyên.") -> dict[str, Any]:
    return {"type": "paragraph", "value": f"<p>{words}</p>"}


def lead(photo: Photo) -> dict[str, Any]:
    return {
        "lead_image": photo,
        "lead_alt": "Bệnh nhân ở bàn tiếp đón.",
        "lead_caption": "Ở bàn tiếp đón.",
        "lead_credit": "Nguyễn An",
    }
