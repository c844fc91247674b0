"""The forms for destinations, driven by what the kind of destination asks for. A secret goes in and never comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from bulletin.forwarding.adapters import KINDS
from bulletin.forwarding.destinations import option_fields
from bulletin.forwarding.destinations.checks import (
    LIMITS,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_SECRET,
    LONGEST_USERNAME,
)
from bulletin.forwarding.reasons import LONGEST_REASON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

    from bulletin.forwarding.adapters import Adapter

SECRET: Final = "new_password"  # noqa: S105
"""The field of a secret. “password” in its name keeps it out of the forms that are kept for later."""
LABELS: Final = (
    gettext_noop("Signed JSON by HTTPS (webhook)"),
    gettext_noop("WordPress, by an application password"),
    gettext_noop("By hand: a package for a named person"),
    gettext_noop("Fetches by itself (change feed)"),
    gettext_noop("Sandbox province (demo)"),
)
"""Names of the kinds, which the adapters cannot translate themselves."""


def offered_kinds() -> dict[str, str]:
    """The kinds that can be added here, with their names."""
    return {name: kind_label(name) for name, adapter in KINDS.items() if settings.DEMO or not adapter.demo_only}


def kind_label(name: str) -> str:
    """The name of a kind."""
    adapter = KINDS.get(name)
    return gettext(adapter.label) if adapter and adapter.label else name


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The second person decides by it, and it stays in the history."),
        error_messages={"required": gettext_lazy("Say why: the reason stays in the history.")},
    )


def _secret(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Secret"),
        max_length=LONGEST_SECRET,
        required=required,
        strip=True,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Sealed at once and never shown again. After a refusal enter it anew."),
    )


def _number(name: str, label: StrOrPromise, initial: int) -> forms.IntegerField:
    lowest, highest = LIMITS[name]
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, initial=initial)


# One line a field: what the adapter class must declare for it to be asked for, and the field.
FIELDS: Final[Mapping[str, tuple[Callable[[type[Adapter]], bool], Callable[[], forms.Field]]]] = {
    "name": (
        lambda adapter: True,
        lambda: forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME),
    ),
    "base_url": (
        lambda adapter: adapter.needs_address,
        lambda: forms.CharField(
            label=gettext_lazy("Base address"),
            max_length=LONGEST_ADDRESS,
            widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "spellcheck": "false"}),
            help_text=gettext_lazy("Begins with https:// and names a host on the open internet."),
        ),
    ),
    "username": (
        lambda adapter: adapter.needs_username,
        lambda: forms.CharField(
            label=gettext_lazy("User name at the other site"),
            max_length=LONGEST_USERNAME,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        ),
    ),
    "takes_translations": (
        lambda adapter: True,
        lambda: forms.BooleanField(label=gettext_lazy("Is sent English versions too"), required=False),
    ),
    "max_parallel": (
        lambda adapter: True,
        lambda: _number("max_parallel", gettext_lazy("Requests at once"), 4),
    ),
    "rate_per_second": (
        lambda adapter: True,
        lambda: _number("rate_per_second", gettext_lazy("Requests a second"), 5),
    ),
    "oldest_limit_minutes": (
        lambda adapter: True,
        lambda: _number(
            "oldest_limit_minutes", gettext_lazy("Alarm when an article waits longer than (minutes)"), 120
        ),
    ),
    "backlog_limit": (
        lambda adapter: True,
        lambda: _number("backlog_limit", gettext_lazy("Alarm when more articles wait than"), 200),
    ),
}


class DestinationForm(forms.Form):
    """The fields of a destination of one kind; for a new one also its secret and how it starts."""

    def __init__(self, *args: Any, kind: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adapter = KINDS[kind]
        for name, (applies, make) in FIELDS.items():
            if applies(adapter):
                self.fields[name] = make()
        self.fields |= option_fields.fields_for(adapter, chosen=self.initial.get("options") or {})
        if is_new:
            if adapter.needs_secret or adapter.default_secret:
                self.fields[SECRET] = _secret(required=adapter.needs_secret)
            if settings.DEMO:
                self.fields["allow_private"] = forms.BooleanField(
                    label=gettext_lazy("May lie in the own network (demo only)"), required=False
                )
            self.fields["starts_paused"] = forms.BooleanField(
                label=gettext_lazy("Begin paused: send a test first, resume by hand"), required=False, initial=True
            )
        self.fields["reason"] = _reason()

    def values(self) -> dict[str, Any]:
        """Everything but the secret and the reason."""
        chosen = option_fields.chosen_in(self.cleaned_data)
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {SECRET, "reason"} and not name.startswith(option_fields.PREFIX)
        }
        return {**values, "options": chosen} if chosen else values


class SecretForm(forms.Form):
    """A new secret for an existing destination."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SECRET] = _secret(required=True)
        self.fields["reason"] = _reason()


class WhyForm(forms.Form):
    """A change that needs a reason and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _reason()


class DecisionForm(forms.Form):
    """What the second person says; a rejection needs it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason (a rejection needs one)"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
