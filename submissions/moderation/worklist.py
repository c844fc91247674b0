"""What waits for editors, the desk and the board: their lists of “My work”, and what each row offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.absence import represented_by
from cms.accounts.roles import NEWSROOM, Role, has_role, house_roles
from cms.accounts.work import PAGE_SIZE, WorkList, WorkRow, in_order
from cms.core import rules
from cms.core.keyset import Cut
from submissions.articles.enums import IN_REVIEW_STATES, SETTLED, UNDER_REVIEW, WITH_EDITORS, EventVerb, State
from submissions.articles.models import Submission, SubmissionEvent
from submissions.copies.flags import with_flag
from submissions.moderation import escalation
from submissions.moderation.models import ApprovalLink, Escalation
from submissions.moderation.permissions import closed_reason, four_eyes_reason
from submissions.units.models import Membership
from submissions.units.people import memberships
from submissions.words.search import with_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.accounts.models import User

# A row waits since one of these; claims and edits do not start its wait anew.
WAIT_BEGINS = (
    EventVerb.PROPOSE, EventVerb.SEND_BACK, EventVerb.SUBMIT, EventVerb.RETURN, EventVerb.ENDORSE, EventVerb.RECONSIDER,
    EventVerb.APPROVE, EventVerb.CORRECT, EventVerb.REOPEN,
)  # fmt: skip
TEMPLATE = "moderation/parts/row.html"
EDITORS = frozenset({Role.EDITOR, Role.DESK})
DESK = frozenset({Role.DESK})
BOARD = frozenset({Role.BOARD})
GIVING = frozenset({Role.DESK, Role.BOARD})


class Tab(models.TextChoices):
    """The lists of the newsroom, in their order; the value stands in the address."""

    BEFORE_ME = "trinh-toi", gettext_lazy("Put before me")
    BOARD_LATE = "bao-len-ban", gettext_lazy("Told to the board: beyond its time")
    MINE = "cua-toi", gettext_lazy("Mine")
    SECOND = "cho-duyet-lan-hai", gettext_lazy("For a second reader")
    WAITING = "cho-nhan", gettext_lazy("To claim")
    UNCLAIMED = "qua-han-chua-nhan", gettext_lazy("Late, and nobody has it")
    ESCALATED = "bao-len-ban-thu-ky", gettext_lazy("Told to the desk: beyond its time")
    SOON = "sap-qua-han", gettext_lazy("Due soon")
    APPROVED = "da-duyet", gettext_lazy("Approved, to be published")
    CORRECTIONS = "dinh-chinh", gettext_lazy("Corrections")
    RETURNED = "da-tra-lai", gettext_lazy("Returned, the unit is changing it")


EMPTY = {
    Tab.BEFORE_ME: gettext_lazy("Nothing was put before you. What an editor sends you by link stands here too."),
    Tab.BOARD_LATE: gettext_lazy("Nothing has waited so long that the board had to be told."),
    Tab.MINE: gettext_lazy("You hold no article. Claim one from the list of those that wait."),
    Tab.SECOND: gettext_lazy(
        "Nothing waits for a second reader. What a colleague has edited or approved as the first of two appears here."
    ),
    Tab.WAITING: gettext_lazy("Nothing waits to be claimed. What a unit hands in appears here."),
    Tab.UNCLAIMED: gettext_lazy("Nothing is late unclaimed. What nobody claims in its time appears here."),
    Tab.ESCALATED: gettext_lazy("Nothing waits beyond its time. What does is told to the desk and appears here."),
    Tab.SOON: gettext_lazy("Nothing is due soon."),
    Tab.APPROVED: gettext_lazy("Every approved article is published."),
    Tab.CORRECTIONS: gettext_lazy("No correction is under way."),
    Tab.RETURNED: gettext_lazy("No unit has an article to change."),
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Whose list it is, the column by which it stands, what may be done with many of it, and whether it opens first."""

    roles: frozenset[Role]
    by: str = "submitted_at"
    bulk: tuple[EventVerb, ...] = ()
    opens: bool = True


