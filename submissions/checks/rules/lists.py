"""What people maintain and the checks go by: names, abbreviations, documents, delicate words and limits, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Name:
    """An official name in its right form, and forms that are known to be wrong."""

    right: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Short:
    """An abbreviation with its long form; ``well_known`` ones need no explanation."""

    short: str
    long: str
    well_known: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that ceased to apply on ``ceased_on``; ``replaced_by`` may be empty."""

    number: str
    title: str
    ceased_on: date
    replaced_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Words that ask for a second reviewer, and the code of the finding that they make."""

    words: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Numbers of the rule table, in syllables and per cent; 0 means no limit."""

    words_min: int = 0
    words_max: int = 0
    long_sentence: int = 40
    long_share: int = 25
    long_paragraph: int = 150


@dataclass(frozen=True, kw_only=True)
class Lists:
    """All of it, read once for a run. ``today`` is the day on which documents are looked at."""

    names: tuple[Name, ...] = ()
    abbreviations: tuple[Short, ...] = ()
    documents: tuple[Document, ...] = ()
    delicate: tuple[Wording, ...] = ()
    limits: Limits = field(default_factory=Limits)
    today: date = date.max
