"""Causes and reasons in the reader's language.

The ledger keeps them in one fixed form, so that history does not depend on who looked or on a catalogue; screens and
mails ask here for the words. What other sites answered is shown as it came.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as known

KNOWN = frozenset(
    {
        # Addresses
        known("the address is too long"),
        known("the address holds characters that do not belong there"),
        known("the address is malformed"),
        known("the address must begin with https://"),
        known("the address must not carry a user name"),
        known("the address must not carry a fragment"),
        known("the port is malformed"),
        known("the host is malformed"),
        known("the host is a number in an odd spelling"),
        known("the address is a group of machines"),
        known("the address does not lie on the open internet"),
        # Exchanges
        known("no answer in time"),
        known("no answer within the time of one exchange"),
        known("the answer broke off"),
        known("the look-up was not answered with this article's version"),
        known("the secret of the destination cannot be read with this installation's key"),
        known("this kind of destination cannot be asked"),
        # Ledger
        known("a newer version exists"),
        known("nothing was ever sent"),
        known("the destination is paused"),
        known("the worker did not report back in time"),
        known("the lease ran low before sending"),
        known("found by look-up"),
        known("look-up found nothing"),
        known("the other site holds nothing to take down"),
        known("resumed"),
        # Looks at the public page
        known("the public page does not show it yet"),
        known("the other site does not hold it"),
        known("the other site still holds the article"),
        known("still shown"),
        # Tests of a destination
        known("it answers"),
        known("it claims to hold an article that does not exist"),
    }
)


def in_words(text: str) -> str:
    """A cause or reason of the ledger in the language of the moment; unknown ones, as they are."""
    return gettext(text) if text in KNOWN else text
