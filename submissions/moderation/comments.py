"""Comments of Wagtail's editor, told in the house's way: Wagtail's own mails about them are off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import Comment, CommentReply

from cms.accounts.models import User
from submissions.articles.models import Submission
from submissions.articles.permissions import may_see
from submissions.moderation import notifications

if TYPE_CHECKING:
    from collections.abc import Iterable


def tell_of_comment(*, instance: Any, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """After a new comment: who holds the article and its authors are told."""
    if created and not raw:
        _tell(instance, author=instance.user, text=instance.text, key=f"comment:{instance.pk}")


def tell_of_reply(*, instance: Any, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """After a new answer: the same people, and everybody who wrote in the thread before."""
    if created and not raw:
        _tell(instance.comment, author=instance.user, text=instance.text, key=f"comment-reply:{instance.pk}")


def _tell(comment: Comment, *, author: User, text: str, key: str) -> None:
    submission = (
        Submission.objects.select_related("page", "unit", "claimed_by", "created_by", "first_submitted_by")
        .filter(page_id=comment.page_id)
        .first()
    )
    if submission is None:
        return
    thread = {comment.user_id, *CommentReply.objects.filter(comment=comment).values_list("user_id", flat=True)}
    holder: Iterable[User] = [submission.claimed_by] if submission.claimed_by else []
    people = {person.pk: person for person in (*notifications.authors(submission), *holder)}
    people |= {person.pk: person for person in User.objects.filter(pk__in=thread - people.keys())}
    people.pop(author.pk, None)
    readers = [person for person in people.values() if may_see(user=person, submission=submission)]
    notifications.commented(submission=submission, people=readers, author=author, text=text, key=key)
