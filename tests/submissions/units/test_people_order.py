"""Lists of people stand by given name, as staff lists are kept in the country."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_people_of_a_unit_are_listed_by_given_name(signed_in):
    unit = factories.a_unit()
    in_order = ["Đặng Văn An", "Trần Thị An", "Nguyễn Văn Ân", "Phạm Duy Dũng", "Lê Đình Đạt", "Y Ksor"]
    for name in reversed(in_order):
        factories.a_writer(unit, name=name)

    page = signed_in(factories.a_desk_editor()).get(reverse("unit_people", args=[unit.code])).content.decode()

    places = [page.index(name) for name in in_order]
    assert places == sorted(places)
