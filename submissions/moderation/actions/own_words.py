"""The unit takes its own words back after a return: a save like any other, with the lock and the questions of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from submissions.articles.enums import WITH_UNIT
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.permissions import may_edit
from submissions.moderation import changes
from submissions.moderation.actions.steps import latest, require_latest
from submissions.moderation.errors import NotAllowed, VerbClosed, VerbRefused

if TYPE_CHECKING:
    from cms.accounts.models import User


@transaction.atomic
def use_own_words(*, submission_id: int, actor: User, revision_id: int, field: str = "") -> Submission:
    """Saves what the unit last handed in as the latest text: one ``field`` of it, or the whole where none is named.

    ``revision_id`` names the text that was on the screen.

    Raises:
        VerbClosed: the article is not with its unit. NotAllowed: the person may not change it. StaleRevision: the text
        was changed meanwhile. VerbRefused: nothing was handed in yet, there is no such field, or it can't be saved.
    """
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    if submission.state not in WITH_UNIT:
        raise VerbClosed(
            _("The article is already “%(state)s”. Nothing was changed.")
            % {"state": submission.get_state_display().lower()}
        )
    if not may_edit(user=actor, submission=submission):
        raise NotAllowed(_("Your role does not include this."))
    require_latest(submission, revision_id)
    mine = changes.handed_in(submission)
    if mine is None or mine.revision is None:
        raise VerbRefused(_("Your unit has not handed this article in yet, so there is nothing to go back to."))
    own = changes.text_of(mine.revision)
    page = _with_own(latest(submission), own, field) if field else own
    try:
        page.save_revision(user=actor)
    except ValidationError as invalid:
        raise VerbRefused(" ".join(invalid.messages)) from invalid
    return Submission.objects.get(pk=submission_id)


def _with_own(page: ArticlePage, own: ArticlePage, field: str) -> ArticlePage:
    if field not in ArticlePage.approved_fields:
        raise VerbRefused(_("There is no such field. Nothing was changed."))
    if page._meta.get_field(field).many_to_many:
        getattr(page, field).set(getattr(own, field).all())
    else:
        setattr(page, field, getattr(own, field))
    return page
