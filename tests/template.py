"""The database that tests begin with: migrated, and as empty as that leaves it. Made once, and copied for every process.

    python -m tests.template postgresql NAME      makes it as the database NAME on the server of ``DATABASE_URL``

Only the tables are taken from it: rights, triggers and the house itself are made anew by whoever begins with a copy, as
every start of the product does. The file for SQLite is kept in ``.pytest_cache`` under a digest of the migrations, so
that a second run of tests begins at once. A template on PostgreSQL lives for one run (`tests.run`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "tables"
FLOORS = ("cms", "submissions", "bulletin")


def sqlite_template() -> Path:
    """The file of the template for SQLite; made first where the code has none yet. Processes wait for each other."""
    KEPT.mkdir(parents=True, exist_ok=True)
    template = KEPT / f"{digest()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.is_file():
            for older in KEPT.glob("*.sqlite3*"):
                older.unlink()
            build("sqlite", str(template))
    return template


def digest() -> str:
    """Stands for what makes the template: our migrations, and those of the packages, whose versions the lock names."""
    found = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("migrations/*.py")]
    for path in sorted([*files, Path(__file__)]):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:24]


def build(kind: str, name: str, *, database_url: str = "") -> None:
    """Makes a template in a process of its own, for PostgreSQL on the server of ``database_url``.

    Raises CalledProcessError; what went wrong stands on the error output.
    """
    with tempfile.TemporaryDirectory(prefix="desk-template-") as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_RUN_DIR": folder}
        environment.pop("PYTEST_XDIST_WORKER", None)
        environment.pop("DATABASE_URL", None)
        if database_url:
            environment["DATABASE_URL"] = database_url
        command = [sys.executable, "-m", "tests.template", kind, name]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def drop_postgresql(url: str, name: str) -> None:
    """Drops a template on a PostgreSQL server; nothing happens where there is none."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def main(kind: str, name: str) -> None:
    """Migrates an empty database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if kind == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    # A name beside the template's: it is there whole or not at all.
    unfinished = f"{name}.unfinished" if kind == "sqlite" else name
    connection.settings_dict["NAME"] = unfinished
    call_command("migrate", interactive=False, verbosity=0)
    if kind == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    if kind == "sqlite":
        Path(unfinished).rename(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
