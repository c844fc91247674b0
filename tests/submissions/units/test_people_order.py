from __future__ import annotations

import pytest

from submissions.units.people import people_of
from tests import factories


@pytest.mark.django_db
def test_the_people_of_a_unit_are_listed_by_given_name():
    unit = factories.a_unit()
    in_order = ["Đặng Văn An", "Trần Thị An", "Nguyễn Văn Ân", "Phạm Duy Dũng", "Lê Đình Đạt", "Y Ksor"]
    for name in reversed(in_order):
        factories.a_writer(unit, name=name)

    assert [person.full_name for person in people_of(unit)] == in_order
