"""Runs every static check, all of them even if one fails, and says which did.

python -m tests.lint
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ["bootstrap.py", "manage.py", "cms", "submissions", "bulletin", "tests"]


def checks() -> list[tuple[str, list[str]]]:
    """Name and command of each check, the quickest first."""
    tools = Path(sys.executable).parent
    python = sys.executable
    return [
        ("format", [str(tools / "ruff"), "format", "--check", "--quiet", *CODE]),
        ("ruff", [str(tools / "ruff"), "check", "--quiet", *CODE]),
        ("files", [python, "-m", "tests.check_files"]),
        ("floors", [str(tools / "lint-imports")]),
        ("templates", [str(tools / "djlint"), "--lint", "--quiet", "cms", "submissions", "bulletin"]),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("translations", [python, "-m", "tests.check_catalogue"]),
        ("upstream translations", [python, "-m", "tests.check_upstream_catalogue"]),
        ("types", [str(tools / "mypy")]),
    ]


def main() -> int:
    """Runs all checks on a data folder that is thrown away. Returns the exit code."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="desk-lint-") as data_dir:
        environment = {**os.environ, "DATA_DIR": data_dir, "DEMO": "1"}
        environment.pop("DATABASE_URL", None)
        for name, command in checks():
            started = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            ok = done.returncode == 0
            print(f"{'ok  ' if ok else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
            if not ok:
                failed.append(name)
            if not ok or name in ("translations", "upstream translations"):
                print(done.stdout.rstrip(), flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return int(bool(failed))


if __name__ == "__main__":
    # An ordinary way out, on which `subprocess.run` ends the process it waits for.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sys.exit(main())
