"""What an article can't be handed in without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.checks.rules.draft import Kind
from submissions.checks.rules.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft

RUNNING_TEXT = frozenset({Kind.PARAGRAPH, Kind.ITEM})


def missing_fields(draft: Draft) -> Iterator[Finding]:
    """Fields that are empty, in the order of the form."""
    present = {
        "title": draft.title.strip(),
        "sapo": draft.sapo.strip(),
        "body": any(piece.kind in RUNNING_TEXT for piece in draft.pieces),
        "byline": draft.byline.strip(),
        "genre": draft.genre,
        "topic": draft.has_topic,
        "audience": draft.has_audience,
    }
    for field, value in present.items():
        if not value:
            yield Finding(code=f"{field}_missing", level=Level.BLOCKS, field=field)


def missing_words(draft: Draft) -> Iterator[Finding]:
    """Photos without the words that are published with them."""
    for photo in draft.photos:
        for name in ("alt", "caption", "credit"):
            if not getattr(photo, name).strip():
                yield Finding(
                    code=f"{name}_missing",
                    level=Level.BLOCKS,
                    field=f"{photo.prefix}-{name}",
                    params={"number": photo.number},
                    block_id=photo.block_id,
                )
