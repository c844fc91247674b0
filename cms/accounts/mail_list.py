"""Pages of the mails, without counting them: there are ever more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from cms.core.keyset import Cut, by_number
from cms.core.mail_keeping import in_words
from cms.core.models import OutgoingMail

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE_SIZE = 50
FAILED_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mail in the list, with its last error in words."""

    mail: OutgoingMail
    error: str


def page_of(*, state: str = "", query: str = "", after: str = "") -> Cut[Line]:
    """One page, newest first, in one query; ``query`` is part of an address, a name or a subject."""
    found = _rows()
    if state:
        found = found.filter(state=state)
    if query:
        matches = Q(recipient__icontains=query) | Q(subject__icontains=query) | Q(user__full_name__icontains=query)
        found = found.filter(matches)
    page = by_number(found, after=after, size=PAGE_SIZE)
    return Cut(rows=_lines(page.rows), after=page.after)


def newest_failed() -> list[Line]:
    """The newest mails that could not be sent."""
    return _lines(list(_rows().filter(state=OutgoingMail.State.FAILED)[:FAILED_SHOWN]))


def _rows() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.select_related("user").defer("text", "html").order_by("-pk")


def _lines(mails: list[OutgoingMail]) -> list[Line]:
    return [Line(mail=mail, error=in_words(mail.last_error)) for mail in mails]
