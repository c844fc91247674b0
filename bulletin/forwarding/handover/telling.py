"""Who is told of a task by hand: the named person at the desk and by mail, the other site's people with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bulletin.forwarding import notice_kinds
from bulletin.forwarding.states import Action
from cms.accounts.notices import tell
from cms.core.mail import queue_mail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bulletin.forwarding.handover.models import HandOver

PACKAGE_MAIL = "forwarding-package"
"""The kind of the mails that carry a package; `attachments` finds the package by it."""


def subject_of(task: HandOver) -> str:
    """What is to be done, in one line."""
    words = {"title": task.delivery.title, "name": task.delivery.destination.name}
    match task.delivery.action:
        case Action.RETRACTED:
            return _("Take “%(title)s” off %(name)s") % words
        case Action.UPDATED:
            return _("Update “%(title)s” on %(name)s") % words
    return _("Put “%(title)s” on %(name)s") % words


def tell_of_task(task: HandOver, *, at: datetime) -> None:
    """The named person has something to do."""
    with translation.override("vi"):
        _tell(
            task,
            kind=notice_kinds.BY_HAND,
            key=f"by-hand:{task.pk}:{task.due_at.isoformat()}",
            subject=subject_of(task),
            sentence=_("It should be done by %(moment)s.") % {"moment": _moment(task.due_at)},
            after=_("The task has the package to download. Afterwards, enter there where the article stands."),
            at=at,
        )


def tell_given_back(task: HandOver, *, at: datetime) -> None:
    """Our own look did not find what was said."""
    with translation.override("vi"):
        _tell(
            task,
            kind=notice_kinds.BY_HAND,
            key=f"by-hand-back:{task.pk}:{at.isoformat()}",
            subject=_("Please look again: %(what)s") % {"what": subject_of(task)},
            sentence=_("The system looked at the address and did not find what was said."),
            quote=task.stated_url,
            after=_("Check the address and what stands there, and say so again."),
            at=at,
        )


def tell_late(task: HandOver, *, at: datetime) -> None:
    """The time is over; once a day."""
    with translation.override("vi"):
        _tell(
            task,
            kind=notice_kinds.BY_HAND_LATE,
            key=f"by-hand-late:{task.pk}:{localtime(at):%Y-%m-%d}",
            subject=_("Late: %(what)s") % {"what": subject_of(task)},
            sentence=_("It should have been done by %(moment)s.") % {"moment": _moment(task.due_at)},
            after=_("If it is done already, enter where the article stands; nothing else is missing."),
            at=at,
        )


def mail_package(task: HandOver, *, recipients: Sequence[str], at: datetime) -> None:
    """The package by mail to the people of the other site; sent by the worker, attached when it leaves."""
    delivery = task.delivery
    with translation.override("vi"):
        context = {
            "task": task,
            "delivery": delivery,
            "is_retraction": delivery.is_retraction,
            "what": subject_of(task),
        }
        text = render_to_string("forwarding/handover/mail/package.txt", context)
        for address in recipients:
            queue_mail(
                key=f"{PACKAGE_MAIL}:{task.pk}:{address}"[:160],
                to=address,
                subject=subject_of(task),
                text=text.strip() + "\n",
                kind=PACKAGE_MAIL,
                now=at,
            )


def _tell(
    task: HandOver, *, kind: str, key: str, subject: str, sentence: str, after: str, at: datetime, quote: str = ""
) -> None:
    context: dict[str, Any] = {"sentence": sentence, "quote": quote, "after": after, "button": _("Open the task")}
    tell(
        person=task.person,
        kind=kind,
        key=key,
        subject=subject,
        template="accounts/mail/message",
        context=context,
        url=reverse("forwarding_task", args=[task.pk]),
        now=at,
    )


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "H:i d/m/Y")
