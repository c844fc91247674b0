"""Screens that have gone silent: the desk is told once for each silence, in the hours when a hall is open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bulletin.led import notice_kinds
from bulletin.led.enums import ScreenState
from bulletin.led.models import LedScreen
from cms.accounts.models import User
from cms.accounts.notices import tell
from cms.accounts.roles import Role
from cms.core import rules
from cms.core.calendar import public_holidays, working_weekends
from cms.core.periods import is_working_day, local
from cms.core.text import format_datetime

if TYPE_CHECKING:
    from datetime import datetime


def patience(now: datetime) -> timedelta:
    """How long a screen may say nothing."""
    return timedelta(minutes=rules.number("led.silence_minutes", on=local(now).date()))


def tell_of_silence(*, now: datetime | None = None) -> int:
    """Tells the desk editors of each screen that has been silent for too long; returns how many screens those are.

    On a working day, while the hall is open, and not before a screen has had its minutes after the opening: one that is
    switched off for the night is not missed. One that never reported is not there yet.
    """
    now = now or timezone.now()
    here, limit = local(now), patience(now)
    opens, closes = (rules.number(f"led.{name}_hour", on=here.date()) for name in ("opens", "closes"))
    free = {"holidays": public_holidays(here.year), "working_weekends": working_weekends(here.year)}
    opening = here.replace(hour=opens, minute=0, second=0, microsecond=0)
    if not is_working_day(here.date(), **free) or not (opening + limit <= here and here.hour < closes):
        return 0
    silent = LedScreen.objects.filter(last_seen_at__lt=now - limit, silence_told_at__isnull=True)
    told = 0
    for screen in silent.exclude(state=ScreenState.RETIRED):
        told += _tell_of(screen, now)
    return told


@transaction.atomic
def _tell_of(screen: LedScreen, now: datetime) -> bool:
    # Whoever sets the mark tells: two workers do not both, and a screen that has just come back is not reported.
    mine = LedScreen.objects.filter(pk=screen.pk, last_seen_at=screen.last_seen_at, silence_told_at__isnull=True)
    if screen.last_seen_at is None or not mine.update(silence_told_at=now):
        return False
    with translation.override("vi"):
        since = format_datetime(local(screen.last_seen_at))
        context = {
            "sentence": _("The screen “%(name)s” has said nothing since %(since)s.") % {"name": screen.name, "since": since},
            "quote": screen.place,
            "after": _("See whether it has power and a network. It comes back by itself."),
            "button": _("Look at the screens"),
        }  # fmt: skip
        subject = _("A screen has gone silent: %(name)s") % {"name": screen.name}
        for person in User.objects.filter(is_active=True, groups__name=Role.DESK).order_by("pk"):
            tell(
                person=person,
                kind=notice_kinds.SILENT,
                key=f"led-silent:{screen.pk}:{screen.last_seen_at.isoformat()}",
                subject=subject,
                template="accounts/mail/message",
                context=context,
                url=reverse("led_overview"),
                now=now,
            )
    return True
