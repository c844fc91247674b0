"""The verbs of the officer's screens: what each asks for, what it will do, and why it is closed where it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletin.forwarding.permissions import may_administer, may_operate
from bulletin.forwarding.reasons import LONGEST_REASON
from bulletin.forwarding.states import TRANSITIONS, Action, State, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from bulletin.forwarding.models import Delivery, Destination
    from cms.accounts.models import User

RETRYABLE = frozenset({State.RETRY_WAIT, State.UNKNOWN})
"""What waits for its time, or for an answer about its outcome, can be hurried."""


class DeskVerb(StrEnum):
    """What a person can do on these screens; the value stands in the address."""

    RETRY = "retry"
    REDELIVER = "redeliver"
    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"


DELIVERY_VERBS = (DeskVerb.RETRY, DeskVerb.REDELIVER, DeskVerb.CANCEL)
DANGEROUS = frozenset({DeskVerb.CANCEL, DeskVerb.PAUSE})
ICONS: Mapping[DeskVerb, str] = {
    DeskVerb.RETRY: "rotate",
    DeskVerb.REDELIVER: "resubmit",
    DeskVerb.CANCEL: "cross",
    DeskVerb.PAUSE: "lock",
    DeskVerb.RESUME: "lock-open",
}
LABELS: Mapping[DeskVerb, StrOrPromise] = {
    DeskVerb.RETRY: gettext_lazy("Try now"),
    DeskVerb.REDELIVER: gettext_lazy("Send again"),
    DeskVerb.CANCEL: gettext_lazy("Give up sending"),
    DeskVerb.PAUSE: gettext_lazy("Pause"),
    DeskVerb.RESUME: gettext_lazy("Resume"),
}
_NOT_RETRYABLE: Mapping[State, StrOrPromise] = {
    State.HELD: gettext_lazy("It waits for its release."),
    State.WAITING: gettext_lazy("It is next in the queue already."),
    State.SENDING: gettext_lazy("It is being sent at this moment."),
    State.PAUSED: gettext_lazy("The destination is paused. Resume it, and this goes by itself."),
    State.DELIVERED: gettext_lazy("The other site has it."),
    State.CONFIRMED: gettext_lazy("The other site has it."),
    State.REJECTED: gettext_lazy("Nothing is planned any more after a rejection; use “Send again”."),
    State.FAILED: gettext_lazy("All attempts are spent; use “Send again”."),
    State.SUPERSEDED: gettext_lazy("A newer version took its place."),
    State.CANCELLED: gettext_lazy("It was cancelled; use “Send again”."),
}
_NOT_CANCELLABLE: Mapping[State, StrOrPromise] = {
    State.SENDING: gettext_lazy("It is being sent at this moment; wait for what comes of it."),
    State.DELIVERED: gettext_lazy("The other site has it. Withdraw the article, and it is taken down there too."),
    State.CONFIRMED: gettext_lazy("The other site has it. Withdraw the article, and it is taken down there too."),
    State.SUPERSEDED: gettext_lazy("A newer version took its place."),
    State.CANCELLED: gettext_lazy("It is cancelled already."),
}


class ReasonForm(forms.Form):
    """The reason that stays in the history."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why: the reason stays in the history.")},
    )


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A verb on a screen: open with its form, or closed with the reason why."""

    verb: DeskVerb
    closed: str
    consequence: str
    form: ReasonForm
    error: str = ""
    is_open: bool = False
    is_primary: bool = False

    @property
    def label(self) -> str:
        """The words of the button."""
        return str(LABELS[self.verb])

    @property
    def icon(self) -> str:
        """The icon of the button."""
        return ICONS[self.verb]

    @property
    def is_dangerous(self) -> bool:
        """Whether it keeps something from the other site."""
        return self.verb in DANGEROUS


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A verb that was tried and refused: what was typed, and why it was refused (empty: the form says it)."""

    verb: DeskVerb
    form: ReasonForm
    error: str = ""

    @property
    def label(self) -> str:
        """The words of the button."""
        return str(LABELS[self.verb])

    @property
    def typed(self) -> str:
        """The reason that was typed."""
        return str(self.form.data.get("reason", ""))


