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
        filled = _filled(connection.introspection.table_names(cursor))
        # Row by row, without the triggers that guard what is written once. To truncate a table is to make new files for
        # it, for every table that points to it and for all their indexes: dearer than a few hundred rows.
        cursor.execute("".join(f'ALTER TABLE "{table}" DISABLE TRIGGER USER;' for table in filled))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED;" + "".join(f'DELETE FROM "{table}";' for table in filled))
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        for (table,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {SCHEMA}."{table}"')
        # What the rows promise each other is looked at here: a table with checks to come can not be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("".join(f'ALTER TABLE "{table}" ENABLE TRIGGER USER;' for table in filled))


def _filled(tables: Iterable[str]) -> list[str]:
    """Those of the tables that have rows."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
        return [table for (table,) in cursor.fetchall()]
