"""Who may see the board, and which verbs of an issue are open to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.transitions import find, verbs_from
from cms.accounts.roles import NEWSROOM, Role, has_role, house_roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bulletin.issues.models import Issue
    from cms.accounts.models import User


def may_see_board(user: User | AnonymousUser) -> bool:
    """The newsroom, the officer and the administrator look at the whole month; units look at their own screen."""
    return bool(house_roles(user) & (NEWSROOM | {Role.OFFICER, Role.ADMINISTRATOR}))


def may_compose(user: User | AnonymousUser) -> bool:
    """The desk composes."""
    return has_role(user, Role.DESK)


def may_preview(user: User | AnonymousUser) -> bool:
    """The newsroom and the administrator see an issue before it is out; the officer when everybody does."""
    return bool(house_roles(user) & (NEWSROOM | {Role.ADMINISTRATOR}))


def composed(*, issue: Issue, user: User) -> bool:
    """Whether a person had a hand in the composition: saved it at some time, or put it before the board."""
    return issue.events.filter(verb__in=[IssueVerb.COMPOSE, IssueVerb.SUBMIT], actor=user).exists()


def closed_reason(*, verb: IssueVerb, user: User, issue: Issue) -> str:
    """Why a verb is closed to a person right now, in words for that person; empty if it is open."""
    row = find(verb, issue.state)
    if row is None:
        return _("This can't be done while the issue is “%(state)s”.") % {"state": issue.get_state_display().lower()}
    if not row.roles & house_roles(user):
        if issue.state == IssueState.IN_REVIEW and verb == IssueVerb.APPROVE:
            return _("The editorial board approves issues.")
        return _("Your role does not include this.")
    if verb == IssueVerb.APPROVE and composed(issue=issue, user=user):
        return _("You composed this issue, so somebody else has to approve it.")
    return ""


def open_verbs(*, user: User, issue: Issue) -> tuple[IssueVerb, ...]:
    """The verbs a person may use on an issue now, in the order of the table."""
    return tuple(verb for verb in verbs_from(issue.state) if not closed_reason(verb=verb, user=user, issue=issue))
