"""What is missing from an article, beside the field where it is missing.

`submissions.moderation.readiness` says what is missing; here each of its sentences finds its field on the review page.
A sentence that has none is shown above the form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from submissions.moderation import readiness

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from submissions.articles.models import ArticlePage

FIELD_SENTENCES: Final[dict[str, StrPromise]] = {
    "title": _("Give the article a title."),
    "sapo": _("Write the standfirst: one or two sentences that say what matters."),
    "byline": _("Say who wrote the article."),
    "genre": _("Choose the genre."),
    "topic": _("Choose the main topic."),
    "audience": _("Choose whom the article is for."),
    "lead-alt": _("Describe the lead photo for people who can't see it (alternative text)."),
}
FIGURES_SENTENCE: Final = _("Describe every photo for people who can't see it: %(count)d without alternative text.")
ALT_MISSING: Final = _("Describe this photo for people who can't see it.")


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What is missing: sentences by the name of their field, and those that have none."""

    by_field: dict[str, str] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things are missing."""
        return len(self.by_field) + len(self.elsewhere)


def missing(page: ArticlePage) -> Missing:
    """What ``page``, as it stands in memory, needs before it can be handed in."""
    found = Missing()
    fields = {str(sentence): name for name, sentence in FIELD_SENTENCES.items()}
    silent = [
        block.id for block in page.body if block.block_type == "figure" and not (block.value.get("alt") or "").strip()
    ]
    of_figures = str(FIGURES_SENTENCE) % {"count": len(silent)}
    for sentence in readiness.problems(page):
        if sentence in fields:
            found.by_field[fields[sentence]] = sentence
        elif sentence == of_figures and silent:
            found.by_field.update({f"figure-{block_id}-alt": str(ALT_MISSING) for block_id in silent})
        else:
            found.elsewhere.append(sentence)
    return found
