"""What the reader's side tells the floors above, inside the transaction in which it happens.

Receivers only write rows; whatever leaves the process waits for the commit. Each signal is sent with
``sender``: the story's class, and ``version``: the `StoryVersion` that was just written.
"""

from __future__ import annotations

from django.dispatch import Signal

story_published = Signal()
story_corrected = Signal()
story_withdrawn = Signal()
