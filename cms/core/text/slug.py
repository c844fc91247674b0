"""Addresses made of Vietnamese titles."""

from __future__ import annotations

import re
from typing import Final

from cms.core.text.fold import fold

#: Wagtail's own limit is 255; a readable address is shorter.
MAX_LENGTH: Final = 80

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")


def slugify_vi(text: str, *, max_length: int = MAX_LENGTH, default: str = "muc") -> str:
    """Return an ASCII slug of ``text``: lower-case letters, digits and single hyphens, never empty.

    ``đ`` becomes ``d`` and every mark falls, so ``"Đẩy mạnh CCHC"`` gives ``"day-manh-cchc"``. A slug longer than
    ``max_length`` is cut at a word if there is one to cut at. Where nothing remains (other scripts, punctuation only),
    ``default`` is returned as it is. Raises ``ValueError`` if ``default`` is itself no slug of that length.
    """
    if not _SLUG.fullmatch(default) or len(default) > max_length:
        raise ValueError(f"not a slug of at most {max_length} characters: {default!r}")
    slug = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(slug) > max_length:
        at_word = slug[: max_length + 1].rpartition("-")[0]
        slug = at_word or slug[:max_length]
    return slug or default
