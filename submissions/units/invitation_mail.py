"""The mail of an invitation: one row for each time it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.mail import queue_mail

if TYPE_CHECKING:
    from submissions.units.models import Invitation


def send(invitation: Invitation, *, token: str) -> None:
    """Promises the mail with the link, in the transaction of the act."""
    context = {
        "invitation": invitation,
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("take_up_invitation", args=[token]),
    }
    queue_mail(
        key=f"invitation:{invitation.pk}:{invitation.round}",
        to=invitation.email,
        subject=_("Invitation to the bulletin desk"),
        text=render_to_string("units/mail/invitation.txt", context),
        html=render_to_string("units/mail/invitation.html", context),
        kind="invitation",
        is_private=True,
        now=invitation.sent_at,
    )
