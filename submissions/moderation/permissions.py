"""Which verbs are open to whom, and why one is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.accounts.roles import Role, house_roles
from submissions.articles.enums import EventVerb, State
from submissions.articles.permissions import is_of_unit
from submissions.moderation.transitions import Actor, find, verbs_from
from submissions.units.enums import UnitRole
from submissions.units.people import is_member

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import Submission


def actors_of(*, user: User, submission: Submission) -> frozenset[Actor]:
    """In which parts a person may act on a submission."""
    parts: set[Actor] = set()
    if not user.is_active:
        return frozenset()
    if is_of_unit(user=user, submission=submission):
        parts.add(Actor.UNIT)
    if is_member(user, submission.unit_id, UnitRole.HEAD):
        parts.add(Actor.HEAD)
    roles = house_roles(user)
    if roles & {Role.EDITOR, Role.DESK}:
        parts.add(Actor.EDITOR)
    if roles & {Role.DESK, Role.BOARD}:
        parts.add(Actor.DESK)
    return frozenset(parts)


def four_eyes_reason(*, user: User, submission: Submission) -> str:
    """Why this person is too close to the article to approve it; empty if they are not. Superusers are not spared."""
    if user.pk == submission.last_edited_by_id:
        return _("You edited this article last, so somebody else has to approve it.")
    if user.pk in {submission.created_by_id, submission.first_submitted_by_id}:
        return _("You wrote or submitted this article, so somebody else has to approve it.")
    return ""


def closed_reason(*, verb: EventVerb, user: User, submission: Submission) -> str:
    """Why a verb is closed to a person right now, in words for that person; empty if it is open.

    Closeness (four eyes) comes last: the board may override it with a reason, and nothing else.
    """
    reason = refusal(verb=verb, user=user, submission=submission)
    if not reason and verb in {EventVerb.APPROVE, EventVerb.ENDORSE}:
        return four_eyes_reason(user=user, submission=submission)
    return reason


def refusal(*, verb: EventVerb, user: User, submission: Submission) -> str:
    """Why the state, the person's part or the article's own conditions close a verb; empty if they do not."""
    row = find(verb, submission.state)
    if row is None:
        return _("This can't be done while the article is “%(state)s”.") % {
            "state": submission.get_state_display().lower()
        }
    parts = actors_of(user=user, submission=submission)
    if not row.actors & parts:
        return _("Your role does not include this.")
    return _condition(verb, user=user, submission=submission, parts=parts)


def _condition(verb: EventVerb, *, user: User, submission: Submission, parts: frozenset[Actor]) -> str:
    match verb:
        case EventVerb.SUBMIT | EventVerb.PROPOSE:
            return _of_unit(verb, submission=submission, parts=parts)
        case EventVerb.RELEASE if submission.claimed_by_id != user.pk and Actor.DESK not in parts:
            return _("%(person)s holds it. Take it over if it has to go on.") % {"person": submission.claimed_by}
        case EventVerb.TAKE_OVER if submission.claimed_by_id == user.pk:
            return _("You hold it already.")
        case EventVerb.ASK_SECOND if submission.needs_second:
            return _("It is approved by two already.")
        case EventVerb.WAIVE_SECOND | EventVerb.ENDORSE if not submission.needs_second:
            return _("One reviewer is enough for this article.")
        case EventVerb.APPROVE:
            return _of_approval(user=user, submission=submission, parts=parts)
        case _:
            return ""


def _of_unit(verb: EventVerb, *, submission: Submission, parts: frozenset[Actor]) -> str:
    """Where the head releases, writers propose and only the head submits."""
    through_head = submission.unit.head_releases and Actor.HEAD not in parts and not submission.is_translation
    if verb == EventVerb.SUBMIT and through_head:
        return _("In this unit the head releases articles: hand it to your head first.")
    if verb == EventVerb.PROPOSE and not through_head:
        return _("You can hand it to the editors yourself.")
    return ""


def _of_approval(*, user: User, submission: Submission, parts: frozenset[Actor]) -> str:
    if not submission.needs_second:
        return ""
    if submission.state == State.CORRECTING:
        if Actor.DESK in parts:
            return ""
        return _("This correction is approved by the desk or the board: %(why)s") % {"why": submission.second_reason}
    if submission.state != State.SECOND_REVIEW:
        return _("Two have to approve this article. Approve it as the first: %(why)s") % {
            "why": submission.second_reason
        }
    if submission.endorsed_by_id == user.pk:
        return _("You approved it as the first reviewer, so somebody else is the second.")
    return ""


def open_verbs(*, user: User, submission: Submission) -> tuple[EventVerb, ...]:
    """The verbs a person may use on a submission now, in the order of the table."""
    return tuple(
        verb
        for verb in dict.fromkeys(verbs_from(submission.state))
        if not closed_reason(verb=verb, user=user, submission=submission)
    )


def may_override(*, user: User) -> bool:
    """Who may approve against four-eyes, with a reason that stays on record: the board."""
    return Role.BOARD in house_roles(user)
