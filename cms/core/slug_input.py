"""The field for a page's address in the editor, which makes the address of a Vietnamese title as the server does."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from wagtail.admin.widgets import SlugInput

from cms.core.text import browser_rules


class VietnameseSlugInput(SlugInput):
    """Wagtail's own field with ``slugify_vi`` as its formatters.

    The patterns go into the attribute as they are: Wagtail's argument ``formatters`` takes Python's only, which know
    neither ``\\p{L}`` nor lookbehinds without a fixed length.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, locale: object | None = None) -> None:
        super().__init__(attrs={"data-w-slug-formatters-value": _formatters(), **(attrs or {})}, locale=locale)


@cache
def _formatters() -> str:
    formatters = [[[pattern, "gu"], to] for pattern, to in browser_rules()]
    return json.dumps(formatters, ensure_ascii=False, separators=(",", ":"))
