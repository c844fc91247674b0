"""What moderation tells people about; they are switched on the account page by their groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.accounts.notice_kinds import Channel, Group, NoticeKind

RETURNED = "returned"
SENT_BACK = "sent-back"
REJECTED = "rejected"
APPROVED = "approved"
PUBLISHED = "published"
SUGGESTED = "suggested"
TO_RELEASE = "to-release"
ASSIGNED = "assigned"
TAKEN_OVER = "taken-over"
SECOND_REVIEW = "second-review"
BOARD_LINK = "board-link"
ESCALATED = "escalated"
COMMENT = "comment"
ORIGINAL_CHANGED = "original-changed"

KINDS = (
    NoticeKind(code=RETURNED, label=_("An article was returned"), group=Group.ARTICLES, urgent=True),
    NoticeKind(code=SENT_BACK, label=_("The head gave an article back"), group=Group.ARTICLES, urgent=True),
    NoticeKind(code=REJECTED, label=_("An article was not accepted"), group=Group.ARTICLES, urgent=True),
    NoticeKind(code=APPROVED, label=_("An article was approved"), group=Group.ARTICLES),
    NoticeKind(code=PUBLISHED, label=_("An article was published"), group=Group.ARTICLES),
    NoticeKind(code=SUGGESTED, label=_("An article was returned with changes"), group=Group.ARTICLES, urgent=True),
    NoticeKind(code=TO_RELEASE, label=_("An article waits for the head's release"), group=Group.ARTICLES),
    NoticeKind(code=ASSIGNED, label=_("An article was assigned to you"), group=Group.REVIEW),
    NoticeKind(code=TAKEN_OVER, label=_("Somebody took over an article from you"), group=Group.REVIEW),
    NoticeKind(
        code=SECOND_REVIEW,
        label=_("An article waits for a second reviewer"),
        group=Group.REVIEW,
        channel=Channel.DIGEST,
    ),
    NoticeKind(code=ESCALATED, label=_("An article is overdue"), group=Group.REVIEW, urgent=True),
    NoticeKind(
        code=BOARD_LINK, label=_("An article is put before you"), group=Group.REVIEW, urgent=True, personal=True
    ),
    NoticeKind(code=ORIGINAL_CHANGED, label=_("The original of an English version was changed"), group=Group.REVIEW),
    NoticeKind(code=COMMENT, label=_("A comment or an answer to one"), group=Group.COMMENTS),
)
