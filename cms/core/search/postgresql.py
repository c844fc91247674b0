"""Accent-free search on PostgreSQL's text search. Import it only where the default database is PostgreSQL."""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database.postgres import postgres

from cms.core.search.indexing import FoldingBackendMixin, FoldingCompilerMixin, FoldingIndexerMixin, with_indexer


class FoldingIndexer(FoldingIndexerMixin, postgres.ObjectIndexer):
    """Puts folded words into the index."""


class FoldingIndex(postgres.PostgresIndex):
    """An index filled by ``FoldingIndexer``."""

    add_items = with_indexer(postgres.PostgresIndex.add_items, FoldingIndexer)


class FoldingQueryCompiler(FoldingCompilerMixin, postgres.PostgresSearchQueryCompiler):
    """Compiles whole-word searches."""

    def get_index_vectors(self, search_query: Any) -> Any:
        vectors = super().get_index_vectors(search_query)
        return vectors[:1] if self.titles_only else vectors


class FoldingAutocompleteQueryCompiler(FoldingCompilerMixin, postgres.PostgresAutocompleteQueryCompiler):
    """Compiles searches whose last word is unfinished."""


class FoldingPostgresSearchBackend(FoldingBackendMixin, postgres.PostgresSearchBackend):
    """The PostgreSQL backend over folded words.

    ``SEARCH_CONFIG`` must stay "simple", which is also the default here: language configurations have stop words, and
    English ones are syllables of folded Vietnamese (so, an, do, to, me, no, on, in).
    """

    index_class = FoldingIndex
    query_compiler_class = FoldingQueryCompiler
    autocomplete_query_compiler_class = FoldingAutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})
