"""Makes a `Draft` of an article in memory, saved or not, without asking the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from submissions.checks.rules import Draft, Gatherer, Kind, Photo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from submissions.articles.models import ArticlePage


def draft_of(page: ArticlePage) -> Draft:
    """An article as it stands on ``page``, with its photos in the order in which readers see them."""
    photos: list[Photo] = []
    if page.lead_image_id:
        words = {"alt": page.lead_alt, "caption": page.lead_caption, "credit": page.lead_credit}
        photos.append(_photo("lead", 1, words))
    text = Gatherer()
    text.add(Kind.TITLE, "title", page.title)
    text.add(Kind.SAPO, "sapo", page.sapo)
    for block in page.body.raw_data:
        block_id, value = block.get("id") or "", block["value"]
        match block["type"]:
            case "heading":
                text.add(Kind.HEADING, "body", value or "", block_id)
            case "paragraph":
                text.add_rich("body", value or "", block_id)
            case "quote":
                text.add(Kind.QUOTE, "body", value.get("text") or "", block_id)
            case "table":
                for cell in _cells(value):
                    text.add(Kind.CELL, "body", cell, block_id)
            case "figure":
                photos.append(_photo(f"figure-{block_id}", len(photos) + 1, value, block_id))
    for photo in photos:
        text.add(Kind.CAPTION, f"{photo.prefix}-caption", photo.caption, photo.block_id)
    return Draft(
        title=page.title or "",
        sapo=page.sapo or "",
        byline=page.byline or "",
        genre=page.genre or "",
        has_topic=page.topic_id is not None,
        has_audience=bool(page.audience),
        language=page.language,
        pieces=tuple(text.pieces),
        photos=tuple(photos),
        is_cut=text.is_cut,
    )


def _photo(prefix: str, number: int, words: Mapping[str, Any], block_id: str = "") -> Photo:
    return Photo(
        prefix=prefix,
        number=number,
        alt=words.get("alt") or "",
        caption=words.get("caption") or "",
        credit=words.get("credit") or "",
        block_id=block_id,
    )


def _cells(table: Mapping[str, Any]) -> Iterable[str]:
    """The texts of a table in raw form: items of its two lists may stand bare or in a wrapper with their id."""
    for row in table.get("rows") or ():
        for cell in _bare(row) or ():
            yield str(_bare(cell) or "")


def _bare(item: Any) -> Any:
    return item["value"] if isinstance(item, dict) and "value" in item else item
