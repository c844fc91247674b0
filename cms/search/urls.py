"""Addresses of the readers' search; they stand among those of `cms.website.urls`."""

from __future__ import annotations

from django.urls import path

from cms.search import views

urlpatterns = [
    path("tim-kiem/", views.search, name="search"),
    path("tim-kiem/goi-y/", views.suggestions, name="search_suggestions"),
    path("en/search/", views.search_english, name="english_search"),
]
