"""Addresses of people and settings, inside the admin; and of invitations, which are opened before signing in."""

from __future__ import annotations

from django.urls import path

from submissions.units import house_views, people_views

urlpatterns = [
    path("don-vi-va-nguoi/", people_views.UnitsOfPeopleView.as_view(), name="people_of_units"),
    path("don-vi/<slug:code>/nguoi/", people_views.PeopleView.as_view(), name="unit_people"),
    path("don-vi/<slug:code>/nguoi/<slug:act>/", people_views.PeopleActView.as_view(), name="unit_people_act"),
    path("don-vi/<slug:code>/cai-dat/", people_views.SettingsView.as_view(), name="unit_settings"),
    path("nguoi/", house_views.HousePeopleView.as_view(), name="house_people"),
    path("nguoi/moi/", house_views.InviteView.as_view(), name="house_invite"),
    path(
        "nguoi/loi-moi/<int:invitation_id>/<slug:act>/", house_views.InvitationView.as_view(), name="house_invitation"
    ),
    path("nguoi/<int:person_id>/", house_views.PersonView.as_view(), name="house_person"),
    path("nguoi/<int:person_id>/<slug:act>/", house_views.PersonActView.as_view(), name="house_person_act"),
]
