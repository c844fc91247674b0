"""The account page: one's own full name, and nothing that the house does not have."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ACCOUNT = "/quan-tri/account/"


@shared
def person():
    return factories.an_editor(name="Tran Minh Chau")


@pytest.fixture
def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_full_name_is_changed_as_one_and_brought_into_composed_form(person, browser):
    decomposed = "  Trâ\u0300n   Minh Châu "

    response = browser.post(ACCOUNT, {"name-full_name": decomposed, "name-phone": "0258 3 000 111", **theme()})

    person.refresh_from_db()
    assert response.status_code == 302
    assert person.full_name == "Trần Minh Châu"
    assert person.phone == "0258 3 000 111"


def test_a_name_is_needed(person, browser):
    response = browser.post(ACCOUNT, {"name-full_name": " ", **theme()})

    person.refresh_from_db()
    assert response.status_code == 200
    assert person.full_name == "Tran Minh Chau"


def test_the_page_offers_neither_first_names_nor_mail_switches(browser):
    page = browser.get(ACCOUNT).content.decode()

    assert "first_name" not in page
    assert "_notifications" not in page
    assert "current_time_zone" not in page


def test_nobody_changes_their_address_or_rights_here(person, browser):
    browser.post(
        ACCOUNT,
        {"name-full_name": "Trần Minh Châu", "name-email": "khac@vi-du.vn", "name-is_superuser": "on", **theme()},
    )

    person.refresh_from_db()
    assert person.email != "khac@vi-du.vn"
    assert not person.is_superuser


def test_a_visitor_is_asked_to_sign_in(client):
    factories.house()

    assert client.get(ACCOUNT)["Location"].startswith("/quan-tri/login/")


def test_after_five_wrong_passwords_the_door_says_how_long_it_is_closed(client, person):
    for _attempt in range(5):
        response = client.post("/quan-tri/login/", {"username": person.email, "password": "sai"})

    assert response.status_code == 429
    right = client.post("/quan-tri/login/", {"username": person.email, "password": factories.PASSWORD})
    assert right.status_code == 429
    assert "/quan-tri/password_reset/" in right.content.decode()


def theme() -> dict[str, str]:
    """What the panels of the theme send along."""
    return {
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
