"""The verbs of notices and absences: keyword-only, atomic, raising a typed error."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.absence import candidates, may_arrange_for
from cms.accounts.models import Absence, Notice, NoticeChoice, NoticeTimes, User
from cms.accounts.notice_kinds import Channel, Group
from cms.core import rules
from cms.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from django.db.models import QuerySet

# Rows deleted in one statement, so that no lock is held for long.
BATCH = 500


class AbsenceRefused(Exception):
    """An absence was not recorded or taken off; the message says why, for the person who asked."""


def mark_read(*, user: User, notice_id: int, now: datetime | None = None) -> Notice:
    """Marks one of a person's own notices as read; a second time changes nothing. Raises `Notice.DoesNotExist`."""
    notice = Notice.objects.get(pk=notice_id, user=user)
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now or timezone.now())
    return notice


def mark_all_read(*, user: User, up_to: int, now: datetime | None = None) -> int:
    """Marks a person's notices as read up to the newest that was on the screen (its id); returns how many.

    What arrived after the screen was drawn stays unread: nobody has seen it.
    """
    unread = Notice.objects.filter(user=user, pk__lte=up_to, read_at__isnull=True)
    return unread.update(read_at=now or timezone.now())


@transaction.atomic
def choose(
    *,
    user: User,
    channels: Mapping[Group, Channel | None],
    digest_hour: int | None,
    quiet_from: time | None,
    quiet_to: time | None,
    quiet_weekends: bool,
) -> None:
    """Records how and when a person wants mail; None means what the house suggests."""
    User.objects.select_for_update().get(pk=user.pk)
    for group, channel in channels.items():
        if channel is None:
            NoticeChoice.objects.filter(user=user, group=group).delete()
        else:
            NoticeChoice.objects.update_or_create(user=user, group=group, defaults={"channel": channel})
    NoticeTimes.objects.update_or_create(
        user=user,
        defaults={
            "digest_hour": digest_hour,
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
            "quiet_weekends": quiet_weekends,
        },
    )


def thin_notices(*, now: datetime | None = None, limit: int = 20 * BATCH) -> int:
    """Deletes notices past ``notices.keep_days`` (read) and ``notices.keep_unread_days``; returns how many.

    Raises:
        RuleMissing: one of the two has no value.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    read = now - timedelta(days=rules.number("notices.keep_days", on=today))
    unread = now - timedelta(days=rules.number("notices.keep_unread_days", on=today))
    gone = _delete(Notice.objects.filter(read_at__lt=read), limit=limit)
    return gone + _delete(Notice.objects.filter(read_at__isnull=True, created_at__lt=unread), limit=limit - gone)


@transaction.atomic
def arrange(*, user_id: int, deputy_id: int, starts_on: date, ends_on: date, actor: User, note: str = "") -> Absence:
    """Records that a person is away from one day to another, both included, and who stands in.

    Raises:
        AbsenceRefused: not theirs to arrange, an odd span, an overlap, or a deputy without the person's roles.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not may_arrange_for(actor=actor, user=user):
        raise AbsenceRefused(_("Your role does not include this."))
    if ends_on < starts_on:
        raise AbsenceRefused(_("The last day lies before the first. Nothing was saved; correct the days."))
    deputy = candidates(user).filter(pk=deputy_id).first()
    if deputy is None:
        raise AbsenceRefused(
            _("The deputy has to hold the same roles as the person who is away. Nothing was saved; choose another.")
        )
    if Absence.objects.filter(user=user, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise AbsenceRefused(
            _("These days overlap with another absence. Nothing was saved; take the other one off first.")
        )
    return Absence.objects.create(
        user=user, deputy=deputy, starts_on=starts_on, ends_on=ends_on, note=clean_line(note)[:200], arranged_by=actor
    )


@transaction.atomic
def take_off(*, absence_id: int, actor: User, today: date) -> None:
    """Ends an absence: one that has begun ends yesterday, one that lies ahead is gone. What is over stays.

    Raises:
        AbsenceRefused: not theirs to end, or it is over.
    """
    absence = Absence.objects.select_for_update(of=("self",)).select_related("user").filter(pk=absence_id).first()
    if absence is None:
        return  # it was taken off already
    if not may_arrange_for(actor=actor, user=absence.user):
        raise AbsenceRefused(_("Your role does not include this."))
    if absence.ends_on < today:
        raise AbsenceRefused(_("This absence is over already."))
    # A day that has begun counts as worked from now on, so an absence of today alone leaves nothing.
    Absence.objects.filter(pk=absence.pk, starts_on__gte=today).delete()
    Absence.objects.filter(pk=absence.pk).update(ends_on=today - timedelta(days=1))


def _delete(rows: QuerySet[Notice], *, limit: int) -> int:
    gone = 0
    while gone < limit:
        batch = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        Notice.objects.filter(pk__in=batch).delete()
        gone += len(batch)
    return gone
