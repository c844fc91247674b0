"""The proxy's configuration: what is printed is what the docs show, and nginx understands it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "deploy" / "nginx" / "bulletin.conf"


def example_environment() -> dict[str, str]:
    """The variables of ``deploy/environment.example``, with a folder that can be made here."""
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def printed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command prints in an environment of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    given = {**kept, "DJANGO_SETTINGS_MODULE": "cms.settings", **environment}
    command = [sys.executable, "manage.py", "nginx_conf", *arguments]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


def test_the_example_is_what_the_command_prints_for_the_example_environment(tmp_path: Path) -> None:
    environment = example_environment() | {"DATA_DIR": str(tmp_path)}
    done = printed(
        "--listen", "443", "--certificate", "/etc/letsencrypt/live/bulletin",
        "--upstream", "127.0.0.1:8000", "--upstream", "127.0.0.1:8002", **environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = done.stdout.replace(str(tmp_path), example_environment()["DATA_DIR"])
    if os.environ.get("WRITE_EXAMPLES"):
        EXAMPLE.write_text(text)
    assert text == EXAMPLE.read_text()


@pytest.mark.proxy
@pytest.mark.parametrize("media", ["", "http://media.vi-du.vn"])
def test_nginx_understands_it(media: str, nginx: str, tmp_path: Path) -> None:
    done = printed(
        "--whole", "--no-brotli", "--cache-dir", str(tmp_path), DATA_DIR=str(tmp_path), DEMO="1", MEDIA_BASE_URL=media
    )
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(done.stdout)
    tried = subprocess.run(
        [nginx, "-t", "-c", str(configuration), "-e", str(tmp_path / "start.log")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tried.returncode == 0, tried.stderr
    assert ("server_name media.vi-du.vn" in done.stdout) is bool(media)


def test_what_would_break_out_of_the_configuration_is_refused(tmp_path: Path) -> None:
    done = printed("--cache-dir", "/tmp/x; evil", DATA_DIR=str(tmp_path), DEMO="1")
    assert done.returncode == 2
    assert "evil" not in done.stdout
