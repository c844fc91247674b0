"""Addresses of the readers' search; they stand among those of `cms.website.urls`."""

from __future__ import annotations

from django.urls import path

from cms.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("goi-y/", views.suggestions, name="search_suggestions"),
]
