"""Ending somebody's sessions at once: when their part in the house changes, every browser has to sign in again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from cms.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable


def end_sessions(user_ids: Iterable[int]) -> int:
    """Ends all sessions of these people; returns how many.

    Only people of the house have sessions, some hundreds at most, so all that are open are looked through. A request
    that is under way can't bring an ended one back: saving a session whose row is gone fails.
    """
    wanted = {str(pk) for pk in user_ids}
    open_sessions = Session.objects.filter(expire_date__gt=timezone.now())
    ended = [
        session.session_key for session in open_sessions.iterator() if session.get_decoded().get(SESSION_KEY) in wanted
    ]
    Session.objects.filter(session_key__in=ended).delete()
    return len(ended)


def end_after_group_change(
    sender: Any, instance: Any, action: str, pk_set: set[int] | None, reverse: bool, **_kwargs: Any
) -> None:
    """Translates “the groups of somebody changed”, by whichever screen or command, into the end of their sessions."""
    if action == "pre_clear":
        people = set(instance.user_set.values_list("pk", flat=True)) if reverse else {instance.pk}
    elif action in {"post_add", "post_remove"} and pk_set:
        people = set(pk_set) if reverse else {instance.pk}
    else:
        return
    if people:
        end_sessions(people)


def connect() -> None:
    """Called once, when the app is ready."""
    from django.db.models.signals import m2m_changed

    m2m_changed.connect(end_after_group_change, sender=User.groups.through, dispatch_uid="end_after_group_change")
