"""What the articles tell higher rooms, inside the transaction of the act: receivers write rows and nothing else."""

from __future__ import annotations

from django.dispatch import Signal

# ``submission`` (Submission, as just written) and ``event`` (SubmissionEvent): a verb of the transition table was
# carried out. Sent by `submissions.moderation.actions` after the line of history is written.
submission_moved = Signal()

# ``submission`` (Submission) and ``page`` (ArticlePage, as saved): the content differs from what it was. Sent by
# `submissions.articles.actions` inside the transaction of the save; a save that changes nothing is silent.
content_changed = Signal()
