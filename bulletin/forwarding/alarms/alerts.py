"""Telling the people who have to know of alarms: a notice and a mail in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bulletin.forwarding import notice_kinds
from bulletin.forwarding.alarms.models import Cause
from bulletin.forwarding.alarms.words import Words
from cms.accounts.models import User
from cms.accounts.notices import tell
from cms.accounts.roles import Role
from cms.core.periods import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bulletin.forwarding.alarms.models import Alarm
    from bulletin.forwarding.models import Drift

NAMED = 5
"""So many titles stand in one mail; the rest is a number."""


def people() -> QuerySet[User]:
    """The forwarding officers and the administrators."""
    roles = [Role.OFFICER, Role.ADMINISTRATOR]
    return User.objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("pk")


def address_of(alarm: Alarm) -> str:
    """Where a mail leads: to the destination that can be resumed there, otherwise to the alarm in its list."""
    if alarm.cause == Cause.PAUSED:
        return reverse("forwarding_overview")
    return reverse("forwarding_alarms") + f"#bao-dong-{alarm.pk}"


def tell_of(alarms: Sequence[Alarm], *, at: datetime) -> None:
    """Tells of alarms of one cause at one destination in one mail."""
    first = alarms[0]
    with translation.override(settings.LANGUAGE_CODE):
        words = Words(alarm=first)
        quotes = [line for alarm in alarms[:NAMED] if (line := Words(alarm=alarm).detail)]
        if len(alarms) > NAMED:
            quotes.append(_("and %(number)d more") % {"number": len(alarms) - NAMED})
        context = {
            "sentence": words.sentence,
            "quote": "\n".join(quotes),
            "after": words.to_do,
            "button": _("Look at the destination") if first.cause == Cause.PAUSED else _("Look at the alarm"),
        }
        for person in people():
            tell(
                person=person,
                kind=notice_kinds.code_of(words.cause),
                key=f"forwarding-alarm:{first.pk}:{at.isoformat()}",
                subject=words.subject,
                template="accounts/mail/message",
                context=context,
                url=address_of(first),
                now=at,
            )


def drift_found(*, drift: Drift, at: datetime) -> None:
    """Tells the forwarding officers that a site shows something else than was confirmed, once a day for each site."""
    place = drift.delivery.destination
    people = User.objects.filter(is_active=True, groups__name=Role.OFFICER).distinct()
    with translation.override("vi"):
        context = {
            "sentence": _("%(name)s no longer shows what was confirmed:") % {"name": place.name},
            "quote": f"{drift.delivery.title} – {drift.get_kind_display()}",
            "after": _(
                "Further differences of this day stand in the same list. Look at the page there, then have the article "
                "sent again, or accept what is shown."
            ),
            "button": _("Look at the differences"),
        }
        for person in people.order_by("pk"):
            tell(
                person=person,
                kind=notice_kinds.DRIFT,
                key=f"forwarding-drift:{place.pk}:{local_day(at)}",
                subject=_("%(name)s shows something else") % {"name": place.name},
                template="accounts/mail/message",
                context=context,
                url=reverse("forwarding_drift"),
                now=at,
            )
