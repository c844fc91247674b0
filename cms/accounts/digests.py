"""The daily mail: what a person wants gathered, once a day at their hour, never empty and never twice."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.accounts.models import Notice, NoticeTimes, User
from cms.accounts.notice_kinds import Channel, Group, kinds
from cms.accounts.notices import render_mail
from cms.accounts.preferences import digest_hour, house_times, quiet_hours
from cms.core.mail import queue_mail
from cms.core.models import OutgoingMail

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from cms.accounts.preferences import HouseTimes

KIND = "digest"
# So many are written out; the mail says how many more stand at the desk.
LONGEST = 50
SATURDAY = 5


def send_digests(*, now: datetime | None = None) -> int:
    """Writes the daily mail of everyone whose hour has come and for whom something waits; returns how many.

    The day and the hour are those of the house's time zone. Five queries, and a transaction for each mail.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    today = local.date()
    people = set(_waiting().filter(user__is_active=True).exclude(user__email="").values_list("user_id", flat=True))
    if not people:
        return 0
    house = house_times(today)
    times = {each.user_id: each for each in NoticeTimes.objects.filter(user__in=people)}
    due = {
        person
        for person in people
        if local.hour >= digest_hour(times.get(person), house) and not _rests(times.get(person), local)
    }
    keys = OutgoingMail.objects.filter(key__in=[_key(person, today) for person in due])
    have_theirs = set(keys.values_list("user_id", flat=True))
    return sum(
        write_digest(user_id=person, times=times.get(person), house=house, now=now)
        for person in sorted(due - have_theirs)
    )


@transaction.atomic
def write_digest(*, user_id: int, times: NoticeTimes | None, house: HouseTimes, now: datetime) -> bool:
    """Writes one person's mail of the day under the lock of their row; False if there is one, or nothing to say."""
    person = User.objects.select_for_update().get(pk=user_id)
    local = timezone.localtime(now)
    key = _key(user_id, local.date())
    if OutgoingMail.objects.filter(key=key).exists():
        return False
    notices = list(_waiting().filter(user=person).order_by("pk"))
    if not notices:
        return False
    subject = _("%(count)d notices, %(day)s") % {
        "count": len(notices),
        "day": date_format(local, "l d/m/Y"),
    }
    url = reverse("notices:list")
    context = {
        "person": person,
        "subject": subject,
        "groups": _grouped(notices[:LONGEST]),
        "more": max(len(notices) - LONGEST, 0),
        "base_url": settings.WAGTAILADMIN_BASE_URL,
    }
    text, html = render_mail("accounts/mail/digest", url=url, context=context)
    # At the hour that was asked for even if it is a quiet one; a daily mail that comes late waits for the morning.
    at_its_hour = local.hour == digest_hour(times, house)
    mail = queue_mail(
        key=key,
        to=person.email,
        subject=subject,
        text=text,
        html=html,
        kind=KIND,
        user_id=person.pk,
        not_before=now if at_its_hour else quiet_hours(times, house).opening(local),
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(digested_at=now, mail=mail)
    return True


def _waiting() -> QuerySet[Notice]:
    """What a daily mail has yet to take up; who has read a notice at the desk needs no mail about it."""
    return Notice.objects.filter(channel=Channel.DIGEST, digested_at__isnull=True, read_at__isnull=True)


def _grouped(notices: list[Notice]) -> list[tuple[str, list[Notice]]]:
    """Notices under the names of their groups, in the order of the groups; of a kind that is no more, at the end."""
    known = kinds()
    order = list(Group)

    def place(notice: Notice) -> int:
        spec = known.get(notice.kind)
        return order.index(spec.group) if spec else len(order)

    ordered = sorted(notices, key=lambda notice: (place(notice), notice.pk))
    return [
        (str(order[number].label) if number < len(order) else _("Other"), list(group))
        for number, group in groupby(ordered, key=place)
    ]


def _rests(times: NoticeTimes | None, local: datetime) -> bool:
    return times is not None and times.quiet_weekends and local.weekday() >= SATURDAY


def _key(user_id: int, day: date) -> str:
    return f"{KIND}:{user_id}:{day.isoformat()}"
