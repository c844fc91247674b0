"""Who may see and do what with an article. Named predicates; the page's permission tester asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import PagePermissionTester

from cms.accounts.roles import NEWSROOM, Role, has_role, house_roles
from submissions.articles.enums import WITH_EDITORS, WITH_HEAD, WITH_UNIT, State
from submissions.units.enums import UnitRole
from submissions.units.people import is_member

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, Submission, SubmissionQuerySet


def visible_submissions(submissions: SubmissionQuerySet, user: User) -> SubmissionQuerySet:
    """Narrows to what a person may see: their units' everything; for the newsroom and the administrator also
    everything that was ever handed in; for the officer what was published. A closed account sees nothing."""
    from django.db.models import Q

    if not user.is_active:
        return submissions.none()
    mine = Q(unit__memberships__user=user)
    roles = house_roles(user)
    if roles & (NEWSROOM | {Role.ADMINISTRATOR}):
        mine |= Q(first_submitted_at__isnull=False) | Q(created_by=user) | Q(is_translation=True)
    elif Role.OFFICER in roles:
        mine |= Q(published_at__isnull=False)
    return submissions.filter(mine).distinct()


def may_see(*, user: User, submission: Submission) -> bool:
    """Whether a person may read an unpublished article."""
    if is_member(user, submission.unit_id):
        return True
    roles = house_roles(user)
    if roles & (NEWSROOM | {Role.ADMINISTRATOR}):
        began = submission.created_by_id == user.pk or submission.is_translation
        return submission.first_submitted_at is not None or began
    return Role.OFFICER in roles and submission.published_at is not None


def is_of_unit(*, user: User, submission: Submission) -> bool:
    """Whether a person acts for the unit: its members, and who began the article and may still see it.

    Whoever has left the unit leaves what they wrote there; people of the house keep what they began for a unit. A
    version in another language is the editors' own work from its first word.
    """
    if submission.is_translation:
        return has_role(user, Role.EDITOR, Role.DESK)
    if is_member(user, submission.unit_id):
        return True
    return submission.created_by_id == user.pk and may_see(user=user, submission=submission)


def may_edit(*, user: User, submission: Submission) -> bool:
    """Whether a person may change the content in the state in which it is."""
    if not user.is_active:
        return False
    if submission.state in WITH_UNIT:
        return is_of_unit(user=user, submission=submission)
    if submission.state in WITH_HEAD:
        return is_member(user, submission.unit_id, UnitRole.HEAD)
    if submission.state in WITH_EDITORS:
        return has_role(user, Role.EDITOR, Role.DESK)
    return False


class ArticlePermissionTester(PagePermissionTester):
    """Wagtail's questions about an article, answered by the submission's state.

    Nobody publishes, unpublishes, moves, copies or locks an article with Wagtail's own verbs, superusers included:
    the house has one door for each of these.
    """

    page: ArticlePage

    def _submission(self) -> Submission | None:
        return getattr(self.page, "submission", None)

    def can_edit(self) -> bool:
        """Members of the unit while it is with the unit, editors while it is with them; readers of it see it locked."""
        submission = self._submission()
        return submission is not None and may_see(user=self.user, submission=submission)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a draft that was never handed in, by the unit that made it."""
        submission = self._submission()
        return (
            submission is not None
            and submission.state == State.DRAFT
            and submission.first_submitted_at is None
            and may_edit(user=self.user, submission=submission)
        )

    def can_publish(self) -> bool:
        """Never: our publish action is the only door."""
        return False

    def can_unpublish(self) -> bool:
        """Never: an article is withdrawn, with a reason, everywhere."""
        return False

    def can_submit_for_moderation(self) -> bool:
        """Never from Wagtail's own button: the desk's verb checks what is missing first."""
        return False

    def can_lock(self) -> bool:
        """Never: the state is the lock."""
        return False

    def can_unlock(self) -> bool:
        """Never: the state is the lock."""
        return False

    def can_move(self) -> bool:
        """Never: the address is for ever."""
        return False

    def can_copy(self) -> bool:
        """Never: a copy would carry an approval that is not its own."""
        return False
