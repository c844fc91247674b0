"""What PDFs add to Wagtail, to the reader's pages and to the screen of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from wagtail import hooks

from bulletin.forwarding import attachments
from bulletin.issues import previews
from bulletin.pdf import pieces, views

if TYPE_CHECKING:
    from django.urls import URLPattern

hooks.register("reader_pieces", pieces.reader_pieces)
hooks.register(attachments.HOOK, pieces.forwarding_attachments)
hooks.register(previews.HOOK, pieces.issue_previews, order=10)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The desk's screen of a PDF."""
    return [
        path("so-ban-tin-pdf/<int:issue_id>/", views.desk_page, name="issues_pdf"),
        path("so-ban-tin-pdf/<int:issue_id>/tao/", views.make, name="issues_pdf_make"),
        path("so-ban-tin-pdf/<int:issue_id>/tep/", views.preview_file, name="issues_pdf_file"),
    ]
