"""What the tests that kill real workers share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.workers import Installation, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """An installation whose database is set up and empty."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def installation(template, tmp_path) -> Iterator[Installation]:
    """An installation of this test's own."""
    copy = Installation.copied(template, tmp_path / "installation")
    try:
        yield copy
    finally:
        copy.stop()
