"""What the desk should look at before an issue goes before the board: remarks, none of which stops anybody.

What really stops a publication (an article that is not approved, a withdrawn photo) the verbs refuse by themselves; here it
is said early, beside the composition.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.website.content import photo_ids
from cms.website.models import Photo
from submissions.articles.enums import PUBLIC, READY_FOR_ISSUE
from submissions.articles.models import ArticlePage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bulletin.issues.models import IssuePage
    from submissions.articles.models import Submission


# Two pieces on one topic belong together, three crowd the issue.
PAIR = 2


@dataclass(frozen=True, kw_only=True)
class IssueCheck:
    """One remark. ``stops``: the issue can't be published like this."""

    message: str
    stops: bool = False


def photos_withdrawn(rows: Iterable[Submission]) -> dict[int, bool]:
    """Page id → whether the approved text shows a photo that was taken back. One query; rows carry their revision."""
    shown = {
        row.page_id: photo_ids(ArticlePage, row.approved_revision.content) if row.approved_revision else set()
        for row in rows
    }
    wanted = set().union(*shown.values())
    gone = set(Photo.objects.filter(pk__in=wanted, withdrawn_at__isnull=False).values_list("pk", flat=True))
    return {page_id: bool(photos & gone) for page_id, photos in shown.items()}


def lacks_of(row: Submission, *, withdrawn: Mapping[int, bool]) -> tuple[str, ...]:
    """What keeps an approved article from readers, in words."""
    lacks = []
    if row.state not in READY_FOR_ISSUE:
        lacks.append(_("not approved"))
    if row.page.lead_image_id and not row.page.lead_alt:
        lacks.append(_("no alternative text of the lead photo"))
    if withdrawn.get(row.page_id):
        lacks.append(_("a photo was withdrawn"))
    return tuple(lacks)


def issue_checks(
    page: IssuePage, rows: Sequence[Submission], *, size: int, oldest: datetime, withdrawn: Mapping[int, bool]
) -> list[IssueCheck]:
    """The remarks on a composition as it is shown; ``rows`` are its pieces in order, ``oldest`` the limit of freshness."""
    return [*_around(page), *_number(rows, size), *_balance(rows), *_pieces(rows, oldest=oldest, withdrawn=withdrawn)]


def _around(page: IssuePage) -> list[IssueCheck]:
    found = []
    if page.lead_image_id is None:
        found.append(IssueCheck(message=_("There is no cover. The issue gets a drawn one with its number.")))
    elif not page.lead_alt:
        found.append(IssueCheck(message=_("The cover has no alternative text.")))
    if page.lead_image is not None and page.lead_image.is_withdrawn:
        found.append(IssueCheck(message=_("The photo on the cover was withdrawn. Choose another cover."), stops=True))
    if not page.editorial_note:
        found.append(IssueCheck(message=_("There is no editorial note.")))
    return found


def _number(rows: Sequence[Submission], size: int) -> list[IssueCheck]:
    if not rows:
        return [IssueCheck(message=_("The issue is empty."), stops=True)]
    if len(rows) < size:
        message = ngettext(
            "The issue has %(have)d article; %(usual)d are usual.",
            "The issue has %(have)d articles; %(usual)d are usual.",
            len(rows),
        )
        return [IssueCheck(message=message % {"have": len(rows), "usual": size})]
    return []


def _balance(rows: Sequence[Submission]) -> list[IssueCheck]:
    units = Counter(row.unit.short_name for row in rows)
    topics = Counter(str(row.page.topic) for row in rows if row.page.topic)
    return [
        *(
            IssueCheck(message=_("%(count)d pieces of one unit: %(unit)s.") % {"count": count, "unit": unit})
            for unit, count in sorted(units.items())
            if count > 1
        ),
        *(
            IssueCheck(message=_("%(count)d pieces on one topic: %(topic)s.") % {"count": count, "topic": topic})
            for topic, count in sorted(topics.items())
            if count > PAIR
        ),
    ]


def _pieces(rows: Sequence[Submission], *, oldest: datetime, withdrawn: Mapping[int, bool]) -> list[IssueCheck]:
    found = []
    for row in rows:
        title = row.page.draft_title or row.page.title
        found += [
            IssueCheck(
                message=_("“%(title)s”: %(lacks)s.") % {"title": title, "lacks": lack},
                stops=row.state not in READY_FOR_ISSUE | PUBLIC or withdrawn.get(row.page_id, False),
            )
            for lack in lacks_of(row, withdrawn=withdrawn)
        ]
        if row.submitted_at is not None and row.submitted_at < oldest:
            found.append(IssueCheck(message=_("“%(title)s” is old: look whether it still holds.") % {"title": title}))
    return found