HANDING_OUT = (EventVerb.CLAIM, EventVerb.ASSIGN)
HOLDING = (EventVerb.CLAIM, EventVerb.RELEASE, EventVerb.ASSIGN)
KINDS: dict[Tab, Kind] = {
    Tab.BEFORE_ME: Kind(roles=BOARD),
    Tab.BOARD_LATE: Kind(roles=BOARD, by="due_at", bulk=(EventVerb.ASSIGN,)),
    Tab.MINE: Kind(roles=EDITORS, bulk=(EventVerb.RELEASE, EventVerb.ASSIGN)),
    Tab.SECOND: Kind(roles=NEWSROOM),
    Tab.WAITING: Kind(roles=NEWSROOM, bulk=HANDING_OUT),
    Tab.UNCLAIMED: Kind(roles=DESK, by="due_at", bulk=HANDING_OUT),
    Tab.ESCALATED: Kind(roles=DESK, by="due_at", bulk=HOLDING),
    Tab.SOON: Kind(roles=EDITORS, by="due_at", bulk=HOLDING, opens=False),
    Tab.APPROVED: Kind(roles=NEWSROOM),
    Tab.CORRECTIONS: Kind(roles=NEWSROOM, opens=False),
    Tab.RETURNED: Kind(roles=EDITORS, opens=False),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the list: the submission, what may be done with it first, and a note for this person.

    ``verb`` is the one that a single click carries out; without one the button opens the article. ``stands_for`` names
    the holder for whom this person stands in.
    """

    submission: Submission
    waiting_since: datetime | None
    verb: EventVerb | None
    label: str
    note: str
    stands_for: str = ""
    is_escalated: bool = False


@dataclass(frozen=True, kw_only=True)
class ArticleList(WorkList):
    """A list of articles: it can be narrowed, and some verbs take many of its rows at once."""

    template: str = TEMPLATE
    bulk: tuple[EventVerb, ...] = ()


def newsroom_lists(user: User, *, now: datetime | None = None) -> Iterator[ArticleList]:
    """The lists of the newsroom that are this person's."""
    roles = house_roles(user)
    for tab, kind in KINDS.items():
        if roles & kind.roles:
            yield ArticleList(
                slug=tab.value,
                label=tab.label,
                empty=EMPTY[tab],
                parts=partial(_parts, tab, user, now),
                by=kind.by,
                describe=partial(_describe, user),
                bulk=tuple(verb for verb in kind.bulk if roles & (GIVING if verb == EventVerb.ASSIGN else EDITORS)),
                opens=kind.opens,
            )


def may_search(user: User) -> bool:
    """Who has articles to search: the newsroom all that was handed in, the people of units their own."""
    return has_role(user, *NEWSROOM) or bool(memberships(user))


def search(query: str, user: User) -> Cut[Row] | Cut[WorkRow]:
    """Articles of any state that this person may see and that hold the words in their newest text, newest first.

    What the newsroom finds was handed in; what a unit finds is its own, without what the newsroom notes about it.
    """
    if not has_role(user, *NEWSROOM):
        found = with_words(Submission.objects.visible_to(user), query)
        keys = found.order_by("-last_edited_at", "-pk").values_list("pk", flat=True)[:PAGE_SIZE]
        return Cut(rows=_plainly(list(keys)), after="")
    found = with_words(Submission.objects.visible_to(user).filter(first_submitted_at__isnull=False), query)
    keys = found.order_by("-first_submitted_at", "-pk").values_list("pk", flat=True)[:PAGE_SIZE]
    return Cut(rows=_describe(user, list(keys)), after="")


def _plainly(keys: Sequence[int]) -> list[WorkRow]:
    """The lines of these submissions for people of a unit, in their order."""
    rows = Submission.objects.select_related("page", "unit", "last_edited_by").defer("page__body", "import_notes")
    return [
        WorkRow(
            title=each.page.draft_title,
            url=reverse("moderation:submission", args=[each.pk]),
            waits=each.get_state_display(),
            verb=_("Open"),
            since=each.last_edited_at,
            place=each.unit.short_name,
            holder=str(each.last_edited_by),
        )
        for each in in_order(rows, keys)
    ]


def _parts(tab: Tab, user: User, now: datetime | None) -> Sequence[QuerySet[Submission]]:
    """The rows of a list; each part is a question that one index answers."""
    now = now or timezone.now()
    rows = Submission.objects.filter(submitted_at__isnull=False)
    match tab:
        case Tab.BEFORE_ME:
            links = ApprovalLink.objects.filter(
                person__in=_people(user, now), used_at=None, revoked_at=None, expires_at__gt=now
            )
            return [rows.filter(state__in=IN_REVIEW_STATES, pk__in=links.values("submission_id"))]
        case Tab.BOARD_LATE:
            return [_told(rows, escalation.BOARD, escalation.BOARD_STATES, now)]
        case Tab.MINE:
            return [rows.filter(state__in=WITH_EDITORS, claimed_by__in=_people(user, now))]
        case Tab.SECOND:
            return [
                rows.filter(state=State.SECOND_REVIEW).exclude(endorsed_by=user).exclude(last_edited_by=user),
                _edited_by_a_colleague(rows, user),
            ]
        case Tab.WAITING:
            return [rows.filter(state=State.SUBMITTED)]
        case Tab.UNCLAIMED:
            return [rows.filter(state=State.SUBMITTED, due_at__lt=now)]
        case Tab.ESCALATED:
            return [_told(rows, escalation.DESK, escalation.DESK_STATES, now)]
        case Tab.SOON:
            hours = rules.number("moderation.due_soon_hours", on=timezone.localdate(now))
            return [rows.filter(state__in=UNDER_REVIEW, due_at__lte=now + timedelta(hours=hours))]
        case Tab.APPROVED:
            return [rows.filter(state=state) for state in sorted(SETTLED)]
        case Tab.CORRECTIONS:
            return [rows.filter(state=State.CORRECTING)]
        case Tab.RETURNED:
            return [rows.filter(state=State.RETURNED)]


def _people(user: User, now: datetime) -> set[int]:
    """The person, and everybody for whom they stand in today."""
    return {user.pk, *represented_by(user, on=timezone.localdate(now))}


def _edited_by_a_colleague(rows: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """What an editor has changed and nobody else has taken over since."""
    free = Q(claimed_by__isnull=True) | Q(claimed_by=F("last_edited_by"))
    by_unit = Exists(Membership.objects.filter(unit=OuterRef("unit"), user=OuterRef("last_edited_by")))
    edited = rows.filter(~Q(last_edited_by=F("created_by")), state__in=WITH_EDITORS)
    return edited.filter(free, ~by_unit).exclude(last_edited_by=user)


def _told(rows: QuerySet[Submission], level: int, states: frozenset[State], now: datetime) -> QuerySet[Submission]:
    """What is late and was told at a level."""
    return rows.filter(_escalated(level), state__in=states, due_at__lt=now)


def _escalated(level: int) -> Exists:
    return Exists(Escalation.objects.filter(submission=OuterRef("pk"), due_at=OuterRef("due_at"), level=level))


def _describe(user: User, keys: Sequence[Any]) -> list[Row]:
    """The lines of these submissions, in their order."""
    now = timezone.now()
    began = SubmissionEvent.objects.filter(submission=OuterRef("pk"), verb__in=WAIT_BEGINS).order_by("-at", "-pk")
    rows = (
        with_flag(Submission.objects.all())
        .select_related("page__topic", "unit", "claimed_by", "last_edited_by")
        .defer("page__body", "import_notes")
        .annotate(waiting_since=Subquery(began.values("at")[:1]), told=_escalated(escalation.DESK))
    )
    people = _people(user, now) if keys else set()
    return [_row(each, user, people, now) for each in in_order(rows, keys)]


def _row(submission: Submission, user: User, people: set[int], now: datetime) -> Row:
    stands_in = submission.claimed_by_id in people and submission.claimed_by_id != user.pk
    verb, label = _first_verb(submission, user, stands_in=stands_in, now=now)
    return Row(
        submission=submission,
        waiting_since=getattr(submission, "waiting_since", None),
        verb=verb,
        label=label,
        note=_note(submission, user),
        stands_for=str(submission.claimed_by) if stands_in else "",
        is_escalated=bool(getattr(submission, "told", False)),
    )


def _first_verb(submission: Submission, user: User, *, stands_in: bool, now: datetime) -> tuple[EventVerb | None, str]:
    def is_open(verb: EventVerb) -> bool:
        return not closed_reason(verb=verb, user=user, submission=submission)

    late = submission.due_at is not None and submission.due_at < now
    decide = _("Read and decide")
    ways: tuple[tuple[bool, EventVerb, EventVerb | None, str], ...] = (
        (submission.state == State.SUBMITTED, EventVerb.CLAIM, EventVerb.CLAIM, _("Claim")),
        (stands_in or late, EventVerb.TAKE_OVER, EventVerb.TAKE_OVER, _("Take over")),
        (True, EventVerb.APPROVE, None, decide),
        (True, EventVerb.ENDORSE, None, decide),
        (True, EventVerb.PUBLISH, None, _("Publish…")),
    )
    return next(((act, label) for wanted, verb, act, label in ways if wanted and is_open(verb)), (None, _("Open")))


def _note(submission: Submission, user: User) -> str:
    if submission.state in UNDER_REVIEW and four_eyes_reason(user=user, submission=submission):
        return _("Somebody else has to approve it")
    return ""
