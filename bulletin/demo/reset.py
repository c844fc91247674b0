"""Emptying a demo's database, so that the next load starts from nothing. Demo mode only; the command checks that."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def empty_house() -> None:
    """Drops every table and every uploaded file, and builds the tables anew.

    Flushing would not do: Wagtail's root page, locale and collection come from its migrations and would be missing.
    """
    with connection.cursor() as cursor:
        tables = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            views = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            # A full-text table takes its shadow tables along, so each is dropped only if it is still there.
            for (name,) in views.fetchall():
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}")
            cursor.execute("PRAGMA foreign_keys = ON")
        else:
            for name in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
    for folder in (Path(settings.MEDIA_ROOT), settings.DATA_DIR / "private"):
        shutil.rmtree(folder, ignore_errors=True)
    call_command("migrate", verbosity=0)
