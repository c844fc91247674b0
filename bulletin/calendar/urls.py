"""The address under which calendar programs read; it asks for no sign-in, its token is the key."""

from __future__ import annotations

from django.urls import path

from bulletin.calendar import views

urlpatterns = [path("<str:token>.ics", views.feed, name="calendar_feed")]
