"""Addresses of the intake, inside the admin."""

from __future__ import annotations

from django.urls import path

from submissions.intake.conversion_views import ConversionView, DismissView, RetryView, StandingView
from submissions.intake.views import ChecksView, PreviewView, ReviewView, UploadView
from submissions.intake.writing_views import TextView, WriteView

urlpatterns = [
    path("don-vi/<slug:code>/gui-tep/", UploadView.as_view(), name="intake_upload"),
    path("don-vi/<slug:code>/gui-tep/<uuid:token>/", ConversionView.as_view(), name="intake_conversion"),
    path(
        "don-vi/<slug:code>/gui-tep/<uuid:token>/tien-do/", StandingView.as_view(), name="intake_conversion_standing"
    ),
    path("don-vi/<slug:code>/gui-tep/<uuid:token>/thu-lai/", RetryView.as_view(), name="intake_conversion_retry"),
    path("don-vi/<slug:code>/gui-tep/<uuid:token>/bo/", DismissView.as_view(), name="intake_conversion_dismiss"),
    path("don-vi/<slug:code>/viet/", WriteView.as_view(), name="intake_write"),
    path("bai/<int:page_id>/sua-chu/", TextView.as_view(), name="intake_text"),
    path("bai/<int:page_id>/soat/", ReviewView.as_view(), name="intake_review"),
    path("bai/<int:page_id>/soat/kiem-tra/", ChecksView.as_view(), name="intake_checks"),
    path("bai/<int:page_id>/xem-truoc/", PreviewView.as_view(), name="intake_preview"),
]
