"""Accent-free search on PostgreSQL's text search. Import it only where the default database is PostgreSQL."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.postgres.search import SearchVectorExact
from django.db.models import Case, FloatField, Value, When
from django.db.models.expressions import Combinable
from modelsearch.backends.database.postgres import postgres

from cms.core.search.indexing import FoldingBackendMixin, FoldingCompilerMixin, FoldingIndexerMixin, with_indexer
from cms.core.search.queries import ExactFirst

#: How much a title with every mark as typed outweighs one with none: more than its length can make up for.
EXACT_WEIGHT: Final = 5.0


class FoldingIndexer(FoldingIndexerMixin, postgres.ObjectIndexer):
    """Puts folded words into the index."""


class FoldingIndex(postgres.PostgresIndex):
    """An index filled by ``FoldingIndexer``."""

    add_items = with_indexer(postgres.PostgresIndex.add_items, FoldingIndexer)


class ExactFirstMixin(postgres.PostgresSearchQueryCompiler):
    """Finds by folded words alone and multiplies the rank by the share of the exact ones that are there.

    ``ts_rank`` adds little for a second matching word, and less than a shorter title gains.
    """

    def build_tsquery_content(self, query: Any, config: str | None = None, invert: bool = False) -> Any:
        found = query.found if isinstance(query, ExactFirst) else query
        return super().build_tsquery_content(found, config=config, invert=invert)

    def build_tsrank(self, vector: Any, query: Any, config: str | None = None, boost: float = 1.0) -> Any:
        if not isinstance(query, ExactFirst):
            return super().build_tsrank(vector, query, config=config, boost=boost)
        rank = super().build_tsrank(vector, query.found, config=config, boost=boost)
        share = (EXACT_WEIGHT - 1.0) / len(query.exact)
        bonus: Combinable = Value(1.0, output_field=FloatField())
        for word in query.exact:
            there = SearchVectorExact(vector, self.build_tsquery(word, config=config))
            bonus += Case(When(there, then=Value(share)), default=Value(0.0), output_field=FloatField())
        return rank * bonus


class FoldingQueryCompiler(FoldingCompilerMixin, ExactFirstMixin, postgres.PostgresSearchQueryCompiler):
    """Compiles whole-word searches."""

    def get_index_vectors(self, search_query: Any) -> Any:
        vectors = super().get_index_vectors(search_query)
        return vectors[:1] if self.titles_only else vectors


class FoldingAutocompleteQueryCompiler(
    FoldingCompilerMixin, ExactFirstMixin, postgres.PostgresAutocompleteQueryCompiler
):
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
