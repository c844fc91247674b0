"""Mails to the people who have to know. Each is a row in the caller's transaction, once for each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from bulletin.forwarding.wording import in_words
from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.core.mail import queue_mail

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Destination


def destination_paused(*, destination: Destination, reason: str, at: datetime) -> None:
    """Tell the forwarding officers and administrators that the system paused a destination, and why."""
    people = User.objects.filter(is_active=True, groups__name__in=[Role.OFFICER, Role.ADMINISTRATOR]).distinct()
    with translation.override("vi"):
        subject = _("Forwarding to %(name)s is paused") % {"name": destination.name}
        text = _(
            "Forwarding to %(name)s was paused by the system because of this answer:\n\n%(reason)s\n\n"
            "No article is lost: everything waits and no attempt was spent. "
            "Put the cause right, then resume the destination."
        ) % {"name": destination.name, "reason": in_words(reason)}
    for person in people.order_by("pk"):
        key = f"forwarding-paused:{destination.pk}:{at.isoformat()}:{person.pk}"
        queue_mail(key=key, to=person.email, subject=subject, text=text, now=at)
