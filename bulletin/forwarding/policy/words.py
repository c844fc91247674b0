"""A policy in words: its rules by their names, and what a change changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bulletin.forwarding.models import Destination

if TYPE_CHECKING:
    from bulletin.forwarding.policy.rules import Policy


def lines(policy: Policy) -> list[tuple[str, str]]:
    """All rules: (label, value)."""
    return [(label_of(name), said(value)) for name, value in policy.written().items()]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What a change changed: (label, before, after)."""
    names = [name for name in after if before.get(name) != after[name]]
    return [(label_of(name), said(before.get(name)), said(after[name])) for name in names]


def label_of(name: str) -> str:
    """The words of a rule; of one that is no more, its bare name."""
    fields = {field.name: field for field in Destination._meta.fields}
    return str(fields[name].verbose_name) if name in fields else name


def said(value: Any) -> str:
    """The value of a rule."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{code} = {theirs}" for code, theirs in sorted(value.items())) or "–"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)
