"""Titles and standfirsts that are too long for a site that they go to: said while somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from bulletin.forwarding.models import Destination
from bulletin.forwarding.policy.fields import Scope
from bulletin.forwarding.policy.rules import Facts, Policy
from cms.core.text import nfc
from submissions.checks.rules import Finding, Level

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage

TITLE: Final = "title_limit"
SAPO: Final = "sapo_limit"


def article_findings(page: ArticlePage) -> list[Finding]:
    """A warning for each destination that would get the article and shows less of it than there is. One query.

    Where only the officer's choice would send it, the same is said as advice.
    """
    title, sapo = len(nfc(page.title or "").strip()), len(nfc(page.sapo or "").strip())
    strict = Destination.objects.filter(Q(title_limit__lt=title) | Q(sapo_limit__lt=sapo))
    found = []
    for destination in strict.defer("secrets_sealed").order_by("name"):
        level = _level(destination, page)
        if level is None:
            continue
        for code, length, limit, message in (
            (TITLE, title, destination.title_limit, _("The title has %(length)d characters; %(name)s shows %(limit)d.")),
            (
                SAPO,
                sapo,
                destination.sapo_limit,
                _("The standfirst has %(length)d characters; %(name)s shows %(limit)d."),
            ),
        ):  # fmt: skip
            if limit is not None and length > limit:
                words: dict[str, str | int] = {"length": length, "limit": limit, "name": destination.name}
                found.append(
                    Finding(
                        code=code,
                        level=level,
                        field="title" if code == TITLE else "sapo",
                        params=words,
                        message=message % words,
                    )
                )
    return found


def _level(destination: Destination, page: ArticlePage) -> Level | None:
    """How much it matters there; None where the article would not go there."""
    facts = Facts(
        is_issue=False,
        is_translation=page.translation_of_id is not None,
        section=page.section.slug if page.section else "",
    )
    policy = Policy.of(destination)
    if policy.takes(facts):
        return Level.WARNS
    by_choice = policy.scope == Scope.CHOSEN and (policy.takes_translations or not facts.is_translation)
    return Level.NOTES if by_choice else None
