"""Addresses of the consents, below the admin's own."""

from __future__ import annotations

from django.urls import path

from submissions.consent import views

app_name = "consent"
urlpatterns = [
    path("", views.ConsentsView.as_view(), name="list"),
    path("don-vi/<slug:code>/", views.UnitConsentsView.as_view(), name="unit"),
    path("anh/<int:photo_id>/", views.PhotoConsentsView.as_view(), name="photo"),
    path("<int:consent_id>/go-anh/", views.WithdrawView.as_view(), name="withdraw"),
    path("<int:consent_id>/giay/", views.PaperView.as_view(), name="paper"),
]
