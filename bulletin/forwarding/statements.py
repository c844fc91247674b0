"""The engine's own statements, made once and carried out at every step, for one row or many.

To make a statement costs more than to carry it out: compiled anew each time, the engine would be busy with that above all.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import Field, QuerySet

Row = TypeVar("Row", bound=Model)
AT_ONCE = 500
"""Rows of one statement."""


class Question(Generic[Row]):
    """A query for rows of ``model`` that is asked again and again with other values.

    ``build`` makes the query of the marks: values that occur nowhere else in it, each of which stands for the value that
    is given in its place later.
    """

    def __init__(self, model: type[Row], build: Callable[..., QuerySet[Row]], *marks: object) -> None:
        self._model, self._build, self._marks = model, build, marks
        self._made: dict[tuple[str, int | None], tuple[str, list[tuple[int | None, object]]]] = {}

    def ask(self, *given: object, limit: int | None = None) -> list[Row]:
        """The rows for the values given, in the order of the marks; at most ``limit``."""
        statement, values = self.statement(*given, limit=limit)
        return list(self._model._default_manager.raw(statement, values))

    def count(self, *given: object) -> int:
        """How many rows there are for the values given."""
        statement, values = self.statement(*given)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({statement}) AS asked", values)  # noqa: S608  (our own statement)
            return int(cursor.fetchone()[0])

    def statement(self, *given: object, limit: int | None = None) -> tuple[str, list[Any]]:
        """What the database is asked, and the values in it."""
        key = (connection.vendor, limit)
        if key not in self._made:
            self._made[key] = self._make(limit)
        statement, places = self._made[key]
        return statement, [_adapted(given[mark]) if mark is not None else value for mark, value in places]

    def _make(self, limit: int | None) -> tuple[str, list[tuple[int | None, object]]]:
        rows = self._build(*self._marks)[:limit]
        statement, values = rows.query.get_compiler(connection=connection).as_sql()
        marks = [_adapted(mark) for mark in self._marks]
        return statement, [(marks.index(value) if value in marks else None, value) for value in values]


def _adapted(value: object) -> object:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def save(row: Model, fields: Sequence[str]) -> None:
    """Write some fields of a row that exists."""
    changes = {name: getattr(row, name) for name in fields}
    update_each(type(row), changes=[changes], where=[{row._meta.pk.name: row.pk}])


def insert_all(rows: Sequence[Model]) -> None:
    """Write new rows of one model, whose key the database gives; the objects do not learn it."""
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        statement, fields = _insertion(type(part[0]), connection.vendor, len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                statement, [_prepared(field, getattr(row, field.attname)) for row in part for field in fields]
            )


def update_each(
    model: type[Model], *, changes: Sequence[Mapping[str, Any]], where: Sequence[Mapping[str, Any]]
) -> int:
    """Give several rows values of their own, each where its own condition holds; how many rows that changed.

    All changes name the same fields, and so do all conditions. At most `AT_ONCE` of them.
    """
    names, conditions = tuple(changes[0]), tuple(where[0])
    statement, fields = _change(model, connection.vendor, names, conditions, len(changes))
    changed, asked = fields[: len(names)], fields[len(names) :]
    values = [
        _prepared(field, given[field.name])
        for change, condition in zip(changes, where, strict=True)
        for given, those in ((change, changed), (condition, asked))
        for field in those
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _prepared(field: Field[Any, Any], value: object) -> Any:
    return field.get_db_prep_save(value, connection)


@cache
def _insertion(model: type[Model], vendor: str, rows: int) -> tuple[str, tuple[Field[Any, Any], ...]]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(_quoted(field) for field in fields)
    return f"INSERT INTO {_table(model)} ({columns}) VALUES {_places(len(fields), rows)}", fields  # noqa: S608  (our own names)


@cache
def _change(
    model: type[Model], vendor: str, names: tuple[str, ...], conditions: tuple[str, ...], rows: int
) -> tuple[str, tuple[Field[Any, Any], ...]]:
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = tuple(known[name] for name in (*names, *conditions))
    # Both databases name the columns of a list of values so.
    given = [_typed(field, f"given.column{place}") for place, field in enumerate(fields, start=1)]
    assignments = ", ".join(f"{_quoted(known[name])} = {value}" for name, value in zip(names, given, strict=False))
    asked = " AND ".join(
        f"{_table(model)}.{_quoted(known[name])} = {value}"
        for name, value in zip(conditions, given[len(names) :], strict=True)
    )
    values = _places(len(fields), rows)
    return f"UPDATE {_table(model)} SET {assignments} FROM (VALUES {values}) AS given WHERE {asked}", fields  # noqa: S608  (our own names)


def _typed(field: Field[Any, Any], value: str) -> str:
    # As Django's own update of several rows does it: PostgreSQL takes what stands in a list for text.
    if connection.features.requires_casted_case_in_updates:
        return f"CAST({value} AS {field.rel_db_type(connection) if field.is_relation else field.db_type(connection)})"
    return value


def _places(fields: int, rows: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * fields)})"] * rows)


def _table(model: type[Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))


def _quoted(field: Field[Any, Any]) -> str:
    return str(connection.ops.quote_name(str(field.column)))
