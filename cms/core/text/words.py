"""Counting "chữ": in Vietnamese every syllable stands alone, so length is counted in what spaces separate."""

from __future__ import annotations


def word_count(text: str) -> int:
    """Return the number of space-separated syllables; a free-standing dash counts, as in word processors."""
    return len(text.split())


def shorten(text: str, *, words: int) -> str:
    """Return at most the first ``words`` words of ``text``, joined by single spaces, with ``…`` after a cut."""
    every = text.split()
    if len(every) <= words:
        return " ".join(every)
    return " ".join(every[:words]).rstrip(",;:–-. ") + "…"
