"""English versions for tests, made the way editors make them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.articles.translations import begin_translation
from submissions.moderation import actions
from tests import factories

if TYPE_CHECKING:
    from wagtail.models import Revision

    from cms.accounts.models import User

WORDS: dict[str, Any] = {
    "title": "A shorter way through the outpatient clinic",
    "sapo": "Patients wait less since the reception desks were put in a row.",
    "lead_alt": "The reception desks in the morning",
    "lead_caption": "Monday morning at the reception.",
    "body": [{"type": "paragraph", "value": "<p>Since the first of the month the desk opens earlier.</p>"}],
}


def translate(version: Submission, *, by: User | None = None, **changes: Any) -> Revision:
    """The English words, put in by the editor who began the version."""
    return factories.an_edit(version, by=by or version.created_by, **{**WORDS, **changes})


def an_english_version(
    original: Submission, *, state: State = State.PUBLISHED, editor: User | None = None, **changes: Any
) -> Submission:
    """The English version of an article, translated by one editor and approved by another."""
    translator = editor or factories.an_editor()
    reviewer = factories.an_editor()
    version = begin_translation(submission_id=original.pk, actor=translator)
    translate(version, by=translator, **changes)
    of: dict[str, Any] = {"submission_id": version.pk}
    if state != State.DRAFT:
        actions.submit(**of, actor=translator, no_secrets=True)
    if state in (State.APPROVED, State.SCHEDULED, State.PUBLISHED):
        actions.approve(**of, actor=reviewer, revision_id=factories.latest_revision_id(version))
    if state == State.SCHEDULED:
        actions.schedule(**of, actor=reviewer, at=timezone.now() + timedelta(days=1))
    if state == State.PUBLISHED:
        actions.publish(**of, actor=reviewer)
    return Submission.objects.get(pk=version.pk)
