"""Addresses of the guides, below the admin's own."""

from __future__ import annotations

from django.urls import path

from cms.guides import views

app_name = "guides"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<slug:slug>/", views.GuideView.as_view(), name="guide"),
]
