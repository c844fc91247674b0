"""Addresses of forwarding for other sites, beside the page tree."""

from __future__ import annotations

from django.urls import path

from bulletin.forwarding.proof import receipt_views
from bulletin.forwarding.pull import views as pull_views

urlpatterns = [
    path("feed/changes.json", pull_views.changes, name="forwarding_changes"),
    path("bien-nhan/<uuid:public_id>/", receipt_views.receive, name="forwarding_receipt"),
]
