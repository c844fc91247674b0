"""The test database as it was when the run began, with the house in it: brought back after a test that committed.

Django would empty every table, tell every app that it has been migrated, and leave the house to be built anew. Here the
first state is kept beside (SQLite: in memory; PostgreSQL: in a schema of its own), and put back as it is.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = "as_it_began"
_in_memory: list[sqlite3.Connection] = []


def keep() -> None:
    """Keeps what the database of this process holds now."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _in_memory[:] = [sqlite3.connect(":memory:", check_same_thread=False)]
        connection.connection.backup(_in_memory[0])
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        for table in _filled(connection.introspection.table_names(cursor)):
            cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE "{table}"')


def bring_back() -> None:
    """Makes the database hold that again, and nothing else."""
    ContentType.objects.clear_cache()
    if connection.vendor == "sqlite":
        # On a connection of its own: that of the test may have settings that the test made.
        connection.close()
        database = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=30)
        try:
            _in_memory[0].backup(database)
        finally:
            database.close()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        filled = ", ".join(f'"{table}"' for table in _filled(connection.introspection.table_names(cursor)))
        cursor.execute(f"TRUNCATE {filled} CASCADE")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        for (table,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {SCHEMA}."{table}"')


def _filled(tables: Iterable[str]) -> list[str]:
    """Those of the tables that have rows."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
        return [table for (table,) in cursor.fetchall()]
