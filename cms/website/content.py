"""The content of a revision: what is hashed when a story is approved, and checked again before it goes live."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField

from cms.core.rich_text import without_keys
from cms.website.models import Photo

if TYPE_CHECKING:
    from wagtail.models import Revision

    from cms.website.models import StoryPage

# StreamField block ids change when a block is moved in the editor and say nothing to a reader.
VOLATILE_KEYS = frozenset({"id"})


def content_hash(story_class: type[StoryPage], content: dict[str, Any]) -> str:
    """SHA-256, in hex, over a revision's approved fields in a canonical form, with the pictures' own hashes.

    The names by which the editor knows paragraphs are left out: they come and go with an opening, and no reader gets
    them. A picture is named by the hash of its file, so that exchanging the file behind an approved story is seen.
    """
    picked = _picked(story_class, content)
    picked["photos"] = _photo_hashes(picked)
    # A revision that was just made still holds dates as such; stored, they are the encoder's text.
    canonical = json.dumps(
        _stable(picked), ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def revision_hash(revision: Revision, story_class: type[StoryPage]) -> str:
    """The content hash of a revision."""
    return content_hash(story_class, revision.content)


def photo_ids(story_class: type[StoryPage], content: dict[str, Any]) -> set[int]:
    """The photos that a revision's content shows: the lead photo and those of the text."""
    picked = _picked(story_class, content)
    lead = picked.get("lead_image")
    return images_in(picked.get("body")) | ({lead} if isinstance(lead, int) else set())


def _picked(story_class: type[StoryPage], content: dict[str, Any]) -> dict[str, Any]:
    picked: dict[str, Any] = {}
    for field in story_class.approved_fields:
        value = content.get(field)
        # A StreamField stands in the revision as JSON in a string.
        read = json.loads(value) if isinstance(value, str) and value.startswith("[{") else value
        picked[field] = _unnamed(story_class, field, read)
    return picked


def _unnamed(story_class: type[StoryPage], field: str, value: Any) -> Any:
    """A body without the names of its paragraphs. Only rich text has them: elsewhere the same letters are words."""
    stream = story_class._meta.get_field(field)
    if not (isinstance(stream, StreamField) and isinstance(value, list)):
        return value
    kinds = stream.stream_block.child_blocks
    return [
        {**block, "value": without_keys(block["value"])}
        if isinstance(kinds.get(block["type"]), RichTextBlock) and isinstance(block["value"], str)
        else block
        for block in value
    ]


def _stable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stable(item) for key, item in value.items() if key not in VOLATILE_KEYS}
    if isinstance(value, list):
        return [_stable(item) for item in value]
    return value


def _photo_hashes(picked: dict[str, Any]) -> list[str]:
    ids = {picked.get("lead_image"), *images_in(picked.get("body"))} - {None}
    if not ids:
        return []
    # Wagtail fills the hash in when it first needs it: asked here, it can't appear between approval and publication.
    return [photo.get_file_hash() for photo in Photo.objects.filter(pk__in=ids).order_by("pk")]


def images_in(value: Any) -> set[int]:
    """Ids of pictures below a StreamField's raw value: every integer under a key ``image``."""
    found: set[int] = set()
    if isinstance(value, dict):
        if isinstance(value.get("image"), int):
            found.add(value["image"])
        for item in value.values():
            found |= images_in(item)
    elif isinstance(value, list):
        for item in value:
            found |= images_in(item)
    return found
