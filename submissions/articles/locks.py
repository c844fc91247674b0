"""The lock of an article is its state: who may not change it now is told why, in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from submissions.articles.enums import FINAL, SETTLED, WITH_EDITORS, WITH_HEAD, State
from submissions.articles.permissions import may_edit

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import Submission


class StateLock(BaseLock):
    """Locks an article for everybody whose turn it is not."""

    def for_user(self, user: User) -> bool:
        """Whether this person finds the article locked."""
        submission = getattr(self.object, "submission", None)
        return submission is not None and not may_edit(user=user, submission=submission)

    def get_message(self, user: User) -> str:
        """Why it is locked, and what would open it; nothing for those who may change it now."""
        if not self.for_user(user):
            return ""
        submission: Submission = self.object.submission
        if submission.state in WITH_EDITORS:
            return _("The editors have this article now. It opens again if they return it.")
        if submission.state in WITH_HEAD:
            return _("The article waits for the head of the unit, who can change it, release it or give it back.")
        if submission.state == State.SECOND_REVIEW:
            return _(
                "A first reviewer has approved this text, and it waits for the second. "
                "Take it back into review to change it."
            )
        if submission.state in SETTLED:
            return _("This article is approved. Reopen it to change its text; it then asks for approval again.")
        if submission.state == State.PUBLISHED:
            return _("This article is published. Start a correction to change its text.")
        if submission.state in FINAL:
            return _("This article is closed. Its text can be read and no longer changed.")
        return _("The unit is working on this article. It opens for editors once it is submitted.")

    def get_description(self, user: User) -> str:
        """The same, for the status panel."""
        return self.get_message(user)

    def get_locked_by(self, user: User) -> str:
        """Who holds it: the state does."""
        return str(self.object.submission.get_state_display())
