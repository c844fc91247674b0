"""What the house hands an adapter: its own pictures, a memory in the database, and people."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.utils import timezone

from bulletin.forwarding.adapters.base import Supplies
from bulletin.forwarding.errors import PictureMissing
from bulletin.forwarding.models import RemoteNote

if TYPE_CHECKING:
    from bulletin.forwarding.models import Destination

LARGEST_PICTURE = 20 * 1024 * 1024


class StoredPictures:
    """Pictures of the default storage, by the address under which readers get them."""

    def load(self, *, url: str, sha256: str) -> bytes:
        """The bytes, if they are those of the hash. Raises PictureMissing."""
        prefix, path = urlsplit(settings.MEDIA_URL).path, unquote(urlsplit(url).path)
        if not path.startswith(prefix):
            raise PictureMissing(f"the picture {url} is not in our storage")
        try:
            with default_storage.open(path.removeprefix(prefix)) as file:
                content: bytes = file.read(LARGEST_PICTURE + 1)
        except (OSError, SuspiciousOperation, ValueError) as error:
            raise PictureMissing(f"the picture {url} is not in our storage") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise PictureMissing(f"the picture {url} was changed since it was approved")
        return content


class RememberedNotes:
    """A destination's notes in the database, each a row."""

    def __init__(self, destination_id: int) -> None:
        self.destination_id = destination_id

    def recall(self, key: str) -> str:
        found = RemoteNote.objects.filter(destination_id=self.destination_id, key=key).values_list("value", flat=True)
        return found.first() or ""

    def keep(self, key: str, value: str) -> None:
        RemoteNote.objects.update_or_create(
            destination_id=self.destination_id, key=key, defaults={"value": value, "at": timezone.now()}
        )

    def forget(self, key: str) -> None:
        RemoteNote.objects.filter(destination_id=self.destination_id, key=key).delete()


def supplies_for(destination: Destination) -> Supplies:
    """The supplies of one destination."""
    from bulletin.forwarding.handover.hands import TasksForPeople

    return Supplies(
        pictures=StoredPictures(),
        memory=RememberedNotes(destination.pk),
        hands=TasksForPeople(destination.pk),
    )
