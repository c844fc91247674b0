"""Abbreviations that a reader meets before anybody has said what they stand for."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from submissions.checks.rules.draft import Kind, snippet
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft
    from submissions.checks.rules.lists import Lists

#: Letters with marks make words, not abbreviations; only đ is common to both.
_TOKEN: Final = re.compile(r"(?<![\w/.&-])[A-ZĐ]{2,12}(?![\w/&-]|\.\w)")
_ROMAN: Final = re.compile(r"[IVXLCDM]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: A sentence with so many capitals around a word is shouted, and its words are no abbreviations.
_NEIGHBOURS: Final = 40
#: What is shouted so often is shouted wherever it stands.
TRIES: Final = 5


def unexplained(draft: Draft, lists: Lists) -> Iterator[Finding]:
    """Each abbreviation that is neither well known nor explained at its first use, once.

    Explained is: “cải cách hành chính (CCHC)”, “CCHC (cải cách hành chính)”, or the long form of the list earlier in the
    text. A title is too short for that: what stands in it is looked at where the text uses it.
    """
    known = {entry.short for entry in lists.abbreviations if entry.well_known}
    long_of = {entry.short: entry.long for entry in lists.abbreviations}
    long_forms = Phrases((entry.long, entry.short) for entry in lists.abbreviations)
    seen: set[str] = set()
    told: set[str] = set()
    tries: Counter[str] = Counter()
    for piece in draft.pieces:
        if piece.kind in {Kind.TITLE, Kind.CAPTION, Kind.CELL}:
            continue
        spelt_out = [(hit.start, hit.value) for hits in long_forms.find(piece.text) for hit in hits]
        for match in _TOKEN.finditer(piece.text):
            short = match.group()
            if short in told or short in known or _ROMAN.fullmatch(short):
                continue
            tries[short] += 1
            if _is_shouted(piece.text, match):
                if tries[short] == TRIES:
                    told.add(short)
                continue
            told.add(short)
            earlier = any(start < match.start() and value == short for start, value in spelt_out)
            if short in seen or earlier or _is_explained(piece.text, match):
                continue
            long = long_of.get(short, "")
            yield Finding(
                code="abbreviation_known" if long else "abbreviation",
                level=Level.NOTES,
                field=piece.field,
                params={"short": short, "long": long},
                passage=snippet(piece.text, match.start(), match.end()),
                block_id=piece.block_id,
            )
        seen.update(value for _start, value in spelt_out)


def _is_explained(text: str, match: re.Match[str]) -> bool:
    """In brackets after its long form, or its long form in brackets after it."""
    before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 120]
    in_brackets = re.search(r"\((?:viết tắt|gọi tắt|sau đây|tắt là|là|:|\s|gọi là)*$", before) is not None
    spelt_out = re.match(r"\s?\(([^()]{4,100})\)", after)
    return (in_brackets and re.match(r"\s?[);,]", after) is not None) or (
        spelt_out is not None and len(_WORD.findall(spelt_out.group(1))) >= 2
    )


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - _NEIGHBOURS) : match.start()] + text[match.end() : match.end() + _NEIGHBOURS]
    words = [word for word in _WORD.findall(around) if len(word) > 1]
    return len(words) >= 2 and sum(word.isupper() for word in words) > len(words) / 2
