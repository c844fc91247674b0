"""Files that go with a story: documents that its text links to, and what rooms above bring (the PDF of an issue).

Rooms above register ``hooks.register("forwarding_attachments", fn)``, ``fn(story, version) -> Brought``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urljoin

from wagtail import hooks
from wagtail.documents import get_document_model

from bulletin.forwarding.payload import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cms.website.models import StoryPage, StoryVersion

HOOK: Final = "forwarding_attachments"
LINK: Final = re.compile(r"<a\s[^>]*>", re.IGNORECASE)
DOCUMENT: Final = re.compile(r'\blinktype="document"')
KEY: Final = re.compile(r'\bid="(\d{1,18})"')


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a room brings; ``is_complete`` is False while a file is still being made."""

    files: Sequence[Attachment] = field(default_factory=tuple)
    is_complete: bool = True


class Provider(Protocol):
    """What a room registers under the hook."""

    def __call__(self, *, story: StoryPage, version: StoryVersion, base: str) -> Brought:
        """The room's files for a published version; ``base`` is the story's own address."""


def of(story: StoryPage, *, version: StoryVersion, base: str) -> Brought:
    """All files of a version."""
    files = list(_documents(story, base=base))
    is_complete = True
    provider: Provider
    for provider in hooks.get_hooks(HOOK):
        brought = provider(story=story, version=version, base=base)
        files += brought.files
        is_complete = is_complete and brought.is_complete
    return Brought(files=files, is_complete=is_complete)


def _documents(story: StoryPage, *, base: str) -> Iterable[Attachment]:
    """The documents that the text links to, each once, in the order of reading."""
    keys: dict[int, None] = {}
    for block in getattr(story, "body", ()):
        source = getattr(block.value, "source", "")
        for link in LINK.findall(source) if isinstance(source, str) else ():
            if DOCUMENT.search(link) and (key := KEY.search(link)):
                keys[int(key[1])] = None
    found = get_document_model().objects.in_bulk(list(keys)) if keys else {}
    for number in keys:
        if number not in found:
            continue
        document = found[number]
        digest, size = hashlib.sha256(), 0
        with document.open_file() as file:
            for chunk in file.chunks():
                digest.update(chunk)
                size += len(chunk)
        yield Attachment(
            url=urljoin(base, document.url), sha256=digest.hexdigest(), bytes=size, name=document.title, type=""
        )
