"""The words of the public stories: what suggestions and corrections are made of.

New words come in with their story. How often they occur, and how they are mostly written, is counted anew every hour
from the newest stories: nobody waits for a counter at a publication.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cms.core.search.slips import left_out
from cms.core.search.tokens import Word, words_of
from cms.search.models import Entry, NearWord, Term, TermKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: From so many stories the frequencies are counted; the newest, as readers ask for what is new.
COUNTED = 4_000
#: Longer words are codes, addresses and accidents, which nobody types from memory.
LONGEST_WORD = 14
#: Two words that stand side by side in fewer stories did so by chance, unless in a title.
ENOUGH_OF_A_PAIR = 2
LONGEST_TERM = 150
_CHUNK = 1_000

Found = dict[tuple[str, str], Counter[str]]
#: The folded terms of each kind that are known to be in the table.
Known = dict[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a story gives to the vocabulary: the words of its parts, its unit (code, name), the name of its topic."""

    title: list[Word]
    sapo: list[Word]
    body: list[Word]
    unit: tuple[str, str] = ("", "")
    topic: str = ""


def add(wordings: Iterable[Wording], *, known: Known | None = None) -> None:
    """Enters the words of these stories that the vocabulary does not know yet.

    ``known`` holds the terms that need not be looked up; whoever enters many stories keeps one for all of them.
    """
    known = {} if known is None else known
    found: Found = {}
    names: dict[tuple[str, str], Term] = {}
    for wording in wordings:
        _count(found, (wording.title, wording.sapo), wording.body, known=known)
        code, label = wording.unit
        for kind, name in ((TermKind.UNIT, label if code else ""), (TermKind.TOPIC, wording.topic)):
            folded = " ".join(word.folded for word in words_of(name))[:LONGEST_TERM]
            if folded:
                own = code if kind == TermKind.UNIT else ""
                names[kind, folded] = Term(kind=kind, folded=folded, spelling=name[:LONGEST_TERM], code=own)
    _insert([*(_term(kind, folded, spellings) for (kind, folded), spellings in found.items()), *names.values()], known)


def recount() -> int:
    """Counts the newest stories anew: how often each term occurs and how it is mostly written. Returns how many terms."""
    found: Found = {}
    entries = Entry.objects.order_by("-public_at").values_list("story__title", "story__sapo", "text")[:COUNTED]
    for title, sapo, text in entries.iterator(chunk_size=_CHUNK):
        _count(found, (words_of(title), words_of(sapo), *map(words_of, text.split("\n"))), ())
    terms = [
        _term(kind, folded, spellings)
        for (kind, folded), spellings in found.items()
        if kind == TermKind.WORD or spellings.total() >= ENOUGH_OF_A_PAIR
    ]
    terms.sort(key=lambda term: (term.kind, term.folded))
    _insert(terms, {})
    for start in range(0, len(terms), _CHUNK):
        Term.objects.bulk_create(
            terms[start : start + _CHUNK],
            update_conflicts=True,
            unique_fields=["kind", "folded"],
            update_fields=["spelling", "stories"],
        )
    return len(terms)


def _count(
    found: Found, runs: Iterable[Sequence[Word]], scattered: Iterable[Word], *, known: Known | None = None
) -> None:
    """Adds what one story holds, each word and each pair of the ``runs`` once; of ``scattered`` words only the words.

    What is ``known`` is passed over.
    """
    known = known or {}
    words, pairs = known.get(TermKind.WORD, set()), known.get(TermKind.PAIR, set())
    once: dict[tuple[str, str], str] = {}
    for run in runs:
        for word in run:
            if word.folded not in words and _is_word(word):
                once.setdefault((TermKind.WORD.value, word.folded), word.written.lower())
        for first, second in pairwise(run):
            folded = f"{first.folded} {second.folded}"
            if folded not in pairs and _is_word(first) and _is_word(second):
                once.setdefault((TermKind.PAIR.value, folded), f"{first.written} {second.written}".lower())
    for word in scattered:
        if word.folded not in words and _is_word(word):
            once.setdefault((TermKind.WORD.value, word.folded), word.written.lower())
    for key, written in once.items():
        found.setdefault(key, Counter())[written] += 1


def _is_word(word: Word) -> bool:
    return word.folded.isalpha() and word.folded.isascii() and 1 < len(word.folded) <= LONGEST_WORD


def _term(kind: str, folded: str, spellings: Counter[str]) -> Term:
    spelling = max(spellings.items(), key=lambda pair: (pair[1], pair[0]))[0]
    return Term(kind=kind, folded=folded, spelling=spelling, stories=sum(spellings.values()))


def _insert(terms: list[Term], known: Known) -> None:
    """Enters what is missing, in one order, so that two publications at once do not wait for each other in a circle."""
    unknown = sorted({term.folded for term in terms if term.folded not in known.setdefault(term.kind, set())})
    for start in range(0, len(unknown), _CHUNK):
        for kind, folded in Term.objects.filter(folded__in=unknown[start : start + _CHUNK]).values_list(
            "kind", "folded"
        ):
            known.setdefault(kind, set()).add(folded)
    missing = [term for term in terms if term.folded not in known[term.kind]]
    missing.sort(key=lambda term: (term.kind, term.folded))
    for start in range(0, len(missing), _CHUNK):
        Term.objects.bulk_create(missing[start : start + _CHUNK], ignore_conflicts=True)
    for term in missing:
        known[term.kind].add(term.folded)
    words = [term.folded for term in missing if term.kind == TermKind.WORD]
    near = [NearWord(left=left, word=word) for word in words for left in sorted(left_out(word))]
    for start in range(0, len(near), _CHUNK):
        NearWord.objects.bulk_create(near[start : start + _CHUNK], ignore_conflicts=True)
