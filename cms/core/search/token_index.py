"""Tokens beside the rows of a table: a ``tsvector`` on PostgreSQL, an FTS5 table on SQLite; no extension on either.

The table itself is a Django model with an integer key; this adds what the ORM has no word for. Rows are written with
their tokens in one statement each, and taken away with them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from cms.core.search.tokens import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Protocol

    from django.db.models import Field, Model

    from cms.core.search.tiers import Condition

    class SchemaEditor(Protocol):
        """What migrations hand over."""

        connection: Any

        def execute(self, sql: str, params: Any = ()) -> Any:
            """Runs a statement."""


@dataclass(frozen=True)
class TokenIndex:
    """The tokens of the rows of ``table``, whose primary key is the column ``key``."""

    table: str
    key: str

    def install(self, _apps: Any, editor: SchemaEditor) -> None:
        """Makes the index; for a migration, after the table."""
        table, key = self.table, self.key
        if editor.connection.vendor == "postgresql":
            # What is matched is read by its index; out of line it leaves the rows small, which lists go through.
            editor.execute(f"ALTER TABLE {table} ADD COLUMN words tsvector")
            editor.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 128)")
            editor.execute(self._gin)
            return
        editor.execute(
            f"CREATE VIRTUAL TABLE {table}_words USING fts5("
            "words, detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_words_go AFTER DELETE ON {table} "  # noqa: S608  (our own names)
            f"BEGIN DELETE FROM {table}_words WHERE rowid = OLD.{key}; END"
        )

    def remove(self, _apps: Any, editor: SchemaEditor) -> None:
        """Takes the index away; for a migration."""
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {self.table} DROP COLUMN words")
            return
        editor.execute(f"DROP TRIGGER {self.table}_words_go")
        editor.execute(f"DROP TABLE {self.table}_words")

    @contextmanager
    def loaded_in_bulk(self) -> Iterator[None]:
        """For filling an index that is empty or nearly so: PostgreSQL sorts once at the end instead of row by row.

        Nothing is found meanwhile but by reading through all rows, so it is not for an index that is in use. Whoever
        is killed in here leaves none: see `mend`.
        """
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {self.table}_gin")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(self._gin)
                # What was just loaded is news to the planner.
                cursor.execute(f"ANALYZE {self.table}")

    def mend(self) -> None:
        """Makes PostgreSQL's index where there is none, because a load in bulk did not come to its end."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            # Asked first: making an index waits for those who write, even if it then finds nothing to do.
            cursor.execute("SELECT to_regclass(%s)", [f"{self.table}_gin"])
            if cursor.fetchone() == (None,):
                cursor.execute(self._gin)

    @property
    def _gin(self) -> str:
        return f"CREATE INDEX IF NOT EXISTS {self.table}_gin ON {self.table} USING gin (words)"

    def matches(self, condition: Condition) -> RawSQL:
        """The condition for ``filter()`` on the model of the table; where others are joined to it, as a subquery."""
        if connection.vendor == "postgresql":
            sql, asked = "words @@ %s::tsquery", condition.for_postgresql()
        else:
            name = f"{self.table}_words"
            sql = f"{self.key} IN (SELECT rowid FROM {name} WHERE {name} MATCH %s)"  # noqa: S608  (our own names)
            asked = condition.for_sqlite()
        return RawSQL(sql, [asked], output_field=BooleanField())  # noqa: S611  (a condition is made of plain tokens)

    def write(self, model: type[Model], rows: Iterable[tuple[Mapping[str, Any], Iterable[str]]]) -> None:
        """Inserts or replaces rows: the values by field name (all but what the database fills in), and the tokens."""
        ready = [(dict(values), joined(tokens)) for values, tokens in rows]
        if not ready:
            return
        # In the order of their keys, so that two who write the same rows wait for each other and never in a circle.
        fields: dict[str, Any] = {field.attname: field for field in model._meta.local_concrete_fields}
        ready.sort(key=lambda row: row[0][model._meta.pk.attname])
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.executemany(
                    self._upsert(fields, list(ready[0][0]), vector=True),
                    [[*_prepared(fields, values), tokens] for values, tokens in ready],
                )
                return
            cursor.executemany(
                self._upsert(fields, list(ready[0][0]), vector=False),
                [_prepared(fields, values) for values, _tokens in ready],
            )
            keys = [values[model._meta.pk.attname] for values, _tokens in ready]
            cursor.executemany(
                f"DELETE FROM {self.table}_words WHERE rowid = %s",  # noqa: S608  (our own names)
                [[key] for key in keys],
            )
            cursor.executemany(
                f"INSERT INTO {self.table}_words (rowid, words) VALUES (%s, %s)",  # noqa: S608  (our own names)
                [[key, tokens] for key, (_values, tokens) in zip(keys, ready, strict=True)],
            )

    def _upsert(self, fields: Mapping[str, Field[Any, Any]], names: list[str], *, vector: bool) -> str:
        columns = [fields[name].column for name in names]
        others = [column for column in columns if column != self.key]
        places = ["%s"] * len(columns)
        if vector:
            columns, others, places = (
                [*columns, "words"],
                [*others, "words"],
                [*places, "array_to_tsvector(string_to_array(%s, ' '))"],
            )
        quoted = ", ".join(f'"{column}"' for column in columns)
        renewed = ", ".join(f'"{column}" = excluded."{column}"' for column in others)
        return (
            f'INSERT INTO "{self.table}" ({quoted}) VALUES ({", ".join(places)}) '  # noqa: S608  (our own names)
            f'ON CONFLICT ("{self.key}") DO UPDATE SET {renewed}'
        )


@contextmanager
def by_index_alone() -> Iterator[None]:
    """Makes PostgreSQL look tokens up in their index, however many rows it expects.

    Reading through all rows looks cheap to its planner, which does not know that every vector has to be fetched and
    unpacked for it: a hundred times dearer than the index, which needs no vector at all.
    """
    if connection.vendor != "postgresql":
        yield
        return
    is_part = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_settings("off"))
        try:
            yield
        finally:
            # Where this is part of a longer transaction, what follows plans as ever; else all this ends with the commit.
            if is_part and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute(_settings("DEFAULT"))


def _settings(value: str) -> str:
    # What is not looked up counts as endlessly dear, and what is dear would be compiled first: 300 ms for a small answer.
    return "; ".join(f"SET LOCAL {name} = {value}" for name in ("enable_seqscan", "enable_indexscan", "jit"))


def _prepared(fields: Mapping[str, Field[Any, Any]], values: Mapping[str, Any]) -> list[Any]:
    return [fields[name].get_db_prep_save(value, connection=connection) for name, value in values.items()]
