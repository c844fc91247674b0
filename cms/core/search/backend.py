"""The search backend of the settings: Wagtail's database search, for Vietnamese, on whichever database is the default.

``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.core.search.backend", "SEARCH_CONFIG": "simple"}}``

After a change of what is indexed, ``manage.py update_index`` has to run.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database.fallback import DatabaseSearchBackend

from cms.core.search.indexing import FoldingBackendMixin


class PlainSearchBackend(DatabaseSearchBackend):
    """Substring search without an index, for a SQLite without FTS5 or before its table exists: nothing is folded."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = query.strip()
        return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)


def search_backend(params: dict[str, Any]) -> BaseSearchBackend:
    """Return the folding backend for the default database."""
    if database.USE_SQLITE_FTS is False:
        # Asked before the migrations had made the table (a page saved by one of them): upstream would never ask again.
        database.USE_SQLITE_FTS = None
    stock = database.SearchBackend(params)
    if isinstance(stock, DatabaseSearchBackend):
        return PlainSearchBackend(params)
    if connection.vendor == "postgresql":
        from cms.core.search.postgresql import FoldingPostgresSearchBackend

        return FoldingPostgresSearchBackend(params)
    from cms.core.search.sqlite import FoldingSQLiteSearchBackend

    return FoldingSQLiteSearchBackend(params)


#: The name that modelsearch looks for.
SearchBackend = search_backend

__all__ = ["FoldingBackendMixin", "PlainSearchBackend", "SearchBackend", "search_backend"]
