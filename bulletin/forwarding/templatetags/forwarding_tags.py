"""Words of the ledger in templates."""

from __future__ import annotations

from django import template

from bulletin.forwarding.desk.wording import in_words

register = template.Library()


@register.filter
def cause_words(text: str) -> str:
    """A cause or reason of the ledger in the language of the moment."""
    return in_words(text)
