"""The verbs of editions. Each locks the edition's row and checks its state. ``now`` is the moment of the act (aware)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.issues.models import Issue
from bulletin.newsletter.errors import NewsletterRefused, NotAllowed
from bulletin.newsletter.models import Dispatch, Edition, Subscriber
from bulletin.newsletter.permissions import may_manage
from bulletin.newsletter.states import CLAIMABLE, OPEN, RUNNING, TRANSITIONS, EditionState, Standing, State, Verb
from cms.core import rules
from cms.core.bell import ring_on_commit
from cms.core.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

logger = logging.getLogger(__name__)

TASK = "bulletin.newsletter.tasks.send"
# So many recipients are listed in one transaction.
LISTED_AT_ONCE = 500


@transaction.atomic
def open_edition(*, issue: Issue, now: datetime | None = None) -> Edition:
    """The edition of an issue that was just published; the one that exists where there is one.

    An issue of long ago, entered to complete the archive, is held: nobody wants ten old bulletins in a morning.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    fresh = rules.number("newsletter.fresh_days", on=today)
    is_old = issue.page.issue_date < today - timedelta(days=fresh)
    edition, created = Edition.objects.get_or_create(
        issue=issue,
        defaults={
            "state": EditionState.HELD if is_old else EditionState.LISTING,
            "reason": _("The issue is older than %(days)d days.") % {"days": fresh} if is_old else "",
            "instance_role": settings.FORWARDING_ROLE,
            "created_at": now,
        },
    )
    if created:
        logger.info("Edition %s of issue %s is %s", edition.pk, issue.pk, edition.state)
        ring_on_commit(TASK)
    return edition


def change_content(*, issue: Issue) -> None:
    """What readers of the issue see has changed: no mail leaves any more that was drawn before."""
    Edition.objects.filter(issue=issue).update(content_version=F("content_version") + 1)


def withdraw(*, issue: Issue, now: datetime | None = None) -> None:
    """The issue was withdrawn: what waits is cancelled."""
    edition = Edition.objects.filter(issue=issue).first()
    if edition is not None:
        change_content(issue=issue)
        _stop(edition.pk, reason=_("The issue was withdrawn."), now=now or timezone.now())


def stop(*, edition_id: int, actor: User, reason: str, now: datetime | None = None) -> None:
    """The desk stops the sending; what has left has left.

    Raises:
        NewsletterRefused: without a reason, or where there is nothing to stop.
    """
    _require(actor)
    reason = clean_line(reason)[:300]
    if not reason:
        raise NewsletterRefused(_("Give a reason: the people concerned will read it."))
    if not _stop(edition_id, reason=reason, now=now or timezone.now()):
        raise NewsletterRefused(_("There is nothing to stop any more. Nothing was changed."))


@transaction.atomic
def release(*, edition_id: int, actor: User) -> None:
    """The desk sends an edition that was held.

    Raises:
        NewsletterRefused: it is not held.
    """
    _require(actor)
    # No join in an update, see `claims.claim`.
    public = Issue.objects.filter(page__live=True)
    held = Edition.objects.filter(pk=edition_id, state=EditionState.HELD, issue__in=public)
    if not held.update(state=EditionState.LISTING, reason="", instance_role=settings.FORWARDING_ROLE):
        raise NewsletterRefused(_("This edition is not held. Nothing was changed."))
    logger.info("Edition %s is released by user %s", edition_id, actor.pk)
    ring_on_commit(TASK)


@transaction.atomic
def send_again(*, dispatch_id: int, actor: User, now: datetime | None = None) -> None:
    """A person has a mail of unknown outcome, or one that was given up, sent once more.

    Raises:
        NewsletterRefused: the mail is in another state, its reader has ended, or the edition was stopped.
    """
    _require(actor)
    verb = TRANSITIONS[Verb.SEND_AGAIN]
    rows = Dispatch.objects.filter(
        pk=dispatch_id,
        state__in=verb.sources,
        subscriber__in=Subscriber.objects.filter(standing=Standing.ACTIVE),
        edition__in=Edition.objects.filter(state__in=[EditionState.SENDING, EditionState.DONE]),
    )
    moved = rows.update(state=verb.target, next_attempt_at=now or timezone.now(), attempts=0, status="")
    if not moved:
        raise NewsletterRefused(_("This mail can't be sent again as it is. Nothing was changed."))
    edition_id = Dispatch.objects.values_list("edition_id", flat=True).get(pk=dispatch_id)
    done = Edition.objects.filter(pk=edition_id, state=EditionState.DONE)
    done.update(state=EditionState.SENDING, finished_at=None)
    logger.info("Mail %s is sent again, asked for by user %s", dispatch_id, actor.pk)
    ring_on_commit(TASK)


@transaction.atomic
def list_recipients(*, edition_id: int, now: datetime | None = None) -> int:
    """Writes the next rows of an edition, for those who had confirmed when it was made; returns how many.

    Each (edition, subscriber) is unique, and how far it got is kept with the rows: killed anywhere, it goes on there.
    """
    now = now or timezone.now()
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition_id)
    if edition.state != EditionState.LISTING:
        return 0
    wanted = Subscriber.objects.filter(standing=Standing.ACTIVE, confirmed_at__lte=edition.created_at)
    found = list(wanted.filter(pk__gt=edition.listed_to).order_by("pk").values_list("pk", flat=True)[:LISTED_AT_ONCE])
    Dispatch.objects.bulk_create(
        (Dispatch(edition=edition, subscriber_id=pk, next_attempt_at=now) for pk in found), ignore_conflicts=True
    )
    if found:
        edition.listed_to = found[-1]
    if len(found) < LISTED_AT_ONCE:
        edition.state = EditionState.SENDING
    edition.save(update_fields=["listed_to", "state"])
    return len(found)


@transaction.atomic
def finish(*, edition_id: int, now: datetime | None = None) -> bool:
    """An edition of which nothing is open any more is done."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition_id)
    if edition.state != EditionState.SENDING or edition.dispatches.filter(state__in=sorted(OPEN)).exists():
        return False
    edition.state, edition.finished_at = EditionState.DONE, now or timezone.now()
    edition.save(update_fields=["state", "finished_at"])
    return True


@transaction.atomic
def _stop(edition_id: int, *, reason: str, now: datetime) -> bool:
    edition = Edition.objects.select_for_update(of=("self",)).filter(pk=edition_id).first()
    if edition is None or edition.state not in RUNNING:
        return False
    edition.state, edition.reason, edition.finished_at = EditionState.CANCELLED, reason, now
    edition.save(update_fields=["state", "reason", "finished_at"])
    waiting = edition.dispatches.filter(state__in=sorted(CLAIMABLE))
    cancelled = waiting.update(state=State.CANCELLED, next_attempt_at=None)
    logger.info("Edition %s is stopped; %s mails were cancelled", edition_id, cancelled)
    return True


def _require(actor: User) -> None:
    if not may_manage(actor):
        raise NotAllowed(_("Your role does not include this."))
