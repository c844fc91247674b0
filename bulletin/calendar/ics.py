"""A person's calendar as iCalendar (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from bulletin.calendar.entries import entries
from cms.core.periods import ZONE, Month, local, local_day

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.calendar.entries import Entry
    from cms.accounts.models import User

MONTHS_BACK: Final = 2
MONTHS_AHEAD: Final = 12
EVERY: Final = timedelta(hours=1)


def calendar_of(user: User, *, now: datetime | None = None) -> bytes:
    """What the person may see, from two months back to a year ahead, in Vietnamese local time."""
    now = now or timezone.now()
    this_month = Month.of(local_day(now))
    first, last = this_month.shift(-MONTHS_BACK).first_day, this_month.shift(MONTHS_AHEAD).last_day
    calendar = Calendar()
    calendar.add("prodid", "-//Ban tin//Lich bien tap//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Editorial calendar"))
    calendar.add("x-wr-timezone", str(ZONE))
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries(user, first=first, last=last):
        calendar.add_component(_event(entry, now=now))
    # Programs that know no zone by its name read its rules here: +07:00 all year.
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _summary(entry: Entry) -> str:
    """What kind of entry it is, and its title; a title that begins with the kind says it already."""
    kind = str(entry.kind.label)
    return entry.title if entry.title.casefold().startswith(kind.casefold()) else f"{kind}: {entry.title}"


def _event(entry: Entry, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'localhost'}")
    event.add("dtstamp", now)
    event.add("summary", _summary(entry))
    if entry.at is not None:
        event.add("dtstart", local(entry.at))
    else:
        event.add("dtstart", entry.day)
        # The end of an event of whole days is the day after its last.
        event.add("dtend", entry.last + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if entry.about:
        event.add("description", entry.about)
    if entry.url:
        event.add("url", urljoin(settings.WAGTAILADMIN_BASE_URL, entry.url))
    event.add("categories", [str(entry.kind.label)])
    return event
