"""Telling the people who have to know: a notice and a mail in the caller's transaction, once for each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bulletin.forwarding import notice_kinds
from bulletin.forwarding.wording import in_words
from cms.accounts.models import User
from cms.accounts.notices import tell
from cms.accounts.roles import Role
from cms.core.periods import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Destination, Drift


def destination_paused(*, destination: Destination, reason: str, at: datetime) -> None:
    """Tells the forwarding officers and administrators that the system paused a destination, and why."""
    people = User.objects.filter(is_active=True, groups__name__in=[Role.OFFICER, Role.ADMINISTRATOR]).distinct()
    with translation.override("vi"):
        subject = _("Forwarding to %(name)s is paused") % {"name": destination.name}
        context = {
            "sentence": _("Forwarding to %(name)s was paused by the system because of this answer:")
            % {"name": destination.name},
            "quote": in_words(reason),
            "after": _(
                "No article is lost: everything waits and no attempt was spent. "
                "Put the cause right, then resume the destination."
            ),
            "button": _("Look at the destination"),
        }
        for person in people.order_by("pk"):
            tell(
                person=person,
                kind=notice_kinds.PAUSED,
                key=f"forwarding-paused:{destination.pk}:{at.isoformat()}",
                subject=subject,
                template="accounts/mail/message",
                context=context,
                url=reverse("forwarding_overview"),
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
