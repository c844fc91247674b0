"""What waits for the people of a unit: their lists of “My work”."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.work import WorkList, WorkRow, in_order, in_words
from cms.core.periods import Month
from cms.core.rules import RuleMissing
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.duty.facts import cut_off_of
from submissions.moderation.templatetags.moderation_tags import STATE_ICONS
from submissions.units.enums import UnitRole
from submissions.units.people import is_member, memberships

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.accounts.models import User


def unit_lists(user: User) -> Iterator[WorkList]:
    """Of all units of a person: what to release and what is late for a head, what to change and drafts for everybody."""
    headed = {unit for unit, role in memberships(user) if role == UnitRole.HEAD}
    units = {unit for unit, _role in memberships(user)}
    describe = partial(_describe, user)
    if headed:
        yield WorkList(
            slug="cho-phat-hanh",
            label=gettext_lazy("To release to the editors"),
            empty=gettext_lazy("Nothing waits for you. What a writer of your unit puts before you appears here."),
            parts=partial(_in, State.TO_RELEASE, headed),
            by="last_edited_at",
            describe=describe,
        )
    if units:
        yield WorkList(
            slug="can-sua",
            label=gettext_lazy("To change"),
            empty=gettext_lazy("Nothing to change. What the editors send back with a reason appears here."),
            parts=partial(_in, State.RETURNED, units),
            by="last_edited_at",
            describe=describe,
        )
        yield WorkList(
            slug="ban-nhap",
            label=gettext_lazy("Drafts, not sent yet"),
            empty=gettext_lazy(
                "No draft is waiting. What somebody of your unit begins and does not send appears here."
            ),
            parts=partial(_in, State.DRAFT, units),
            by="last_edited_at",
            describe=describe,
        )
    if units - headed:
        yield WorkList(
            slug="cho-lanh-dao",
            label=gettext_lazy("With the head of unit"),
            empty=gettext_lazy(
                "Nothing lies with the head. Where the head releases, what you put before them appears here."
            ),
            parts=partial(_in, State.TO_RELEASE, units - headed),
            by="last_edited_at",
            describe=describe,
            opens=False,
        )
    if headed:
        yield WorkList(
            slug="don-vi-cham",
            label=gettext_lazy("Late in the unit"),
            empty=gettext_lazy(
                "Nothing is late in your unit. What is not changed or released in its time appears here."
            ),
            parts=partial(_late, headed),
            by="due_at",
            describe=describe,
            opens=False,
        )


def work_count(user: User) -> str:
    """How much waits in the units of a person, in the words of a screen."""
    return in_words(sum(each.count() for each in unit_lists(user) if each.opens))


def _in(state: State, units: set[int]) -> Sequence[QuerySet[Submission]]:
    return [Submission.objects.originals().filter(unit__in=units, state=state)]


def _late(units: set[int]) -> Sequence[QuerySet[Submission]]:
    late = Submission.objects.originals().filter(unit__in=units, due_at__lt=timezone.now())
    return [late.filter(state=state) for state in (State.RETURNED, State.TO_RELEASE)]


def _describe(user: User, keys: Sequence[Any]) -> list[WorkRow]:
    rows = Submission.objects.select_related("page", "unit", "created_by", "last_edited_by")
    found = in_order(rows.defer("page__body", "import_notes"), keys)
    # Once for the page: it is the same for all drafts, and a question to the rules.
    deadline = _deadline() if any(each.state == State.DRAFT for each in found) else None
    return [_row(each, user, deadline) for each in found]


def _row(submission: Submission, user: User, deadline: datetime | None) -> WorkRow:
    releases = submission.state == State.TO_RELEASE and is_member(user, submission.unit_id, UnitRole.HEAD)
    verb, due, holder = _("Go on"), submission.due_at, submission.created_by
    match submission.state:
        case State.RETURNED:
            verb = _("Change it")
        case State.TO_RELEASE:
            verb = _("Read and release") if releases else _("Open")
        case State.DRAFT:
            due, holder = deadline, submission.last_edited_by
    address = reverse("moderation:submission", args=[submission.pk]) if releases else _review(submission)
    return WorkRow(
        title=submission.page.draft_title or submission.page.title,
        url=address,
        waits=submission.get_state_display(),
        icon=STATE_ICONS[State(submission.state)],
        verb=verb,
        since=submission.last_edited_at,
        due=due,
        place=submission.unit.short_name,
        holder=str(holder),
    )


def _review(submission: Submission) -> str:
    return reverse("intake_review", args=[submission.page_id])


def _deadline() -> datetime | None:
    """Until when a draft counts for this month; None where no rule says so."""
    try:
        return cut_off_of(Month.of(timezone.now()))
    except RuleMissing:
        return None
