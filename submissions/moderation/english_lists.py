"""What waits for editors in the other language: English versions being made, and those older than their originals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.roles import Role, has_role
from cms.accounts.work import WorkList, WorkRow, in_order
from cms.website.enums import VersionAction
from cms.website.models import StoryVersion
from submissions.articles.enums import WITH_UNIT, State
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from cms.accounts.models import User


def english_lists(user: User) -> Iterator[WorkList]:
    """For editors and the desk."""
    if not has_role(user, Role.EDITOR, Role.DESK):
        return
    yield WorkList(
        slug="ban-tieng-anh",
        label=gettext_lazy("English versions being made"),
        empty=gettext_lazy("No English version is being made. One is begun from the screen of an approved article."),
        parts=_in_work,
        by="last_edited_at",
        describe=_in_work_rows,
        opens=False,
    )
    yield WorkList(
        slug="ban-tieng-anh-cu",
        label=gettext_lazy("English versions older than their originals"),
        empty=gettext_lazy("Every English version has what its original says."),
        parts=_older,
        by="last_edited_at",
        describe=_older_rows,
        opens=False,
    )


def _in_work() -> Sequence[QuerySet[Submission]]:
    rows = Submission.objects.filter(is_translation=True)
    return [rows.filter(state=state) for state in sorted(WITH_UNIT)]


def _older() -> Sequence[QuerySet[Submission]]:
    """Public ones whose original was corrected since; of one that is being corrected the correction says the rest."""
    newer = StoryVersion.objects.filter(
        story=OuterRef("page__translation_of"),
        action=VersionAction.UPDATED,
        version__gt=OuterRef("page__follows_version"),
    )
    return [Submission.objects.filter(Exists(newer), is_translation=True, state=State.PUBLISHED)]


def _in_work_rows(keys: Sequence[Any]) -> list[WorkRow]:
    return [_row(each, waits=_("Being translated"), verb=_("Translate"), editor=True) for each in _rows(keys)]


def _older_rows(keys: Sequence[Any]) -> list[WorkRow]:
    waits = _("The original was corrected after it")
    return [_row(each, waits=waits, verb=_("Compare and correct"), editor=False) for each in _rows(keys)]


def _rows(keys: Sequence[Any]) -> list[Submission]:
    rows = Submission.objects.select_related("page", "unit", "last_edited_by").defer("page__body", "import_notes")
    return in_order(rows, keys)


def _row(submission: Submission, *, waits: str, verb: str, editor: bool) -> WorkRow:
    view, key = ("wagtailadmin_pages:edit", submission.page_id) if editor else ("moderation:submission", submission.pk)
    return WorkRow(
        title=submission.page.draft_title,
        url=reverse(view, args=[key]),
        waits=waits,
        verb=verb,
        icon="globe",
        since=submission.last_edited_at,
        place=submission.unit.short_name,
        holder=str(submission.last_edited_by),
    )
