"""Finding many phrases in a text at once, word by word: the time depends on the text, not on how long the list is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from cms.core.text import canonical_tones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hit(Generic[T]):
    """A phrase found at ``start`` to ``end``."""

    start: int
    end: int
    value: T


class Phrases(Generic[T]):
    """An index of phrases. Case, tone placement and what stands between the words make no difference to a match."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in phrases:
            words = tuple(word_key(word) for word in WORD.findall(phrase))
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> Iterator[list[Hit[T]]]:
        """The phrases that begin at one word, longest first and all of that length; found ones do not overlap."""
        words = [(word_key(match.group()), match.start(), match.end()) for match in WORD.finditer(text)]
        position = 0
        while position < len(words):
            hits = self._at(words, position)
            if hits:
                yield hits
                position = next(i for i in range(position, len(words)) if words[i][2] == hits[0].end)
            position += 1

    def _at(self, words: list[tuple[str, int, int]], position: int) -> list[Hit[T]]:
        key, start, _end = words[position]
        found: list[Hit[T]] = []
        length = 0
        for entry, value in self._by_first.get(key, ()):
            if found and len(entry) < length:
                break
            here = words[position : position + len(entry)]
            if len(here) == len(entry) and all(word[0] == wanted for word, wanted in zip(here, entry, strict=True)):
                found.append(Hit(start, here[-1][2], value))
                length = len(entry)
        return found


@lru_cache(maxsize=8192)
def word_key(word: str) -> str:
    """A word without its case and without the wavering of tone marks."""
    return word.lower() if word.isascii() else canonical_tones(word).lower()