def delivery_offers(*, delivery: Delivery, user: User, refusal: Refusal | None = None) -> list[Offer]:
    """The verbs of a delivery that was read through ``desk.with_current``; empty for those who may only look."""
    if not may_operate(user):
        return []
    closed = {verb: closed_reason(verb=verb, delivery=delivery) for verb in DELIVERY_VERBS}
    # What moves again what stands still; a delivery that goes by itself needs no primary button.
    primary = next((verb for verb in (DeskVerb.RETRY, DeskVerb.REDELIVER) if not closed[verb]), None)
    stands_still = delivery.state in {State.UNKNOWN, State.REJECTED, State.FAILED}
    return [
        _offer(
            verb,
            key=str(delivery.pk),
            closed=closed[verb],
            consequence=_consequence(verb, delivery),
            refusal=refusal,
            is_primary=stands_still and verb == primary,
        )
        for verb in DELIVERY_VERBS
    ]


def destination_offer(*, destination: Destination, user: User, refusal: Refusal | None = None) -> Offer | None:
    """Pause or resume, whichever it is now; None for those who may only look."""
    if not may_operate(user):
        return None
    key = str(destination.pk)
    if destination.is_active and destination.is_ours:
        consequence = _(
            "Nothing more is sent to %(name)s until somebody resumes it. What is published meanwhile waits here; nothing is lost."
        ) % {"name": destination.name}
        return _offer(DeskVerb.PAUSE, key=key, closed="", consequence=consequence, refusal=refusal)
    closed = ""
    if not destination.is_ours and not may_administer(user):
        closed = _("Another installation sends to this destination. Only an administrator can take it over.")
    consequence = _("What waits is sent, takedowns first, then in the order of publication.")
    return _offer(
        DeskVerb.RESUME, key=key, closed=closed, consequence=consequence, refusal=refusal, is_primary=not closed
    )


def closed_reason(*, verb: DeskVerb, delivery: Delivery) -> str:
    """Why a verb is closed for a delivery now, in words for the officer; empty where it is open."""
    state = State(delivery.state)
    if verb == DeskVerb.RETRY:
        return "" if state in RETRYABLE else str(_NOT_RETRYABLE[state])
    if verb == DeskVerb.CANCEL:
        return "" if state in TRANSITIONS[Verb.CANCEL].sources else str(_NOT_CANCELLABLE[state])
    newest = State(_current(delivery, "state"))
    if newest == State.CANCELLED and _current(delivery, "action") == Action.RETRACTED:
        return _("The article was withdrawn before anything was sent: there is nothing to send.")
    if newest in TRANSITIONS[Verb.REDELIVER].sources:
        return ""
    return _("The newest version (v%(version)d) is under way: %(state)s.") % {
        "version": _current(delivery, "version"),
        "state": newest.label.lower(),
    }


def _consequence(verb: DeskVerb, delivery: Delivery) -> str:
    """What will happen at the other end."""
    name = delivery.destination.name
    if verb == DeskVerb.RETRY:
        if delivery.state == State.UNKNOWN:
            return _("%(name)s is asked at once what it holds; only if it holds nothing is anything sent.") % {
                "name": name
            }
        return _("The next attempt is made at once instead of waiting for its time.")
    if verb == DeskVerb.CANCEL:
        if delivery.is_retraction:
            return _("The article stays visible on %(name)s.") % {"name": name}
        return _("Version %(version)d does not go to %(name)s any more; a later version will.") % {
            "version": delivery.version,
            "name": name,
        }
    return _("The newest version (v%(version)d) goes to %(name)s under its old number, so that it appears there once only.") % {
        "version": _current(delivery, "version"),
        "name": name,
    }  # fmt: skip


def _offer(
    verb: DeskVerb, *, key: str, closed: str, consequence: str, refusal: Refusal | None, is_primary: bool = False
) -> Offer:
    tried = refusal if refusal is not None and refusal.verb == verb else None
    ids = f"{verb}-{key}-%s"
    if tried is not None:
        tried.form.auto_id = ids
    return Offer(
        verb=verb,
        closed=closed,
        consequence=consequence,
        form=tried.form if tried else ReasonForm(auto_id=ids),
        error=tried.error if tried else "",
        is_open=tried is not None,
        is_primary=is_primary,
    )


def _current(delivery: Delivery, name: str) -> Any:
    return getattr(delivery, f"current_{name}")
