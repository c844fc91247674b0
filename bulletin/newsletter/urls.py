"""Addresses of the bulletin by mail on the reader's side."""

from __future__ import annotations

from django.urls import path

from bulletin.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("nhan-ban-tin/", views.ask, name="ask"),
    path("nhan-ban-tin/da-gui/", views.asked, name="asked"),
    path("nhan-ban-tin/xac-nhan/<str:token>/", views.confirm, name="confirm"),
    path("nhan-ban-tin/thoi/<uuid:key>/", views.end, name="end"),
    path("ban-tin/<int:year>/<int:number>/thu/", views.letter, name="letter"),
]
