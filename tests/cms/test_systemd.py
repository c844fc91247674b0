"""The units of a server: all of them are named in its page, and what they start is there."""

from __future__ import annotations

import re
from configparser import RawConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from cms.celery import QUEUES

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
TIMERS = [unit for unit in UNITS if unit.suffix == ".timer"]


def read(unit: Path) -> RawConfigParser:
    """A unit's sections; no name stands twice in one of them."""
    parser = RawConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names of systemd are spelt as they are
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_named_in_the_page_of_the_server(unit: Path):
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert f"`{unit.stem}`" in page
    started = read(unit).has_section("Install")
    assert started is (unit.suffix == ".timer" or unit.with_suffix(".timer") not in TIMERS), (
        "started by one of the two"
    )
    enabled = page.partition("systemctl enable --now")[2].partition("`")[0].split()
    names = {re.sub(r"@\d+", "@", each) + ("" if each.endswith(".timer") else ".service") for each in enabled}
    assert (unit.name in names) is started


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_has_the_rights_of_the_others_and_starts_what_is_there(unit: Path):
    service = read(unit)["Service"]
    python, *words = service["ExecStart"].split()
    assert python == f"{service['WorkingDirectory']}/.venv/bin/python"
    if words[0] == "manage.py":
        assert words[1] in get_commands()
    else:
        assert words[:2] in (["-m", "celery"], ["-m", "granian"])
    rights = ("User", "EnvironmentFile", "NoNewPrivileges", "PrivateTmp", "ProtectSystem", "ProtectHome")
    first = read(SERVICES[0])["Service"]
    assert [service[name] for name in rights] == [first[name] for name in rights]


@pytest.mark.parametrize("unit", TIMERS, ids=lambda unit: unit.name)
def test_a_timer_starts_a_service_that_ends(unit: Path):
    service = unit.with_suffix(".service")
    assert service in SERVICES
    assert read(service)["Service"]["Type"] == "oneshot"


def test_every_queue_has_a_worker():
    workers = [read(unit)["Service"]["ExecStart"].split() for unit in SERVICES]
    taken = {
        queue for words in workers if "--queues" in words for queue in words[words.index("--queues") + 1].split(",")
    }
    assert taken == set(QUEUES)
