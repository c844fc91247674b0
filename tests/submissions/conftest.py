"""What the tests of the submissions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from submissions.units.models import UnitsPage


@shared
def house(db: None) -> UnitsPage:
    """The house as ``setup_site`` makes it."""
    return factories.house()


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """Gives a browser in which a person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
