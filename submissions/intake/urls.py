"""Addresses of the intake, inside the admin."""

from __future__ import annotations

from django.urls import path

from submissions.intake.views import PreviewView, ReviewView, UploadView

urlpatterns = [
    path("don-vi/<slug:code>/gui-tep/", UploadView.as_view(), name="intake_upload"),
    path("bai/<int:page_id>/soat/", ReviewView.as_view(), name="intake_review"),
    path("bai/<int:page_id>/xem-truoc/", PreviewView.as_view(), name="intake_preview"),
]
