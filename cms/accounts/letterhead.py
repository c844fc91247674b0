"""Who writes, in the head and foot of every mail. The floor that knows the publisher says so through a hook."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from wagtail import hooks


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The publisher's name, the department above it, and how to reach them."""

    name: str
    department: str = ""
    contact: str = ""


def letterhead() -> Letterhead:
    """What the hook ``mail_letterhead`` says; without one, the name of the site."""
    for say in hooks.get_hooks("mail_letterhead"):
        found: Letterhead = say()
        return found
    return Letterhead(name=settings.WAGTAIL_SITE_NAME)
