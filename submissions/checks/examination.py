"""Runs the checks on an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from wagtail import hooks

from submissions.checks.drafts import draft_of
from submissions.checks.messages import message_of
from submissions.checks.reading import delicate_wordings, lists_for
from submissions.checks.rules import Finding, Level, Lists, delicate_words, examine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from submissions.articles.models import ArticlePage

#: Other rooms add their own checks: ``hooks.register("article_checks", fn)``, ``fn(page) -> list[Finding]``; what they
#: find carries its own ``message``.
HOOK: Final = "article_checks"
_ORDER: Final = {Level.BLOCKS: 0, Level.WARNS: 1, Level.NOTES: 2}


def findings(page: ArticlePage, *, on: date | None = None) -> list[Finding]:
    """What there is to say about ``page`` as it stands in memory: what blocks first, then warnings, then advice.

    ``on`` is the day whose rules and documents count, today if not given.
    """
    lists = lists_for(genre=page.genre or "", on=on or timezone.localdate())
    found = list(examine(draft_of(page), lists))
    for check in hooks.get_hooks(HOOK):
        found += check(page)
    return sorted(_worded(found), key=lambda finding: _ORDER[finding.level])


def asks_second_reviewer(page: ArticlePage) -> list[Finding]:
    """Why a second reviewer has to look at ``page``: the desk's delicate words. One query."""
    return _worded(delicate_words(draft_of(page), Lists(delicate=delicate_wordings())))


def undeclared() -> Finding:
    """That nobody has declared the article free of state secrets yet: the screens add it, the article does not know."""
    finding = Finding(code="secrets_undeclared", level=Level.BLOCKS, field="no_secrets")
    return replace(finding, message=message_of(finding))


def _worded(found: Iterable[Finding]) -> list[Finding]:
    return [replace(finding, message=message_of(finding)) for finding in found]
