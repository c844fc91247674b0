"""Vietnamese text as a voice should read it: abbreviations in full, dates, numbers, times and codes in words. Pure Python.

A browser's voice reads “12/KH-SYT” as a fraction and “7h30” as letters. What is rewritten here is read rightly by every
voice; what is not recognised stays as it is. The rules run in this order, since each leaves words behind that none of the
later ones touches. Source of the forms: Decree 30/2020/NĐ-CP (numbers and symbols of documents), and how people read them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cms.core.text import clean_line
from cms.visits.abbreviations import DOTTED, spoken_forms
from cms.visits.spoken_numbers import speak_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Characters after which a sentence is cut at a comma: browsers break off utterances of more than some 15 seconds.
LONGEST: Final = 220
_END: Final = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[–-]*\s*[^\W_a-zà-ỹđ])")
_PAUSE: Final = re.compile(r"(?<=[,;:–—])\s+")
_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>()]*[^\s<>().,;:!?]", re.IGNORECASE)
_MAIL: Final = re.compile(r"\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)\b")
_WORD: Final = re.compile(r"[^\W_]")
_BLANK_BEFORE: Final = re.compile(r"\s+([,.;:!?])")
_TITLES: Final = dict(DOTTED)
_TITLE: Final = re.compile(rf"(?<![\w.])(?:{'|'.join(re.escape(short) for short, _long in DOTTED)})(?!\w\.)\s*")
_SENTENCE_BEFORE: Final = re.compile(r"[.!?…][\"”’»)\]]*\s+$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Reads with the abbreviations that it was given: short form to long form, case kept."""

    long_of: Mapping[str, str]
    short: re.Pattern[str]
    short_after_long: re.Pattern[str]
    long_after_short: re.Pattern[str]

    @classmethod
    def of(cls, extra: Mapping[str, str] | None = None) -> Speaker:
        """A speaker who knows the abbreviations of the field and these; those of the field win, being made for the ear."""
        long_of = dict(extra or {}) | spoken_forms()
        choice = "|".join(re.escape(short) for short in sorted(long_of, key=len, reverse=True))
        return cls(
            long_of=long_of,
            short=re.compile(rf"(?<![\w/&-])(?<!\w\.)(?:{choice})(?![\w/&]|-\w|\.\w)"),
            short_after_long=re.compile(rf"\s*\(({choice})\)"),
            long_after_short=re.compile(rf"\b({choice})\s*\(([^()]{{3,90}})\)"),
        )

    def sentences(self, text: str) -> list[str]:
        """A piece of running text as sentences to be spoken, none longer than about `LONGEST`; empty for no words."""
        spoken = (self._in_words(sentence) for sentence in _END.split(self._without_traps(text)))
        return [part for sentence in spoken for part in _short(sentence) if _WORD.search(part)]

    def speak(self, text: str) -> str:
        """The text with everything in it that a voice would stumble over put in words."""
        return self._in_words(self._without_traps(text))

    def _without_traps(self, text: str) -> str:
        """The text without full stops that end no sentence, and without what would be said twice."""
        line = _LINK.sub("đường dẫn trên trang", clean_line(text))
        line = _MAIL.sub(lambda match: f"{_dotted(match[1])} a còng {_dotted(match[2])}", line)
        line = _TITLE.sub(_title, line)
        line = self.short_after_long.sub(self._said_before, line)
        return self.long_after_short.sub(self._said_after, line)

    def _in_words(self, sentence: str) -> str:
        line = self.short.sub(lambda match: self.long_of[match[0]], speak_numbers(sentence)).replace("&", " và ")
        return clean_line(_BLANK_BEFORE.sub(r"\1", line))

    def _said_before(self, match: re.Match[str]) -> str:
        # “cải cách hành chính (CCHC)”
        long = self.long_of[match[1]].casefold()
        return "" if match.string[: match.start()].casefold().endswith(long) else match[0]

    def _said_after(self, match: re.Match[str]) -> str:
        # “CCHC (cải cách hành chính)”
        return match[1] if match[2].strip().casefold() == self.long_of[match[1]].casefold() else match[0]


def _dotted(text: str) -> str:
    return text.replace(".", " chấm ")


def _title(match: re.Match[str]) -> str:
    long = _TITLES[match[0].rstrip()]
    begins = not match.start() or _SENTENCE_BEFORE.search(match.string[: match.start()]) is not None
    return (long[0].upper() + long[1:] if begins else long) + (" " if match.end() < len(match.string) else "")


def _short(sentence: str) -> list[str]:
    """A sentence in pieces that end where a reader would breathe."""
    if len(sentence) <= LONGEST:
        return [sentence] if sentence else []
    pieces = [""]
    for part in _PAUSE.split(sentence):
        if pieces[-1] and len(pieces[-1]) + len(part) >= LONGEST:
            pieces.append(part)
        else:
            pieces[-1] = f"{pieces[-1]} {part}".strip()
    return [piece for long in pieces for piece in _by_words(long)]


def _by_words(piece: str) -> list[str]:
    found = [""]
    for word in piece.split():
        if found[-1] and len(found[-1]) + len(word) > LONGEST:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return found
