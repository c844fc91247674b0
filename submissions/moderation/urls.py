"""Addresses of moderation, below the admin's own."""

from __future__ import annotations

from django.urls import path, re_path

from submissions.moderation import english_views, framing_views, revision_views, views, worklist_views

app_name = "moderation"
urlpatterns = [
    path("", worklist_views.WorklistView.as_view(), name="worklist"),
    path("nhieu-bai/", worklist_views.BulkView.as_view(), name="bulk"),
    path("<int:submission_id>/", views.SubmissionView.as_view(), name="submission"),
    path("<int:submission_id>/xem/", views.SubmissionPreview.as_view(), name="preview"),
    path("<int:submission_id>/loi-cua-don-vi/", revision_views.OwnWordsView.as_view(), name="own_words"),
    path("<int:submission_id>/anh/", framing_views.FramingView.as_view(), name="frame"),
    path("<int:submission_id>/ban-tieng-anh/", english_views.BeginTranslation.as_view(), name="translate"),
    path("<int:submission_id>/<slug:verb>/", views.VerbView.as_view(), name="verb"),
    path("bai/<int:page_id>/so-sanh/", revision_views.ChosenCompareView.as_view(), name="compare_chosen"),
    re_path(
        r"^bai/(?P<page_id>\d+)/so-sanh/(?P<first>live|earliest|\d+)/(?P<second>live|latest|\d+)/$",
        revision_views.CompareView.as_view(),
        name="compare",
    ),
]
