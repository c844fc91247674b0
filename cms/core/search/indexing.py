"""The parts that the backends of both databases share: what a value gives to the index, and how fields are searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from modelsearch.backends.base import BaseSearchBackend, BaseSearchQueryCompiler

from cms.core.search.queries import folded_query
from cms.core.search.terms import indexed_text


class FoldingIndexerMixin:
    """Over modelsearch's ``ObjectIndexer``: every value goes into the index folded."""

    def prepare_value(self, value: Any) -> str:
        """Return the words to index for a field's value: a text, or lists and mappings of texts (StreamField)."""
        return indexed_text(_flat(value))


class FoldingCompilerMixin(BaseSearchQueryCompiler):
    """Over a query compiler: a search restricted to fields looks into the index, never into unfolded columns.

    The index keeps titles apart from everything else, so a restriction to titles holds and others fall away. Unknown
    fields are refused as ever.
    """

    fields: list[str] | None
    titles_only = False

    def check(self) -> None:
        super().check()
        self.titles_only = set(self.fields or ()) == {"title"}
        self.fields = None


class FoldingBackendMixin(BaseSearchBackend):
    """Over a search backend: every query is asked for in its folded form."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        folded = folded_query(query, operator=kwargs.pop("operator", None))
        return super()._search(query_compiler_class, folded, model_or_queryset, **kwargs)


def with_indexer(add_items: Callable[..., None], indexer: type) -> Callable[..., None]:
    """Return the ``add_items`` of a modelsearch index as a function that works with ``indexer``.

    modelsearch 1.3 has no setting for the class: the method names the global ``ObjectIndexer`` of its module. The copy
    sees another global, and nothing changes for anybody else. It can go when the index takes its indexer from an
    attribute; the tests of accent-free search fail if the name ever changes.
    """
    names = {**_globals(add_items), "ObjectIndexer": indexer}
    copy = FunctionType(_code(add_items), names, "add_items")
    copy.__doc__ = add_items.__doc__
    return copy


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _flat(list(value.values()))
    if isinstance(value, list | tuple | set):
        return "\n".join(map(_flat, value))
    return str(value)


def _globals(function: Any) -> dict[str, Any]:
    names = function.__globals__
    if "ObjectIndexer" not in names:
        raise RuntimeError("this modelsearch names its indexer differently; see cms.core.search.indexing")
    return dict(names)


def _code(function: Any) -> Any:
    return function.__code__
