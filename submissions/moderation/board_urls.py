"""The address of a board member's link, outside the admin: it needs no signing in."""

from __future__ import annotations

from django.urls import path

from submissions.moderation.board_views import BoardLinkView

urlpatterns = [path("<str:token>/", BoardLinkView.as_view(), name="board_link")]
