"""First values of rules, for a new house; an existing rule is never touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cms.core.models import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGINNING = date(2010, 1, 1)


@dataclass(frozen=True, kw_only=True)
class RuleSeed:
    """A rule's first value and the document it comes from; ``scope`` narrows it (see `cms.core.models.Rule`)."""

    code: str
    value: str
    source: str
    scope: str = ""


def ensure_rules(seeds: Iterable[RuleSeed]) -> None:
    """Enters each rule that has no value at all yet."""
    for seed in seeds:
        if not Rule.objects.filter(code=seed.code, scope=seed.scope).exists():
            Rule.objects.create(
                code=seed.code, scope=seed.scope, value=seed.value, source=seed.source, effective_from=BEGINNING
            )
