"""Addresses of counting and listening."""

from __future__ import annotations

from django.urls import path

from cms.visits import audio_views, speech_views, views

app_name = "visits"
urlpatterns = [
    path("dem/", views.count, name="count"),
    path("nghe/<uuid:uid>.json", speech_views.sentences, name="sentences"),
    path("nghe/<uuid:uid>/<str:name>", audio_views.recording, name="recording"),
]
