"""The choices that a kind of destination leaves (`Adapter.options`), as fields of a form and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from bulletin.forwarding.adapters import Adapter

PREFIX: Final = "option_"
LABELS: Final[Mapping[str, StrOrPromise]] = {
    "format": gettext_lazy("Form of the content"),
    "method": gettext_lazy("HTTP method"),
    "status": gettext_lazy("Articles at the other site"),
    "terms": gettext_lazy("Categories and tags that the other site does not have"),
}
WORDS: Final[Mapping[tuple[str, str], StrOrPromise]] = {
    ("format", "json"): gettext_lazy("our own JSON"),
    ("format", "ninjs"): gettext_lazy("ninjs 2 (IPTC)"),
    ("status", "publish"): gettext_lazy("are public at once"),
    ("status", "pending"): gettext_lazy("wait for its editors"),
    ("terms", "existing"): gettext_lazy("are left out"),
    ("terms", "create"): gettext_lazy("are made there"),
}


def fields_for(adapter: type[Adapter], *, chosen: Mapping[str, str]) -> dict[str, forms.Field]:
    """A field for each choice of a kind, set to what was chosen or to the kind's own default."""
    return {
        f"{PREFIX}{name}": forms.ChoiceField(
            label=LABELS.get(name, name),
            choices=[(value, WORDS.get((name, value), value)) for value in values],
            initial=chosen.get(name, values[0]),
            required=False,
        )
        for name, values in adapter.options.items()
    }


def chosen_in(values: Mapping[str, Any]) -> dict[str, str]:
    """The choices among the cleaned values of a form; one that was left out is the kind's own."""
    return {
        name.removeprefix(PREFIX): str(value) for name, value in values.items() if name.startswith(PREFIX) and value
    }


def in_words(options: Mapping[str, str]) -> str:
    """All choices in one line; empty where there are none."""
    return "; ".join(f"{LABELS.get(name, name)}: {WORDS.get((name, value), value)}" for name, value in options.items())
