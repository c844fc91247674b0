"""Addresses of moderation, below the admin's own."""

from __future__ import annotations

from django.urls import path, re_path

from submissions.moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.WorklistView.as_view(), name="worklist"),
    path("<int:submission_id>/", views.SubmissionView.as_view(), name="submission"),
    path("<int:submission_id>/xem/", views.SubmissionPreview.as_view(), name="preview"),
    path("<int:submission_id>/<slug:verb>/", views.VerbView.as_view(), name="verb"),
    re_path(
        r"^bai/(\d+)/so-sanh/(live|earliest|\d+)/(live|latest|\d+)/$", views.CompareView.as_view(), name="compare"
    ),
]
