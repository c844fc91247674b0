"""Reading what people hand in: the directory here, everything else in the jail."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cms.core.text import clean_line
from submissions.intake.docx import IntakeRefused, Kind, RefusalCode
from submissions.intake.docx.sniff import kind_of
from submissions.intake.jail import answer, cell, office
from submissions.intake.messages import refusal_message, warning_message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from submissions.intake.docx import WordArticle


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An article that was read, and what kind of file it came in."""

    article: WordArticle
    kind: Kind


def look_at(data: bytes) -> Kind:
    """What can be told of a file at once, from its first bytes and its directory: the kind that it is.

    Raises:
        IntakeRefused: see `submissions.intake.docx.sniff.kind_of`; a kind for which LibreOffice is missing here.
    """
    kind = kind_of(data)
    if kind is not Kind.WORD and not office.program():
        raise IntakeRefused(kind.refusal, "LibreOffice is not installed")
    return kind


def read_file(
    data: bytes,
    *,
    filename: str = "",
    names: Sequence[str] = (),
    bounds: cell.Bounds = cell.READING,
    office_bounds: cell.Bounds = cell.OFFICE,
) -> Reading:
    """The article in a file, read in a child process.

    ``names`` are proper names that the headline and the letterhead may hold, see `submissions.intake.docx.read_docx`;
    ``filename`` is only named in the log line of a refusal.

    Raises:
        IntakeRefused: the file is of no known kind, harmful, no article, or broke its jail's limits.
    """
    try:
        kind = look_at(data)
        word = data if kind is Kind.WORD else office.to_docx(data, kind, bounds=office_bounds)
        if kind is not Kind.WORD:
            kind_of(word)
        return Reading(article=_in_jail(word, names=names, bounds=bounds), kind=kind)
    except IntakeRefused as refused:
        named = f"{clean_line(filename)[:80]!r}: {refused.message}" if filename else refused.message
        raise IntakeRefused(refused.code, named, refused.params) from refused


def _in_jail(data: bytes, *, names: Sequence[str], bounds: cell.Bounds) -> WordArticle:
    with cell.folder() as place:
        (place / "source").write_bytes(data)
        cell.run(place, bounds=bounds, names=names)
        try:
            article = answer.read(place)
        except IntakeRefused as refused:
            _require_words(partial(refusal_message, refused))
            raise
    _require_words(lambda: "".join(warning_message(warning) for warning in article.warnings))
    return article


def _require_words(words: Callable[[], str]) -> None:
    """What the child says about the file must have what its sentence needs.

    Raises:
        IntakeRefused: it has not, so that the child was not the one we know.
    """
    try:
        words()
    except (KeyError, TypeError, ValueError) as error:
        raise IntakeRefused(RefusalCode.CRASHED, f"an answer without its words: {error!r}"[:300]) from error
