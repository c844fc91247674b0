"""What the two language versions of an article mean for the verbs of either."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from submissions.articles.enums import FINAL, PUBLIC
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.translations import original_of, translation_of
from submissions.moderation.errors import VerbRefused

# Read by readers of English, in the place of the page.
NOTE_ORIGINAL_WITHDRAWN: Final = "The Vietnamese original of this article was withdrawn."


def hold_original(submission_id: int) -> None:
    """Locks the original of a translation before the translation itself is locked.

    Withdrawing locks in the same order, so the two never wait for each other; and what is public stays so until the
    translation is public too.
    """
    pages = Submission.objects.filter(pk=submission_id, is_translation=True).values("page_id")
    originals = ArticlePage.objects.filter(translations__in=pages).values("pk")
    # Evaluated for its lock.
    list(Submission.objects.select_for_update(of=("self",)).filter(page_id__in=originals))


def require_public_original(submission: Submission) -> None:
    """Raises `VerbRefused` where this is a translation of something that readers cannot read."""
    if not submission.is_translation:
        return
    original = original_of(submission)
    if original is None or original.state not in PUBLIC:
        raise VerbRefused(
            _("The Vietnamese original is not public. Publish it first; an English version never stands alone.")
        )


def translation_that_goes_too(submission: Submission) -> Submission | None:
    """The English version that is not settled for good when its original is withdrawn."""
    if submission.is_translation:
        return None
    found = translation_of(submission)
    return found if found is not None and found.state not in FINAL else None
