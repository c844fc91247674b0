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

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Destination


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
