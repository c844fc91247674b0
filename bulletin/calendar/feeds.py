"""The secret address of a person's calendar: made, taken back, and void by itself once password or roles change."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from bulletin.calendar.errors import CalendarNotAllowed
from bulletin.calendar.models import CalendarFeed
from bulletin.calendar.permissions import may_see_calendar
from cms.accounts.models import User
from cms.accounts.roles import house_roles
from submissions.units.people import memberships

if TYPE_CHECKING:
    from datetime import datetime

# 32 random bytes as text without padding.
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
SALT: Final = "bulletin.calendar.feed"
# A calendar asks every few minutes; when it last did is kept to the hour.
NOTED_EVERY: Final = timedelta(hours=1)


@transaction.atomic
def make_token(*, user: User, now: datetime | None = None) -> str:
    """A new token for a person; an older one is void from now on. It is shown once and not kept.

    Raises CalendarNotAllowed for whoever sees no calendar.
    """
    if not may_see_calendar(user):
        raise CalendarNotAllowed
    User.objects.select_for_update().get(pk=user.pk)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user,
        defaults={
            "token_hash": _hash(token),
            "standing": standing_of(user),
            "made_at": now or timezone.now(),
            "last_read_at": None,
        },
    )
    return token


def revoke(*, user: User) -> bool:
    """Takes a person's address back; tells whether there was one."""
    return bool(CalendarFeed.objects.filter(user=user).delete()[0])


def reader_of(token: str, *, now: datetime | None = None) -> User | None:
    """Whose calendar a token opens; None where it opens none (any more)."""
    if not TOKEN.fullmatch(token):
        return None
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=_hash(token)).first()
    if feed is None or not is_valid(feed):
        return None
    now = now or timezone.now()
    if feed.last_read_at is None or now - feed.last_read_at >= NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return feed.user


def is_valid(feed: CalendarFeed) -> bool:
    """Whether an address still opens: the account is open, and password and roles are those with which it was made."""
    user = feed.user
    return user.is_active and may_see_calendar(user) and constant_time_compare(feed.standing, standing_of(user))


def standing_of(user: User) -> str:
    """A digest of what a person's rights and sign-in hang on."""
    parts = [
        user.password,
        *sorted(str(role) for role in house_roles(user)),
        *sorted(f"{unit}:{role}" for unit, role in memberships(user)),
    ]
    return salted_hmac(SALT, "|".join(parts), algorithm="sha256").hexdigest()


def _hash(token: str) -> str:
    # The token is random and long, so a plain digest can't be turned back.
    return hashlib.sha256(token.encode()).hexdigest()
