"""What the tests of the submissions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories

if TYPE_CHECKING:
    from submissions.units.models import UnitsPage


@pytest.fixture
def house(db: None) -> UnitsPage:
    """The house as ``setup_site`` makes it."""
    return factories.house()
