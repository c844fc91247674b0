"""Length by genre, in syllables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.checks.rules.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft
    from submissions.checks.rules.lists import Limits


def length(draft: Draft, limits: Limits) -> Iterator[Finding]:
    """A text shorter or longer than its genre; silent while there is no text or no genre."""
    words = draft.words
    if draft.is_cut:
        yield Finding(code="text_cut", level=Level.WARNS, field="body")
    if not words or not draft.genre:
        return
    params = {"words": words, "least": limits.words_min, "most": limits.words_max}
    if words < limits.words_min:
        yield Finding(code="text_short", level=Level.WARNS, field="body", params={**params})
    elif limits.words_max and words > limits.words_max:
        yield Finding(code="text_long", level=Level.WARNS, field="body", params={**params})
