"""Accent-free search on SQLite's FTS5. Import it only where the default database is SQLite."""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import BM25

from cms.core.search.indexing import FoldingBackendMixin, FoldingCompilerMixin, FoldingIndexerMixin, with_indexer


class FoldingIndexer(FoldingIndexerMixin, sqlite.ObjectIndexer):
    """Puts folded words into the index."""


class FoldingIndex(sqlite.SQLiteIndex):
    """An index filled by ``FoldingIndexer``."""

    add_items = with_indexer(sqlite.SQLiteIndex.add_items, FoldingIndexer)


class FoldingQueryCompiler(FoldingCompilerMixin, sqlite.SQLiteSearchQueryCompiler):
    """Compiles whole-word searches."""

    def check(self) -> None:
        super().check()
        if self.titles_only:
            self.FTS_TABLE_FIELDS = ["title"]

    def build_tsrank(self, vector: Any, query: Any, config: Any = None, boost: float = 1.0) -> Any:
        """Rank by BM25 once: it already weighs the whole expression.

        Upstream adds and multiplies the same negative figure along the query tree, which turns the order around for
        strong matches.
        """
        return BM25() * boost

    def get_index_vectors(self) -> Any:
        vectors = super().get_index_vectors()
        return vectors[:1] if self.titles_only else vectors


class FoldingAutocompleteQueryCompiler(FoldingCompilerMixin, sqlite.SQLiteAutocompleteQueryCompiler):
    """Compiles searches whose last word is unfinished."""

    def build_tsrank(self, vector: Any, query: Any, config: Any = None, boost: float = 1.0) -> Any:
        """Rank by BM25 once, as above."""
        return BM25() * boost


class FoldingSQLiteSearchBackend(FoldingBackendMixin, sqlite.SQLiteSearchBackend):
    """The SQLite backend over folded words."""

    index_class = FoldingIndex
    query_compiler_class = FoldingQueryCompiler
    autocomplete_query_compiler_class = FoldingAutocompleteQueryCompiler
