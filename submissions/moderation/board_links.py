"""Approval by a member of the board through a link: signed, expiring, for one use, bound to one revision.

The address is all that is needed, so it is worth as much as the member's signature: it goes to their own mailbox and
nowhere else, its use is an entry of its own, and whoever is no longer of the board can't use one.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.accounts.roles import Role, has_role
from cms.core import rules
from submissions.articles.actions import record_event
from submissions.articles.enums import EventVerb
from submissions.articles.models import Submission
from submissions.moderation import actions, notifications
from submissions.moderation.actions.steps import enter, leave, require_latest, says_the_same
from submissions.moderation.errors import NotAllowed, VerbRefused
from submissions.moderation.models import ApprovalLink
from submissions.moderation.permissions import closed_reason

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

SALT = "moderation.board-link"


class LinkSpent(VerbRefused):
    """The link was used, has expired, was replaced, or its text has changed; the message says which."""


@transaction.atomic
def ask_board(
    *, submission_id: int, actor: User, person_id: int, revision_id: int, now: datetime | None = None
) -> Submission:
    """Sends a member of the board a link to approve this revision. An earlier link to them for it is revoked.

    Raises:
        VerbRefused: no such member, they are too close to the text, or the text has changed meanwhile.
    """
    now = now or timezone.now()
    submission, row, source = enter(submission_id, EventVerb.ASK_BOARD, actor)
    require_latest(submission, revision_id)
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not has_role(person, Role.BOARD):
        raise VerbRefused(_("Choose a member of the board. Nothing was changed."))
    _require_open(submission, person)
    open_links = ApprovalLink.objects.filter(submission=submission, person=person, used_at=None, revoked_at=None)
    open_links.update(revoked_at=now)
    hours = rules.number("moderation.board_link_hours", on=timezone.localdate(now))
    link = ApprovalLink.objects.create(
        submission=submission,
        revision_id=revision_id,
        person=person,
        made_by=actor,
        made_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    leave(submission, row, source, actor=actor, now=now, reason=str(person), revision=submission.page.latest_revision)
    notifications.board_link(
        submission=submission, person=person, url=address_of(link), expires_at=link.expires_at, link_id=link.pk
    )
    return submission


def address_of(link: ApprovalLink) -> str:
    """The whole address of a link."""
    token = signing.Signer(salt=SALT).sign(link.uid.hex)
    return settings.WAGTAILADMIN_BASE_URL + reverse("board_link", args=[token])


def find(token: str) -> ApprovalLink | None:
    """The link of a token; None for one that we never signed."""
    try:
        uid = UUID(hex=signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    links = ApprovalLink.objects.select_related("submission__page", "submission__unit", "person", "revision")
    return links.filter(uid=uid).first()


def spent_reason(link: ApprovalLink, *, now: datetime | None = None) -> str:
    """Why a link no longer opens anything, in words for its reader; empty while it does."""
    now = now or timezone.now()
    if link.used_at is not None:
        return _("This link has been used. Your decision is recorded.")
    if link.revoked_at is not None:
        return _("A later link has taken the place of this one. Please use the latest mail.")
    if now >= link.expires_at:
        return _("This link has expired. Please ask the desk for a new one, or sign in.")
    if not (link.person.is_active and has_role(link.person, Role.BOARD)):
        return _("This link is no longer valid. Please ask the desk.")
    if not says_the_same(link.submission, link.revision_id):
        return _("The text was changed after this link was sent. Please ask the desk for a new one, or sign in.")
    return closed_reason(verb=EventVerb.APPROVE, user=link.person, submission=link.submission)


@transaction.atomic
def approve_by_link(*, link_id: int, address: str | None = None, now: datetime | None = None) -> Submission:
    """Approves the revision of a link in the name of its person, once. ``address`` is where the request came from.

    Raises:
        LinkSpent: see `spent_reason`; nothing was changed. VerbRefused: as `actions.approve`.
    """
    now = now or timezone.now()
    link = ApprovalLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    reason = spent_reason(link, now=now)
    if reason:
        raise LinkSpent(reason)
    link.used_at, link.used_from = now, address
    link.save(update_fields=["used_at", "used_from"])
    submission = actions.approve(
        submission_id=link.submission_id, actor=link.person, revision_id=link.revision_id, now=now
    )
    record_event(
        submission=submission, verb=EventVerb.BOARD_LINK, actor=link.person, at=now, from_state=submission.state,
        revision=link.revision, content_hash=submission.approved_hash,
    )  # fmt: skip
    logger.info("Submission %s was approved through link %s from %s", submission.pk, link.pk, address)
    return submission


def _require_open(submission: Submission, person: User) -> None:
    reason = closed_reason(verb=EventVerb.APPROVE, user=person, submission=submission)
    if reason:
        raise NotAllowed(_("%(person)s can't approve it: %(reason)s") % {"person": person, "reason": reason})
