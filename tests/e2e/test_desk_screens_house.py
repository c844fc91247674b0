"""Every screen of the desk, the board and the administrator is for everybody; the others: ``test_desk_screens.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.desk_material import DeskMaterial
from tests.e2e.desk_screens import OF_THE_HOUSE
from tests.e2e.desk_visitor import desk_material, troubles_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def material(transactional_db: None, settings: Settings) -> DeskMaterial:
    """The demo and more."""
    return desk_material(settings)


def test_every_screen_of_the_house_is_for_everybody(
    material: DeskMaterial, live_server: LiveServer, chromium: str, artefacts: Path
) -> None:
    where = {"server": live_server, "chromium": chromium, "artefacts": artefacts}
    troubles = troubles_of(OF_THE_HOUSE, numbers=material.numbers, **where)
    assert not troubles, f"{len(troubles)} troubles:\n" + "\n".join(troubles)
