"""How long mails are kept, and what an error of the mail server means in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import rules
from cms.core.models import OutgoingMail

if TYPE_CHECKING:
    from datetime import datetime

# Rows deleted in one statement, so that no lock is held for long.
BATCH = 500


def thin(*, now: datetime | None = None, limit: int = 20 * BATCH) -> int:
    """Deletes mails that left or failed more than ``mail.keep_days`` ago; returns how many. Raises `RuleMissing`."""
    now = now or timezone.now()
    before = now - timedelta(days=rules.number("mail.keep_days", on=timezone.localdate(now)))
    old = OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING).filter(created_at__lt=before)
    gone = 0
    while gone < limit:
        batch = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        OutgoingMail.objects.filter(pk__in=batch).delete()
        gone += len(batch)
    return gone


def in_words(error: str) -> str:
    """What the last error of a mail means for the person who looks after it; empty without an error.

    ``error`` is the class of the error, a colon, and what the server answered.
    """
    if not error:
        return ""
    kind = error.partition(":")[0]
    if kind == "SMTPRecipientsRefused":
        return _("The recipient's mail server refused the address. Check how it is written, or ask the person.")
    if kind == "SMTPSenderRefused":
        return _("The mail server does not accept our sender address. The administrator has to set it right.")
    if kind == "SMTPAuthenticationError":
        return _("The mail server refused our password. The administrator has to set it right.")
    if kind in {"ConnectionRefusedError", "ConnectionResetError", "SMTPServerDisconnected", "SMTPConnectError"}:
        return _("The mail server could not be reached.")
    if kind == "TimeoutError":
        return _("The mail server did not answer in time.")
    if kind == "gaierror":
        return _("The name of the mail server is not known. The administrator has to set it right.")
    if kind in {"BadHeaderError", "ValueError", "UnicodeEncodeError", "UnicodeError", "HeaderParseError"}:
        return _("The address or the subject cannot stand in a mail. Correct the person's address.")
    return _("The mail server answered with an error.")
