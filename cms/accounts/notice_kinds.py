"""What people are told about, by kind. The rooms that tell register their kinds through a hook."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Channel(models.TextChoices):
    """How a notice reaches a person beside the desk, where it always stands."""

    AT_ONCE = "at_once", _("A mail at once")
    DIGEST = "digest", _("One mail a day")
    DESK = "desk", _("Only at the desk")


class Group(models.TextChoices):
    """What a person switches as one on the account page."""

    ARTICLES = "articles", _("Articles of my unit")
    DUTY = "duty", _("The month's duty and its deadlines")
    REVIEW = "review", _("Work of the editors")
    COMMENTS = "comments", _("Comments on articles")
    SYSTEM = "system", _("Forwarding, accounts and the system")


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """One kind of notice.

    ``channel`` is how it comes to people who have chosen nothing. ``urgent`` kinds are mailed at once whatever was
    chosen; ``wakes`` lets one through quiet hours too. A ``personal`` kind carries a link that lets its reader act as
    themselves: no deputy gets a copy, and its mail is shown to nobody else.
    """

    code: str
    label: StrOrPromise
    group: Group
    channel: Channel = Channel.AT_ONCE
    urgent: bool = False
    wakes: bool = False
    personal: bool = False


class UnknownKind(LookupError):
    """No room has registered a kind of that code: a mistake of the caller."""


def kinds() -> dict[str, NoticeKind]:
    """All kinds by code, from the hook ``register_notice_kinds`` (a function that gives any number of them)."""
    offered = chain.from_iterable(register() for register in hooks.get_hooks("register_notice_kinds"))
    return {kind.code: kind for kind in offered}


def kind(code: str) -> NoticeKind:
    """The kind of a code. Raises `UnknownKind`."""
    try:
        return kinds()[code]
    except KeyError:
        raise UnknownKind(code) from None
