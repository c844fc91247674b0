"""Words and marks of the desk: states, times that say how long ago, deadlines that name the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from submissions.articles.enums import State

register = template.Library()

STATE_ICONS: dict[State, str] = {
    State.DRAFT: "draft",
    State.SUBMITTED: "upload",
    State.TO_RELEASE: "user",
    State.IN_REVIEW: "glasses",
    State.SECOND_REVIEW: "group",
    State.RETURNED: "rotate",
    State.APPROVED: "check",
    State.SCHEDULED: "calendar-alt",
    State.PUBLISHED: "globe",
    State.CORRECTING: "pilcrow",
    State.REJECTED: "cross",
    State.WITHDRAWN: "no-view",
}


@register.inclusion_tag("moderation/parts/state.html")
def submission_state(submission: Any) -> dict[str, Any]:
    """The state as a word and an icon."""
    state = State(submission.state)
    return {"state": state, "icon": STATE_ICONS[state], "label": state.label}


@register.simple_tag
def deadline_words(at: datetime) -> str:
    """The words of a deadline alone, for a line of text."""
    return str(deadline(at)["words"])


@register.inclusion_tag("moderation/parts/time.html")
def ago(at: datetime | None) -> dict[str, Any]:
    """How long ago a moment was, with the date on hover."""
    if at is None:
        return {"at": None}
    now = timezone.now()
    words = _("just now") if now - at < timedelta(minutes=1) else _("%(time)s ago") % {"time": span(now - at)}
    return {"at": at, "words": words, "classname": ""}


@register.inclusion_tag("moderation/parts/time.html")
def waiting(at: datetime | None) -> dict[str, Any]:
    """How long something has waited, with the date since when on hover."""
    if at is None:
        return {"at": None}
    return {"at": at, "words": _("waiting for %(time)s") % {"time": span(timezone.now() - at)}, "classname": ""}


@register.inclusion_tag("moderation/parts/time.html")
def deadline(at: datetime | None, now: datetime | None = None) -> dict[str, Any]:
    """A deadline that names its day, and says when it is over or near."""
    if at is None:
        return {"at": None}
    now = now or timezone.now()
    local, hour = timezone.localtime(at), date_format(timezone.localtime(at), "H:i")
    days = (local.date() - timezone.localdate(now)).days
    if at < now:
        words = _("overdue by %(time)s") % {"time": span(now - at)}
        return {"at": at, "words": words, "classname": "desk-time--over", "icon": "warning"}
    if days == 0:
        return {
            "at": at,
            "words": _("due today %(hour)s") % {"hour": hour},
            "classname": "desk-time--near",
            "icon": "time",
        }
    if days == 1:
        return {
            "at": at,
            "words": _("due tomorrow %(hour)s") % {"hour": hour},
            "classname": "desk-time--near",
            "icon": "time",
        }
    words = _("due %(day)s, %(hour)s") % {"day": date_format(local, "l d/m"), "hour": hour}
    return {"at": at, "words": words, "classname": "", "icon": "time"}


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit, from minutes to days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
