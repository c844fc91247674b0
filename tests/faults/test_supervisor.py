"""The running system as a whole: what is killed comes back, what is stopped leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.faults.processes import System, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def only_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The one system of this file, not yet started. All starts share its data, so only the first makes a database."""
    only = System(data_dir=tmp_path_factory.mktemp("system"), bare=True)
    yield only
    only.stop()


@pytest.fixture
def system(only_system: System) -> System:
    """The running system; started again if the test before has stopped it."""
    if only_system.make is None or only_system.make.poll() is not None:
        only_system.start_and_wait()
    return only_system


def is_replaced(system: System, name: str, killed: int) -> bool:
    return system.programs().get(name, killed) != killed


def test_every_killed_program_is_back_at_once_and_once(system: System):
    for name in ("web", "worker", "beat", "province"):
        before = system.programs()

        os.kill(before[name], signal.SIGKILL)

        assert until(partial(is_replaced, system, name, before[name]), seconds=5), f"{name} is not back"
        assert {**system.programs(), name: 0} == {**before, name: 0}, "the other programs went on"
    assert until(system.answers, seconds=20)
    assert until(lambda: system.answers("/_log", port=system.province_port), seconds=20)
    # One server with one worker of its own: the worker of the killed server did not stay.
    assert until(lambda: sum("granian" in process.command for process in system.running()) == 2, seconds=10)


def test_the_killed_worker_process_of_the_web_server_is_back(system: System):
    server = system.programs()["web"]
    (child,) = (process.pid for process in system.running() if process.parent == server)

    os.kill(child, signal.SIGKILL)

    assert until(partial(is_replaced, system, "web", server), seconds=10)
    assert until(system.answers, seconds=20)


@pytest.mark.parametrize(
    ("number", "to_group"),
    [(signal.SIGTERM, False), (signal.SIGINT, True), (signal.SIGHUP, True)],
    ids=["SIGTERM to make", "Ctrl-C in the terminal", "the terminal is closed"],
)
def test_a_stopped_system_leaves_nothing_behind(system: System, number: signal.Signals, to_group: bool):
    assert system.make is not None

    if to_group:
        os.killpg(system.make.pid, number)
    else:
        os.kill(system.make.pid, number)
    system.make.wait(timeout=20)

    assert until(lambda: not system.running(), seconds=1), system.running()


def test_a_killed_supervisor_takes_its_programs_along(system: System):
    assert system.make is not None

    os.kill(system.supervisor().pid, signal.SIGKILL)
    system.make.wait(timeout=20)

    assert until(lambda: not system.running(), seconds=15), system.running()


def test_the_terminal_shows_addresses_and_sign_ins_once_the_site_answers(system: System):
    assert until(lambda: f"http://127.0.0.1:{system.port}/quan-tri/" in system.words(), seconds=10)
    assert f"http://127.0.0.1:{system.province_port}/" in system.words()
    assert "writer.bvdkt@demo.local" in system.words()


def test_a_second_start_on_the_same_data_is_refused(system: System):
    second = System(data_dir=system.data_dir)
    try:
        code = second.start().wait(timeout=60)
    finally:
        second.stop()

    assert code != 0
    assert "is in use by another" in second.words()
    assert system.answers()


def test_a_taken_port_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("tests.faults.processes.free_ports", lambda _count: [port, port])
        refused = System(data_dir=tmp_path, bare=True)
        try:
            code = refused.start().wait(timeout=60)
        finally:
            refused.stop()

    assert code != 0
    assert f"Port {port} is in use" in refused.words()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_system_that_is_stopped_while_it_prepares_leaves_nothing_behind(tmp_path: Path, number: signal.Signals):
    system = System(data_dir=tmp_path, bare=True)
    try:
        make = system.start()
        assert until(lambda: "Database ..." in system.words(), seconds=60)

        os.killpg(make.pid, number)
        make.wait(timeout=20)

        assert until(lambda: not system.running(), seconds=2), system.running()
        assert not system.answers()
    finally:
        system.stop()
