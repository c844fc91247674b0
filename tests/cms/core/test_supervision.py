"""The supervisor's configuration, read back by supervisord itself, and the text people see."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from cms.core import announcement, supervision
from cms.core.supervision import Program


def read_back(text: str, tmp_path: Path) -> ServerOptions:
    file = tmp_path / "supervisord.conf"
    file.write_text(text, encoding="utf-8")
    options = ServerOptions()
    options.realize(["-n", "-c", str(file)], doc="")
    return options


@pytest.mark.parametrize("name", ["plain", "with space", "with 'quotes\" in it", "có dấu"])
def test_supervisord_reads_back_the_commands_and_folders_that_were_meant(tmp_path: Path, name: str):
    data_dir = tmp_path / name
    (data_dir / "log").mkdir(parents=True)
    (data_dir / "run").mkdir()
    program = Program(name="web", command=["/usr/bin/env", "python", "--schedule", str(data_dir / "beat")])

    options = read_back(supervision.configuration([program], base_dir=tmp_path, data_dir=data_dir), tmp_path)

    (group,) = options.process_group_configs
    (config,) = group.process_configs
    assert shlex.split(config.command) == program.command
    assert config.stdout_logfile == str(data_dir / "log" / "web.log")
    assert options.pidfile == str(data_dir / "run" / "supervisor.pid")


def test_a_folder_that_supervisord_would_misread_is_refused_with_a_word(tmp_path: Path):
    with pytest.raises(ValueError, match="percent sign"):
        supervision.configuration([], base_dir=tmp_path, data_dir=tmp_path / "100%")


def test_all_programs_stop_together_and_come_back_whatever_ended_them(tmp_path: Path):
    (tmp_path / "log").mkdir()
    (tmp_path / "run").mkdir()
    wanted = supervision.programs(data_dir=tmp_path, port=8000, province_port=8001)

    options = read_back(supervision.configuration(wanted, base_dir=tmp_path, data_dir=tmp_path), tmp_path)

    (group,) = options.process_group_configs
    assert {config.name for config in group.process_configs} == {"web", "worker", "beat", "province"}
    for config in group.process_configs:
        assert config.autorestart is not False
        assert config.stopasgroup
        assert config.killasgroup
        # The worker has exchanges to bring to their end, of at most half a minute each.
        assert config.stopwaitsecs == (45 if config.name == "worker" else 5)


def test_a_production_machine_runs_no_sandbox_province(tmp_path: Path):
    wanted = supervision.programs(data_dir=tmp_path, port=8000, province_port=None)

    assert [program.name for program in wanted] == ["web", "worker", "beat"]


def test_sign_ins_are_told_in_a_demo_only():
    told = announcement.announcement(
        base_url="http://127.0.0.1:8000", province_url="http://127.0.0.1:8001", demo=True, data_dir=Path("var")
    )
    kept = announcement.announcement(
        base_url="https://ban-tin.example", province_url=None, demo=False, data_dir=Path("var")
    )

    assert "http://127.0.0.1:8000/quan-tri/" in told
    assert announcement.DEMO_PASSWORD in told
    assert all(email in told for email, _ in announcement.DEMO_PEOPLE)
    assert announcement.DEMO_PASSWORD not in kept
    assert "demo.local" not in kept
