"""The address in the mail of an invitation; who opens it has no account yet, so it lies outside the admin."""

from __future__ import annotations

from django.urls import path

from submissions.units.invitation_views import TakeUpView

urlpatterns = [path("<str:token>/", TakeUpView.as_view(), name="take_up_invitation")]
