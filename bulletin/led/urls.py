"""The public addresses of the screens: with a key for one screen, without one for the general display."""

from __future__ import annotations

from django.urls import path, re_path

from bulletin.led import views

app_name = "led"

_KEY = r"(?P<key>[A-Za-z0-9_-]{24})"

urlpatterns = [
    path("", views.display, name="general"),
    path("du-lieu.json", views.data, name="general_data"),
    path("sw.js", views.worker, name="worker"),
    path("tep/<str:version>/<str:name>", views.file, name="file"),
    path("anh/<uuid:uid>-<int:photo_id>.webp", views.image, name="image"),
    re_path(rf"^{_KEY}/$", views.display, name="screen"),
    re_path(rf"^{_KEY}/du-lieu\.json$", views.data, name="data"),
    re_path(rf"^{_KEY}/nhip$", views.heartbeat, name="heartbeat"),
]
