"""Production does not start with the demo's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.accounts.demo_guard import refuse_demo_people
from tests import factories

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_a_demo_starts_with_its_people() -> None:
    factories.a_person(email="desk@demo.local")
    refuse_demo_people()


def test_production_refuses_to_start_with_one_of_them(settings: Settings) -> None:
    settings.DEMO = False
    factories.a_person(email="Desk@DEMO.local")
    with pytest.raises(ImproperlyConfigured, match="1 people of the demo"):
        refuse_demo_people()


def test_production_starts_without_them(settings: Settings) -> None:
    settings.DEMO = False
    factories.a_person(email="desk@demo.local.vn")
    refuse_demo_people()
