"""Causes and reasons in the reader's language.

The ledger keeps them in one fixed form, so that history does not depend on who looked or on a catalogue; screens and
mails ask here for the words. What other sites answered is shown as it came.
"""

from __future__ import annotations

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop

from bulletin.forwarding.proof.records import DriftKind

KNOWN = frozenset(
    {
        # Addresses
        gettext_noop("the address is too long"),
        gettext_noop("the address holds characters that do not belong there"),
        gettext_noop("the address is malformed"),
        gettext_noop("the address must begin with https://"),
        gettext_noop("the address must not carry a user name"),
        gettext_noop("the address must not carry a fragment"),
        gettext_noop("the port is malformed"),
        gettext_noop("the host is malformed"),
        gettext_noop("the host is a number in an odd spelling"),
        gettext_noop("the address is a group of machines"),
        gettext_noop("the address does not lie on the open internet"),
        # Secrets
        gettext_noop("a webhook secret is whsec_ followed by base64"),
        gettext_noop("a webhook secret holds 24 to 64 bytes"),
        gettext_noop("an application password is at most 200 letters and digits"),
        # By hand
        gettext_noop("nobody is named who puts articles in at this destination"),
        gettext_noop("the page does not show the title"),
        gettext_noop("no address is known"),
        gettext_noop("said to be gone"),
        # Exchanges
        gettext_noop("no answer in time"),
        gettext_noop("no answer within the time of one exchange"),
        gettext_noop("the answer broke off"),
        gettext_noop("the look-up was not answered with this article's version"),
        gettext_noop("the secret of the destination cannot be read with this installation's key"),
        gettext_noop("this kind of destination cannot be asked"),
        # Ledger
        gettext_noop("a newer version exists"),
        gettext_noop("nothing was ever sent"),
        gettext_noop("the destination is paused"),
        gettext_noop("the worker did not report back in time"),
        gettext_noop("the lease ran low before sending"),
        gettext_noop("found by look-up"),
        gettext_noop("look-up found nothing"),
        gettext_noop("the other site holds nothing to take down"),
        gettext_noop("resumed"),
        # Fencing
        gettext_noop("the database was restored from a backup: what it has forgotten may have been sent"),
        gettext_noop("the database is a copy: the fencing file of this installation is not here"),
        gettext_noop("the installation is a copy: its fencing file names another machine or folder"),
        gettext_noop("another copy of this installation has gone on in the meantime"),
        gettext_noop("asked about before it is sent, because our own history was lost"),
        # Policy, release, files
        gettext_noop("the destination does not take it any more"),
        gettext_noop("it was declined before"),
        gettext_noop("chosen by the officer"),
        gettext_noop("waits for a file that goes with it"),
        gettext_noop("put into bytes anew: a file that goes with it is ready"),
        # Receipts
        gettext_noop("a receipt, kept without effect"),
        gettext_noop("the other site says that it took the article down"),
        gettext_noop("this destination fetches by itself"),
        gettext_noop("not switched on yet"),
        # Looks at the public page
        gettext_noop("the public page does not show it yet"),
        gettext_noop("the other site does not hold it"),
        gettext_noop("the other site still holds the article"),
        gettext_noop("still shown"),
        gettext_noop("it waits for somebody at the other site"),
        # Tests of a destination
        gettext_noop("it answers"),
        gettext_noop("it claims to hold an article that does not exist"),
    }
)


EMBARGO, NO_EMBARGO, DRIFT = "embargo: ", "embargo: none", "drift: "
"""How reasons begin that carry a value: a moment in ISO 8601, or a kind of difference."""


def in_words(text: str) -> str:
    """A cause or reason of the ledger in the language of the moment; unknown ones, as they are."""
    if text in KNOWN:
        return gettext(text)
    if text == NO_EMBARGO:
        return gettext("The embargo was lifted")
    if text.startswith(EMBARGO) and (moment := parse_datetime(text.removeprefix(EMBARGO))):
        return gettext("Embargo until %(at)s") % {"at": localtime(moment).strftime("%d/%m/%Y %H:%M")}
    if text.startswith(DRIFT) and text.removeprefix(DRIFT) in DriftKind.values:
        return str(DriftKind(text.removeprefix(DRIFT)).label)
    return text
