"""The rows of a subquery as one JSON value beside the row they belong to: a few small rows for no query of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import JSONField, Subquery
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler


class JSONRows(Subquery):
    """A list of objects with the named fields of the queryset's rows, in its order; an empty list where it has none.

    Times and dates come as the text of their database, see `django.utils.dateparse`.
    """

    output_field = JSONField()
    template = "(SELECT COALESCE(JSONB_AGG(kept.item), '[]'::jsonb) FROM (%(subquery)s) kept)"

    def __init__(self, queryset: QuerySet[Any], **fields: str) -> None:
        super().__init__(queryset.annotate(item=JSONObject(**fields)).values("item"))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """SQLite's own name of the aggregate; ``JSON`` keeps an object from being quoted as text."""
        template = "(SELECT JSON_GROUP_ARRAY(JSON(kept.item)) FROM (%(subquery)s) kept)"
        return self.as_sql(compiler, connection, template=template, **extra)
