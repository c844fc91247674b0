"""What is offered while somebody types: frequent words, units and topics, and the newest titles that fit.

Everything offered stands in a public story: the vocabulary may remember a word longer than the site does, so the index
is asked about each before it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Q

from cms.core.search import tiers
from cms.core.search.token_index import by_index_alone
from cms.core.search.tokens import words_of
from cms.search.models import ENTRY_INDEX, Entry, Term, TermKind
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Fewer letters fit everything.
SHORTEST = 2
#: A term of so many stories is no secret of a few that were withdrawn within the hour: it need not be looked up.
COMMON = 20
TERMS = 5
NAMES = 3
TITLES = 4
_NAMES = frozenset({TermKind.UNIT.value, TermKind.TOPIC.value})


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A text to search for; of a title also its story. ``stories`` and ``code`` are the term's."""

    text: str
    kind: str
    stories: int = 0
    code: str = ""
    story: StoryPage | None = None


def suggest(query: str) -> list[Suggestion]:
    """What may be meant by an unfinished query, best first; at most twelve, in four queries, none for a single letter."""
    words = [word.folded for word in words_of(query)][: tiers.MAX_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    known = _terms(words)
    spelt = {term.folded: term.spelling for term in known}
    names = [_as_suggestion(term, words, spelt) for term in known if term.kind in _NAMES][:NAMES]
    fitting = [term for term in known if term.kind not in _NAMES and term.folded.startswith(_ends(words))]
    terms = [_as_suggestion(term, words, spelt) for term in fitting]
    terms = list({each.text.lower(): each for each in terms}.values())[:TERMS]
    with by_index_alone():
        terms = _that_exist(terms)
        titles = _titles(query)
    # Other tables are read as their own indexes have it.
    return [*terms, *_that_exist(names), *_as_titles(titles)]


def _terms(words: list[str]) -> list[Term]:
    """Terms that begin like the query; pairs also like its last two words; names also from a word inside on.

    Of a longer query also the pairs before, for their spelling.
    """
    typed = " ".join(words)
    fits = Q(folded__startswith=typed)
    if len(words) > 2:
        fits |= Q(kind=TermKind.PAIR, folded__startswith=" ".join(words[-2:]))
        fits |= Q(kind=TermKind.PAIR, folded__in=[" ".join(pair) for pair in pairwise(words[:-1])])
    terms = Term.objects.filter(fits).exclude(kind__in=_NAMES).order_by("-stories", "folded")
    inside = Q(folded__startswith=typed) | Q(folded__contains=f" {typed}")
    names = Term.objects.filter(inside, kind__in=_NAMES).order_by("-stories", "folded")
    return [*terms[: TERMS * 3], *names[:NAMES]]


def _ends(words: list[str]) -> tuple[str, ...]:
    """How a term begins that completes the query: like all of it, or like its last two words."""
    return (" ".join(words), " ".join(words[-2:])) if len(words) > 2 else (" ".join(words),)


def _as_suggestion(term: Term, words: list[str], spelt: dict[str, str]) -> Suggestion:
    text, stories = term.spelling, term.stories
    if term.kind == TermKind.PAIR and not term.folded.startswith(" ".join(words)):
        # How often the pair occurs says nothing of the words before it.
        text, stories = " ".join([*_spelling(words[:-1], spelt)[:-1], text]), 0
    return Suggestion(text=text, kind=term.kind, stories=stories, code=term.code)


def _spelling(words: list[str], spelt: dict[str, str]) -> list[str]:
    """Finished words as the vocabulary writes them side by side; as they were typed where it does not know them."""
    written = list(words)
    for place, pair in enumerate(pairwise(words)):
        parts = spelt.get(" ".join(pair), "").split()
        if len(parts) == 2:
            written[place : place + 2] = parts
    return written


def _that_exist(suggestions: list[Suggestion]) -> list[Suggestion]:
    """Those with which something is found, asked for all at once.

    A unit or topic is asked of its stories, a phrase of the heads in which its words stand side by side: to look for all
    its words anywhere would go through most of the archive for each.
    """
    asked = {
        f"found_{number}": Exists(_stories_with(each))
        for number, each in enumerate(suggestions)
        if each.stories < COMMON
    }
    # One row, whichever: only the questions matter.
    row = Term.objects.order_by("pk").annotate(**asked).values(*asked)[:1].get() if asked else {}
    return [each for number, each in enumerate(suggestions) if each.stories >= COMMON or row.get(f"found_{number}")]


def _stories_with(suggestion: Suggestion) -> QuerySet[Any]:
    public = StoryPage.objects.filter(public_at__isnull=False).order_by()
    match suggestion.kind:
        case TermKind.UNIT:
            return public.filter(unit_code=suggestion.code, unit_label=suggestion.text)
        case TermKind.TOPIC:
            return public.filter(topic__name=suggestion.text)
    words = len(words_of(suggestion.text))
    condition = tiers.side_by_side(suggestion.text) if words > 2 else tiers.everything(suggestion.text)
    return Entry.objects.filter(ENTRY_INDEX.matches(condition)) if condition else Entry.objects.none()


def _titles(query: str) -> list[int]:
    """The keys of the newest stories with such a title."""
    condition = tiers.beginning(query)
    if condition is None:
        return []
    fitting: QuerySet[Entry] = Entry.objects.filter(ENTRY_INDEX.matches(condition)).order_by("-public_at", "-pk")
    return list(fitting.values_list("pk", flat=True)[:TITLES])


def _as_titles(keys: list[int]) -> list[Suggestion]:
    rows = StoryPage.objects.readable().filter(pk__in=keys).only("title", "url_path", "locale_id")
    stories = {story.pk: story for story in rows} if keys else {}
    return [Suggestion(text=stories[key].title, kind="title", story=stories[key]) for key in keys if key in stories]
