"""The address of the comparison, below the admin's own."""

from __future__ import annotations

from django.urls import path

from submissions.copies.views import CopiesView

app_name = "copies"
urlpatterns = [path("<int:submission_id>/", CopiesView.as_view(), name="submission")]
