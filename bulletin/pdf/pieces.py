"""What PDFs put on shared pages: a link below a published issue, and the preview on its screen at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _

from bulletin.forwarding.attachments import Brought
from bulletin.forwarding.payload import Attachment
from bulletin.issues.models import IssuePage
from bulletin.issues.previews import IssuePreview
from bulletin.pdf.enums import Kind, State
from bulletin.pdf.models import IssuePdf
from bulletin.pdf.permissions import may_preview
from bulletin.pdf.serving import address_if_ready
from cms.website.pieces import Piece

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from bulletin.issues.models import Issue
    from cms.accounts.models import User
    from cms.website.models import StoryPage, StoryVersion
    from cms.website.pieces import Slot


def reader_pieces(*, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """Below an issue: its PDF, where there is one to fetch."""
    if slot != "issue_after" or not isinstance(page, IssuePage):
        return []
    found = address_if_ready(page)
    if found is None:
        return []
    address, row = found
    return [Piece(template_name="pdf/link.html", context={"address": address, "pdf": row}, order=10)]


def forwarding_attachments(*, story: StoryPage, version: StoryVersion, base: str) -> Brought:
    """The PDF of an issue, once the one of this version is ready; while it is made, other sites wait a while for it."""
    if not isinstance(story, IssuePage):
        return Brought()
    row = IssuePdf.objects.filter(issue__page_id=story.pk, kind=Kind.PUBLIC).first()
    if row is None or row.state in {State.FAILED, State.WITHDRAWN}:
        return Brought()
    if row.state != State.READY or row.made_at is None or row.made_at < version.at:
        return Brought(is_complete=False)
    file = Attachment(
        url=urljoin(base, reverse("issue_pdf", args=[story.year, story.number])),
        sha256=row.sha256,
        bytes=row.size,
        name=story.title,
        type="application/pdf",
    )
    return Brought(files=(file,))


def issue_previews(*, issue: Issue, user: User) -> list[IssuePreview]:
    """The way to the PDF from the screen of an issue."""
    if not may_preview(user=user, issue=issue):
        return []
    return [IssuePreview(label=_("PDF"), url=reverse("issues_pdf", args=[issue.pk]))]
