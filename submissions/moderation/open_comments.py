"""The open comments of an article for those who read it outside the editor: each with the place to which it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Comment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wagtail.models import CommentReply

    from submissions.articles.models import ArticlePage


@dataclass(frozen=True, kw_only=True)
class OpenComment:
    """A comment that nobody has resolved. ``place`` names its field or block in words."""

    place: str
    author: str
    at: datetime
    text: str
    replies: Iterable[CommentReply]


def of(page: ArticlePage) -> list[OpenComment]:
    """The open comments of an article, as its latest text has it, oldest first; two queries however many there are."""
    rows = Comment.objects.filter(page_id=page.pk, resolved_at__isnull=True)
    rows = rows.select_related("user").prefetch_related("replies__user").order_by("created_at", "pk")
    return [
        OpenComment(
            place=_place(page, comment.contentpath),
            author=str(comment.user),
            at=comment.created_at,
            text=comment.text,
            replies=comment.replies.all(),
        )
        for comment in rows
    ]


def _place(page: ArticlePage, path: str) -> str:
    """A content path in words: the field, or the how-manieth part of the text and what it is."""
    name, *rest = path.split(".")
    try:
        label = capfirst(str(page._meta.get_field(name).verbose_name))
    except (FieldDoesNotExist, AttributeError):
        return _("A part that is no longer there")
    if not rest:
        return label
    for number, block in enumerate(getattr(page, name), start=1):
        if block.id == rest[0]:
            return _("Part %(number)d of the text: %(kind)s") % {
                "number": number,
                "kind": str(block.block.label).lower(),
            }
    return _("A part that is no longer there")
