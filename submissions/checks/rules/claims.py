"""Claims that medicine can't keep and words that judge: both ask for a second reviewer. Which words, the desk's list says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from submissions.checks.rules.draft import snippet
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft
    from submissions.checks.rules.lists import Lists, Wording

MEDICAL_CLAIM: Final = "medical_claim"
CRITICAL_PIECE: Final = "critical_piece"

#: A wording ends with its part of the sentence: “còn hạn chế. Trong năm” is not “hạn chế trong”.
_PART: Final = re.compile(r"[^.;:!?…()]+")
_PER_CENT: Final = re.compile(r"\s?%")
_DENIED: Final = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng|đừng|chớ|tránh|ngăn ngừa|phòng ngừa|hết|không còn|thay vì|nghiêm cấm|cấm|nói không với)"
    r"\s(?:[^\s.,;:!?]+\s){0,4}$",
    re.IGNORECASE,
)


def delicate_words(draft: Draft, lists: Lists) -> Iterator[Finding]:
    """Wordings of the list, each once: promises of cure or of no risk (`MEDICAL_CLAIM`), words of blame and of
    shortcomings (`CRITICAL_PIECE`). A wording that is denied (“không để chậm trễ”) is none."""
    phrases = Phrases((each.words, each) for each in lists.delicate)
    told: set[str] = set()
    for piece in draft.pieces:
        for part in _PART.finditer(piece.text):
            for hits in phrases.find(part.group()):
                start, end = part.start() + hits[0].start, part.start() + hits[0].end
                wording = next((hit.value for hit in hits if _is_meant(hit.value, piece.text, start, end)), None)
                words = piece.text[start:end]
                if wording is None or words.lower() in told or _is_denied(piece.text, start):
                    continue
                told.add(words.lower())
                yield Finding(
                    code=wording.code,
                    level=Level.WARNS,
                    field=piece.field,
                    params={"words": words},
                    passage=snippet(piece.text, start, end),
                    block_id=piece.block_id,
                )


def _is_meant(wording: Wording, text: str, start: int, end: int) -> bool:
    """Whether per cent are per cent: the words of a phrase are compared without what stands between them."""
    if "%" not in wording.words:
        return True
    return "%" in text[start:end] or _PER_CENT.match(text, end) is not None


def _is_denied(text: str, start: int) -> bool:
    return _DENIED.search(text[max(0, start - 50) : start]) is not None
