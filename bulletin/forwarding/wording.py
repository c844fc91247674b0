"""Causes and reasons in the reader's language.

The ledger keeps them in one fixed form, so that history does not depend on who looked or on a catalogue; screens and
mails ask here for the words. What other sites answered is shown as it came.
"""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

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
        gettext_noop("not switched on yet"),
        # Looks at the public page
        gettext_noop("the public page does not show it yet"),
        gettext_noop("the other site does not hold it"),
        gettext_noop("the other site still holds the article"),
        gettext_noop("still shown"),
        # Tests of a destination
        gettext_noop("it answers"),
        gettext_noop("it claims to hold an article that does not exist"),
    }
)


def in_words(text: str) -> str:
    """A cause or reason of the ledger in the language of the moment; unknown ones, as they are."""
    return gettext(text) if text in KNOWN else text
