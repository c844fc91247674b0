"""Who may do what with screens and messages; people of the units have no part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.led.enums import MessageVerb, ScreenVerb
from bulletin.led.transitions import CLEARERS, MESSAGES, SCREENS, WRITERS
from cms.accounts.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bulletin.led.models import LedMessage, LedScreen
    from cms.accounts.models import User


def may_see(user: User | AnonymousUser) -> bool:
    """The desk's screens about the screens: desk editors, the board, administrators."""
    return has_role(user, *CLEARERS)


def may_write(user: User | AnonymousUser) -> bool:
    """Writing messages and setting up screens: desk editors and administrators."""
    return has_role(user, *WRITERS)


def may_clear(user: User | AnonymousUser) -> bool:
    """Clearing and releasing, one or all: the same and the board."""
    return has_role(user, *CLEARERS)


def message_verbs(user: User, message: LedMessage) -> list[MessageVerb]:
    """What this person may do with this message now."""
    return [
        verb
        for verb, row in MESSAGES.items()
        if message.state in row.sources
        and has_role(user, *row.roles)
        and not (row.forbids_writer and message.is_written_by(user))
    ]


def screen_verbs(user: User, screen: LedScreen) -> list[ScreenVerb]:
    """What this person may do with this screen now."""
    return [verb for verb, row in SCREENS.items() if screen.state in row.sources and has_role(user, *row.roles)]
