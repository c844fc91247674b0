"""What the verbs about people may answer instead of acting. Each message is for the person who asked."""

from __future__ import annotations


class PeopleRefused(Exception):
    """An act about people was not carried out; the message says why. Nothing was changed."""


class NotYours(PeopleRefused):
    """The actor may not do this to this person."""


class AlreadyDone(PeopleRefused):
    """Somebody else did it first, or it was so already."""


class TooMany(PeopleRefused):
    """The day's number of invitations is used up."""


class InvitationClosed(PeopleRefused):
    """The link of an invitation leads nowhere (any more)."""
