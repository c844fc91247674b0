"""What the issues tell the rooms above, inside the transaction in which it happens.

Receivers only write rows; whatever leaves the process waits for the commit. Each signal is sent with ``sender``: `Issue`,
``issue``: the `Issue`, locked and saved, and ``at``: the aware moment of the act. Further:

- ``issue_published``: readers have the issue for the first time, whole or in part (``issue.state``). ``version``: the
  `StoryVersion` of its page. Sent once for each issue.
- ``issue_changed``: something about a live issue is not what it was: a new PDF is due. ``change``: an `IssueChange`,
  ``article``: the `ArticlePage` concerned, None for ``COVER``.
- ``issue_withdrawn``: readers have it no more. ``version``: the `StoryVersion` that holds the public note.
"""

from __future__ import annotations

from enum import StrEnum

from django.dispatch import Signal


class IssueChange(StrEnum):
    """What happened to a live issue."""

    FOLLOWED = "followed"  # a piece that was left out is on the site now
    CORRECTED = "corrected"  # an article of it has a new version
    WITHDRAWN = "withdrawn"  # an article of it is gone
    LET_GO = "let_go"  # a piece that was left out does not come any more
    COVER = "cover"  # a photo was taken out of the issue itself


issue_published = Signal()
issue_changed = Signal()
issue_withdrawn = Signal()
