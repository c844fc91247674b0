"""What an alarm says: its sentence, what is known about it, and what to do.

The long form is its place in the guide of alarms at the desk, and for whoever runs the server its page in docs/runbooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bulletin.forwarding.alarms.models import Alarm, Cause
from bulletin.forwarding.desk.wording import in_words
from cms.core.text import format_datetime
from cms.guides.files import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

GUIDE: Final = "bao-dong"
ICONS: Final[Mapping[Cause, str]] = {
    Cause.PAUSED: "lock",
    Cause.UNKNOWN: "help",
    Cause.TAKEDOWN: "no-view",
    Cause.LATE: "time",
    Cause.BACKLOG: "list-ul",
    Cause.SILENT: "warning",
    Cause.MISSING: "doc-empty",
}
TO_DO: Final[Mapping[Cause, StrOrPromise]] = {
    Cause.PAUSED: gettext_lazy("No article is lost: everything waits and no attempt was spent. Put the cause right, send a test, then resume the destination."),
    Cause.UNKNOWN: gettext_lazy("Nothing is sent twice: the system asks the other site first. Use “Try now”. If the other site cannot be asked, look there, then give the address or send it again."),
    Cause.TAKEDOWN: gettext_lazy("Our own page is gone already; the takedown goes on every 15 minutes by itself. Call whoever runs the other site, and give them the address."),
    Cause.LATE: gettext_lazy("Nothing is lost. See why the last attempt failed, and send a test; if the other site works, use “Try now”."),
    Cause.BACKLOG: gettext_lazy("Nothing is lost, and the order is kept. See whether the other site is slow or refuses; an administrator may raise the limits of the destination."),
    Cause.SILENT: gettext_lazy("Nothing is lost, but nothing is sent by itself either. Ask whoever runs the server to start the worker of the queue “forward” and the clock (beat)."),
    Cause.MISSING: gettext_lazy("The rows have been written now and the articles go out by themselves. Tell whoever runs the server: this should not happen, and the log says which versions."),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Words:
    """An alarm in the language of the moment."""

    alarm: Alarm

    @property
    def cause(self) -> Cause:
        """Its cause."""
        return Cause(self.alarm.cause)

    @property
    def icon(self) -> str:
        """The icon of the cause."""
        return ICONS[self.cause]

    @property
    def place(self) -> str:
        """The name of the destination; empty where it is about the machine itself."""
        return self.alarm.destination.name if self.alarm.destination else ""

    @property
    def sentence(self) -> str:
        """What is wrong, in one sentence."""
        alarm, name = self.alarm, self.place
        since = format_datetime(timezone.localtime(alarm.since))
        match self.cause:
            case Cause.PAUSED:
                return _("Forwarding to %(name)s has been paused since %(since)s.") % {"name": name, "since": since}
            case Cause.UNKNOWN:
                return ngettext(
                    "%(number)d article was sent to %(name)s, and nobody has known since %(since)s whether it arrived.",
                    "%(number)d articles were sent to %(name)s, and nobody knows whether they arrived, the oldest since %(since)s.",
                    alarm.number,
                ) % {"number": alarm.number, "name": name, "since": since}
            case Cause.TAKEDOWN:
                return _("An article was withdrawn here at %(since)s, and %(name)s has not been seen without it.") % {
                    "name": name,
                    "since": since,
                }
            case Cause.LATE:
                return _("The oldest article for %(name)s has been waiting since %(since)s.") % {
                    "name": name,
                    "since": since,
                }
            case Cause.BACKLOG:
                return _("%(number)d articles wait for %(name)s, the oldest since %(since)s.") % {
                    "number": alarm.number,
                    "name": name,
                    "since": since,
                }
            case Cause.SILENT:
                return _("The sweep, which sends whatever waits, has not run since %(since)s.") % {"since": since}
            case _:
                return ngettext(
                    "%(number)d published version had no row in the ledger; the reconciliation has written it.",
                    "%(number)d published versions had no row in the ledger; the reconciliation has written them.",
                    alarm.number,
                ) % {"number": alarm.number}

    @property
    def detail(self) -> str:
        """The title of the article, or the reason of a pause."""
        return in_words(self.alarm.detail)

    @property
    def to_do(self) -> str:
        """What is safe, and what to do."""
        return str(TO_DO[self.cause])

    @property
    def subject(self) -> str:
        """The subject of a mail."""
        label = self.cause.label
        return f"{label}: {self.place}" if self.place else str(label)

    @property
    def guide(self) -> str:
        """The address of its place in the guide of alarms; anchors there are named as the causes."""
        return f"{address(GUIDE)}#{self.cause.value}"

    @property
    def runbook(self) -> str:
        """Its page for whoever runs the server."""
        return f"docs/runbooks/forwarding-{self.cause.value}.md"
