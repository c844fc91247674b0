"""Rewrites what people and Wagtail's screens ask for into queries over the folded index.

Also closes holes of the database backends: a query of blanks or punctuation matches nothing instead of failing, boosts
and fuzzy queries, which they do not all know, become plain ones, and "not" stands only where both can handle it.
"""

from __future__ import annotations

from typing import Any

from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from cms.core.search.synonyms import segments
from cms.core.search.terms import MAX_QUERY_LENGTH, MAX_QUERY_WORDS, folded_words, marked_words

# BM25 adds up every word that is named, as often as it is named: so often outweighs that a title is a word shorter.
REPEATED = 4


class ExactFirst(Or):
    """Matches what ``found`` matches, and more strongly where any of the ``exact`` words does.

    As an "or" it is understood everywhere; a compiler that can weigh matches by itself has the two parts.
    """

    def __init__(self, found: SearchQuery, exact: list[SearchQuery]) -> None:
        super().__init__([found, And([found, _any_of(exact * REPEATED)])])
        self.found = found
        self.exact = exact


def folded_query(query: Any, *, operator: str | None = None) -> SearchQuery:
    """Return the query over the index for ``query``: a text or any query object that the Wagtail admin builds.

    ``operator`` ("and", the default, or "or") joins the words of a text. Nothing to search for gives a query that
    matches nothing. Raises ``NotImplementedError`` for query objects that modelsearch does not have.
    """
    match query:
        case None | MatchAll():
            return MATCH_ALL
        case PlainText() | Fuzzy():
            return _words(query.query_string, query.operator)
        case Phrase():
            return _phrase(query.query_string)
        case Boost():
            return folded_query(query.subquery)
        case Not():
            return _none_of(folded_query(query.subquery))
        case And():
            return _all_of([folded_query(part) for part in query.subqueries])
        case Or():
            return _any_of([folded_query(part) for part in query.subqueries])
        case SearchQuery():
            raise NotImplementedError(f"no search for {type(query).__name__}")
        case _:
            return _words(str(query), operator or "and")


def _words(text: str, operator: str) -> SearchQuery:
    text = text[:MAX_QUERY_LENGTH]
    words = folded_words(text)[:MAX_QUERY_WORDS]
    parts = [_wording(typed, others) for typed, others in segments(words)]
    found = _any_of(parts) if operator.lower() == "or" else _all_of(_joined(parts))
    return _exact_first(found, text)


def _wording(typed: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> SearchQuery:
    """As typed, the words may stand anywhere; what the person did not type counts as a phrase only."""
    as_typed = PlainText(" ".join(typed))
    return _any_of([as_typed, *(Phrase(" ".join(other)) for other in others)])


def _joined(parts: list[SearchQuery]) -> list[SearchQuery]:
    """Put neighbouring plain words into one query, the last word last, as it may be unfinished."""
    joined: list[SearchQuery] = []
    for part in parts:
        if isinstance(part, PlainText) and joined and isinstance(joined[-1], PlainText):
            joined[-1] = PlainText(f"{joined[-1].query_string} {part.query_string}")
        else:
            joined.append(part)
    return joined


def _phrase(text: str) -> SearchQuery:
    text = text[:MAX_QUERY_LENGTH]
    words = folded_words(text)[:MAX_QUERY_WORDS]
    return _exact_first(Phrase(" ".join(words)), text) if words else MATCH_NONE


def _exact_first(found: SearchQuery, text: str) -> SearchQuery:
    """Prefer, among what ``found`` matches, words with the marks that they have in ``text``."""
    exact: list[SearchQuery] = [PlainText(word) for word in dict.fromkeys(marked_words(text)[:MAX_QUERY_WORDS])]
    if not exact or _is_none(found):
        return found
    return ExactFirst(found, exact)


def _is_none(query: SearchQuery) -> bool:
    return isinstance(query, Not) and isinstance(query.subquery, MatchAll)


def _none_of(query: SearchQuery) -> SearchQuery:
    if isinstance(query, Not):
        return query.subquery
    return Not(query)


def _all_of(parts: list[SearchQuery]) -> SearchQuery:
    if not parts or any(_is_none(part) for part in parts):
        return MATCH_NONE
    parts = [part for part in parts if not isinstance(part, MatchAll)]
    wanted = [part for part in parts if not isinstance(part, Not)]
    if parts and not wanted:
        # SQLite cannot begin with "not".
        return _none_of(_any_of([part.subquery for part in parts]))
    return _combined(And, parts)


def _any_of(parts: list[SearchQuery]) -> SearchQuery:
    parts = [part for part in parts if not _is_none(part)]
    if not parts:
        return MATCH_NONE
    if any(isinstance(part, MatchAll) for part in parts):
        return MATCH_ALL
    if any(isinstance(part, Not) for part in parts):
        # "a or not b" is "not (b and not a)": SQLite knows only the second.
        return _none_of(_all_of([_none_of(part) for part in parts]))
    return _combined(Or, parts)


def _combined(kind: type[And] | type[Or], parts: list[SearchQuery]) -> SearchQuery:
    if not parts:
        return MATCH_ALL
    return parts[0] if len(parts) == 1 else kind(parts)
