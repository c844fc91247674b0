"""What waits for the administrator: mails that could not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.roles import Role, has_role
from cms.accounts.work import WorkList, WorkRow, in_order
from cms.core.mail_keeping import in_words
from cms.core.models import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.accounts.models import User


def mail_lists(user: User) -> Iterator[WorkList]:
    """The administrator's."""
    if has_role(user, Role.ADMINISTRATOR):
        yield WorkList(
            slug="thu-khong-gui-duoc",
            label=gettext_lazy("Mails that could not be sent"),
            empty=gettext_lazy("Every mail has left. One that fails again and again appears here."),
            parts=lambda: [OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED)],
            by="created_at",
            describe=_describe,
        )


def _describe(keys: Sequence[Any]) -> list[WorkRow]:
    mails = OutgoingMail.objects.defer("text", "html")
    return [
        WorkRow(
            title=mail.subject,
            url=reverse("mails:mail", args=[mail.pk]),
            waits=in_words(mail.last_error) or _("Could not be sent"),
            icon="warning",
            verb=_("Look and send again"),
            since=mail.created_at,
            place=mail.recipient,
        )
        for mail in in_order(mails, keys)
    ]
