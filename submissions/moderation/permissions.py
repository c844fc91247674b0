"""Which verbs are open to whom, and why one is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.accounts.roles import Role, house_roles
from submissions.articles.enums import EventVerb, State
from submissions.moderation.transitions import Actor, find, verbs_from
from submissions.units.people import is_member

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import Submission


def actors_of(*, user: User, submission: Submission) -> frozenset[Actor]:
    """In which parts a person may act on a submission."""
    parts: set[Actor] = set()
    if not user.is_active:
        return frozenset()
    if is_member(user, submission.unit_id) or submission.created_by_id == user.pk:
        parts.add(Actor.UNIT)
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
    if (
        user.pk in {submission.created_by_id, submission.first_submitted_by_id}
        and submission.state != State.CORRECTING
    ):
        return _("You wrote or submitted this article, so somebody else has to approve it.")
    return ""


def closed_reason(*, verb: EventVerb, user: User, submission: Submission) -> str:
    """Why a verb is closed to a person right now, in words for that person; empty if it is open."""
    row = find(verb, submission.state)
    if row is None:
        return _("This can't be done while the article is “%(state)s”.") % {
            "state": submission.get_state_display().lower()
        }
    if not row.actors & actors_of(user=user, submission=submission):
        return _("Your role does not include this.")
    if verb == EventVerb.APPROVE:
        return four_eyes_reason(user=user, submission=submission)
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
