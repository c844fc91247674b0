"""What the consents tell higher rooms, inside the transaction of the act: receivers write rows and nothing else."""

from __future__ import annotations

from django.dispatch import Signal

# ``removal`` (PhotoRemoval), ``page_ids`` (set[int]: articles, not public as such, that use the photo in their latest or
# approved text; their submissions are locked), ``actor`` (User) and ``at`` (aware datetime): a photo was taken back.
photo_withdrawn = Signal()
