"""What the upload form needs wherever it stands."""

from __future__ import annotations

from uuid import uuid4

from django import template

from submissions.intake.docx import Kind
from submissions.intake.jail import office

register = template.Library()


@register.simple_tag
def upload_token() -> str:
    """A new token, by which the same form sent twice is told."""
    return str(uuid4())


@register.simple_tag
def accepted_suffixes() -> list[str]:
    """The kinds of files that can be read on this machine, by their suffixes."""
    return [kind.suffix for kind in Kind] if office.program() else [Kind.WORD.suffix]
