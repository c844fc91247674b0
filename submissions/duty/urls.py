"""Addresses of the unit's own screen, inside the admin."""

from __future__ import annotations

from django.urls import path, re_path

from submissions.duty.views import MyUnitView, UnitArticlesView, UnitMonthView

urlpatterns = [
    path("don-vi/", MyUnitView.as_view(), name="my_unit_articles"),
    path("don-vi/<slug:code>/", UnitArticlesView.as_view(), name="unit_articles"),
    re_path(r"^don-vi/(?P<code>[-\w]+)/(?P<month>\d{4}-\d{2})/$", UnitMonthView.as_view(), name="unit_month"),
]
