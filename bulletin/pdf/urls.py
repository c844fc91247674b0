"""The address of an issue's PDF, beside the issue's own; it lies before the page tree, which knows no such names."""

from __future__ import annotations

from django.urls import path

from bulletin.pdf.views import issue_pdf

urlpatterns = [path("ban-tin/<int:year>/<int:number>.pdf", issue_pdf, name="issue_pdf")]
