"""The verbs of screens, one and all; and what a device says of itself."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.led.enums import CardKind, ScreenVerb, Verb
from bulletin.led.errors import LedChanged, LedNotAllowed, LedRefused
from bulletin.led.models import LedEvent, LedHouse, LedScreen, new_key
from bulletin.led.permissions import may_clear, may_write
from bulletin.led.transitions import SCREENS
from cms.accounts.roles import has_role
from cms.core.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.units.models import Unit

logger = logging.getLogger(__name__)

# A device that reports more often than this costs the database nothing.
BREATH: Final = timedelta(seconds=5)
HOUSE: Final = 1


@transaction.atomic
def add_screen(
    *, actor: User, name: str, place: str = "", unit: Unit | None = None, now: datetime | None = None
) -> LedScreen:
    """Adds a screen with an address of its own."""
    if not may_write(actor):
        raise LedNotAllowed(_("Your role does not include this."))
    now = now or timezone.now()
    screen = LedScreen(created_at=now)
    _describe(screen, name, place, unit)
    screen.save()
    _note(actor, Verb.ADD, now, screen=screen, detail=screen.name)
    return screen


@transaction.atomic
def describe_screen(
    *,
    screen_id: int,
    actor: User,
    name: str,
    place: str,
    unit: Unit | None,
    version: int,
    now: datetime | None = None,
) -> LedScreen:
    """Changes name, place and unit."""
    screen = _enter(screen_id, actor, ScreenVerb.DESCRIBE, version)
    _describe(screen, name, place, unit)
    return _leave(screen, actor, ScreenVerb.DESCRIBE, now, detail=screen.name)


@transaction.atomic
def act_on_screen(
    *, screen_id: int, actor: User, verb: ScreenVerb, version: int, reason: str = "", now: datetime | None = None
) -> LedScreen:
    """Clears, releases, gives a new address or takes down. A screen that is online follows within a minute."""
    screen = _enter(screen_id, actor, verb, version)
    if verb == ScreenVerb.NEW_KEY:
        screen.key = new_key()
        screen.last_seen_at = screen.online_since = screen.silence_told_at = None
        screen.page_version = screen.shown_kind = ""
    return _leave(screen, actor, verb, now, detail=clean_line(reason)[:300])


@transaction.atomic
def clear_all(*, actor: User, reason: str = "", now: datetime | None = None) -> None:
    """Clears every screen, also those that are added later, until somebody releases them all."""
    _switch(actor, Verb.CLEAR_ALL, cleared=True, reason=reason, now=now)


@transaction.atomic
def release_all(*, actor: User, reason: str = "", now: datetime | None = None) -> None:
    """Lets the screens go on; one that was cleared by itself stays cleared."""
    _switch(actor, Verb.RELEASE_ALL, cleared=False, reason=reason, now=now)


def is_cleared() -> bool:
    """Whether all screens are cleared."""
    return LedHouse.objects.filter(pk=HOUSE, is_cleared=True).exists()


def report(
    *, screen: LedScreen, version: str, shown: str, online_since: datetime | None, now: datetime | None = None
) -> bool:
    """Notes what a device says of itself; False where it has only just done so. Ends a silence."""
    now = now or timezone.now()
    kind = shown if shown in CardKind.values else ""
    since = min(online_since, now) if online_since is not None else None
    changed = LedScreen.objects.filter(
        Q(last_seen_at__isnull=True) | Q(last_seen_at__lte=now - BREATH), pk=screen.pk, key=screen.key
    ).update(last_seen_at=now, online_since=since, page_version=version[:16], shown_kind=kind, silence_told_at=None)
    return bool(changed)


def _switch(actor: User, verb: Verb, *, cleared: bool, reason: str, now: datetime | None) -> None:
    if not may_clear(actor):
        raise LedNotAllowed(_("Your role does not include this."))
    LedHouse.objects.get_or_create(pk=HOUSE)
    if not LedHouse.objects.filter(pk=HOUSE, is_cleared=not cleared).update(is_cleared=cleared):
        raise LedChanged(_("Somebody did this before you. Nothing was changed."))
    _note(actor, verb, now or timezone.now(), detail=clean_line(reason)[:300])
    logger.warning("All screens: %s", verb)


def _describe(screen: LedScreen, name: str, place: str, unit: Unit | None) -> None:
    screen.name, screen.place, screen.unit = clean_line(name)[:80], clean_line(place)[:120], unit
    if not screen.name:
        raise LedRefused(_("Give the screen a name."))


def _enter(screen_id: int, actor: User, verb: ScreenVerb, version: int) -> LedScreen:
    row = SCREENS[verb]
    if not has_role(actor, *row.roles):
        raise LedNotAllowed(_("Your role does not include this."))
    screen = LedScreen.objects.select_for_update(of=("self",)).get(pk=screen_id)
    if screen.version != version or screen.state not in row.sources:
        raise LedChanged(_("Somebody changed this screen after you opened it. Look at it again; nothing was changed."))
    return screen


def _leave(screen: LedScreen, actor: User, verb: ScreenVerb, now: datetime | None, *, detail: str) -> LedScreen:
    screen.state = SCREENS[verb].target or screen.state
    screen.version += 1
    fields = ["name", "place", "unit", "state", "version"]
    if verb == ScreenVerb.NEW_KEY:
        fields += ["key", "last_seen_at", "online_since", "silence_told_at", "page_version", "shown_kind"]
    screen.save(update_fields=fields)
    _note(actor, Verb(verb.value), now or timezone.now(), screen=screen, detail=detail)
    logger.info("Screen %s: %s", screen.pk, verb)
    return screen


def _note(actor: User, verb: Verb, now: datetime, *, screen: LedScreen | None = None, detail: str = "") -> None:
    LedEvent.objects.create(at=now, actor=actor, verb=verb, screen=screen, detail=detail)
