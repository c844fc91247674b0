"""The rule table at the desk: for the administrator, in the shape its readers expect, and nothing is deleted."""

from __future__ import annotations

from datetime import date

import pytest

from cms.core import rules
from cms.core.models import Rule
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADD = "/quan-tri/quy-tac/new/"


@pytest.fixture
def client_of(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def entered(**changes):
    return {
        "code": "unit.cut_off_day", "scope": "", "value": "12", "source": "Quyết định 12/QĐ-SYT",
        "effective_from": "01/01/2027", "effective_to": "", **changes,
    }  # fmt: skip


def test_a_new_value_holds_from_its_day_on_and_the_old_one_before(client_of):
    administrator = client_of(factories.an_administrator())

    assert administrator.get(ADD).status_code == 200
    assert administrator.post(ADD, entered()).status_code == 302

    assert rules.number("unit.cut_off_day", on=date(2027, 1, 1)) == 12
    assert rules.number("unit.cut_off_day", on=date(2026, 12, 31)) == 10


@pytest.mark.parametrize("change", [{"value": "mười"}, {"value": ""}, {"source": ""}, {"code": "unit.nothing"}])
def test_a_value_that_would_stop_its_readers_is_refused(client_of, change):
    before = Rule.objects.count()

    answer = client_of(factories.an_administrator()).post(ADD, entered(**change))

    assert answer.status_code == 200
    assert Rule.objects.count() == before


def test_nobody_else_reaches_it_and_nobody_deletes(client_of):
    rule = Rule.objects.get(code="unit.cut_off_day")
    unit = factories.a_unit()
    addresses = ("/quan-tri/quy-tac/", ADD, f"/quan-tri/quy-tac/edit/{rule.pk}/")
    people = [factories.a_writer(unit), factories.a_head(unit), factories.an_editor(), factories.a_desk_editor()]
    for person in [*people, factories.a_board_member(), factories.an_officer()]:
        for address in addresses:
            assert client_of(person).get(address).status_code in {302, 403, 404}, (person, address)

    client_of(factories.an_administrator()).post(f"/quan-tri/quy-tac/delete/{rule.pk}/")
    assert Rule.objects.filter(pk=rule.pk).exists()
