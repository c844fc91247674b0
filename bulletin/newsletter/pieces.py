"""What the bulletin by mail puts on shared pages: the way to ask for it, and the preview on the screen of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from bulletin.issues.previews import IssuePreview
from bulletin.pdf.permissions import may_preview
from cms.website.pieces import Piece

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from bulletin.issues.models import Issue
    from cms.accounts.models import User
    from cms.website.pieces import Slot


def reader_pieces(*, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """Below an issue: the way to the form."""
    return [Piece(template_name="newsletter/invitation.html", order=20)] if slot == "issue_after" else []


def issue_previews(*, issue: Issue, user: User) -> list[IssuePreview]:
    """The way to the letter from the screen of an issue."""
    if not may_preview(user=user, issue=issue):
        return []
    return [IssuePreview(label=_("Mail"), url=reverse("issues_letter_preview", args=[issue.pk]))]
