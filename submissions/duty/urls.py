"""Addresses of the unit's own screen and of the desk's list of reminders, inside the admin."""

from __future__ import annotations

from django.urls import path, re_path

from submissions.duty.desk_views import CurrentRemindersView, ExemptionView, RemindersView
from submissions.duty.learned_views import LearnedView
from submissions.duty.views import MyUnitView, UnitArticlesView, UnitMonthView

urlpatterns = [
    path("don-vi/", MyUnitView.as_view(), name="my_unit_articles"),
    path("don-vi/<slug:code>/dieu-rut-ra/", LearnedView.as_view(), name="unit_learned"),
    path("don-vi/<slug:code>/", UnitArticlesView.as_view(), name="unit_articles"),
    re_path(r"^don-vi/(?P<code>[-\w]+)/(?P<month>\d{4}-\d{2})/$", UnitMonthView.as_view(), name="unit_month"),
    path("nhac-viec/", CurrentRemindersView.as_view(), name="duty_current_reminders"),
    re_path(r"^nhac-viec/(?P<month>\d{4}-\d{2})/$", RemindersView.as_view(), name="duty_reminders"),
    re_path(
        r"^nhac-viec/(?P<month>\d{4}-\d{2})/mien/(?P<code>[-\w]+)/$", ExemptionView.as_view(), name="duty_exemption"
    ),
]
