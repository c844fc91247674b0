"""How easily a text reads, by what can be counted in Vietnamese without guessing.

Formulas made for English count letters and syllables of a word; in Vietnamese every syllable stands alone, and which of
them belong to one word can't be told without a dictionary. What remains reliable is length: of sentences, in syllables,
and of paragraphs, and an opening that reports instead of telling. Limits come from the rule table:

- a sentence above ``long_sentence`` syllables is long; more than ``long_share`` per cent of long ones is a finding;
- a paragraph above ``long_paragraph`` syllables is long; each is a finding, three at most;
- an opening such as “Thực hiện Kế hoạch số …” or “Sáng ngày …, tại …” puts the document before the people.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from submissions.checks.rules.draft import PROSE, Kind
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.letters import UPPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft
    from submissions.checks.rules.lists import Limits

#: Below so many sentences a share says nothing.
SENTENCES: Final = 4
PARAGRAPHS: Final = 3
SHOWN_WORDS: Final = 12
#: So many words in capitals in a row are shouted; official abbreviations come one or two at a time.
SHOUTED_WORDS: Final = 5
_OPENING: Final = re.compile(
    r"(?:thực hiện|căn cứ|thi hành|triển khai|nhằm|để|hưởng ứng|theo)\s(?:[^\s,.]+\s){0,4}?"
    r"(?:kế hoạch|công văn|quyết định|chỉ thị|nghị quyết|nghị định|thông tư|chương trình)\s(?:số|hành động|của)|"
    r"(?:sáng |chiều |vừa qua,? |trong )?(?:ngày|ngày:)\s\d{1,2}\s?[/.-]\s?\d{1,2}[^,.]{0,20},\s?(?:tại|ở)\s|"
    r"(?:được sự quan tâm|trong không khí|thời gian qua,)",
    re.IGNORECASE,
)
_SHOUTED: Final = re.compile(rf"(?<!\w)[{UPPER}]{{2,}}(?:[\s,–-]+[{UPPER}]{{2,}}){{{SHOUTED_WORDS - 1},}}(?!\w)")


def readability(draft: Draft, limits: Limits) -> Iterator[Finding]:
    """Long sentences, long paragraphs, an opening like a report."""
    prose = [piece for piece in draft.pieces if piece.kind in PROSE]
    sentences = [(len(sentence.split()), sentence, piece) for piece in prose for sentence in piece.sentences]
    long = [entry for entry in sentences if entry[0] > limits.long_sentence]
    if len(sentences) >= SENTENCES and 100 * len(long) > limits.long_share * len(sentences):
        words, sentence, piece = max(long, key=lambda entry: entry[0])
        yield Finding(
            code="long_sentences",
            level=Level.NOTES,
            field=piece.field,
            params={
                "share": round(100 * len(long) / len(sentences)),
                "limit": limits.long_sentence,
                "longest": words,
            },
            passage=_begin(sentence),
            block_id=piece.block_id,
        )
    for piece in [each for each in prose if len(each.text.split()) > limits.long_paragraph][:PARAGRAPHS]:
        yield Finding(
            code="long_paragraph",
            level=Level.NOTES,
            field=piece.field,
            params={"words": len(piece.text.split()), "limit": limits.long_paragraph},
            passage=_begin(piece.text),
            block_id=piece.block_id,
        )
    first = next((piece for piece in prose if piece.kind == Kind.PARAGRAPH), None)
    for piece in [each for each in (next(iter(prose), None), first) if each is not None][-2:]:
        if _OPENING.match(piece.text):
            yield Finding(
                code="report_opening",
                level=Level.NOTES,
                field=piece.field,
                passage=_begin(piece.text),
                block_id=piece.block_id,
            )
            return


def shouting(draft: Draft) -> Iterator[Finding]:
    """Titles and runs of words in capitals, each piece once."""
    for piece in draft.pieces:
        match = _SHOUTED.search(piece.text)
        if match is None and piece.kind in {Kind.TITLE, Kind.HEADING} and _is_all_capitals(piece.text):
            match = re.match(".*", piece.text)
        if match is not None:
            yield Finding(
                code="capitals",
                level=Level.NOTES,
                field=piece.field,
                passage=_begin(match.group()),
                block_id=piece.block_id,
            )


def _is_all_capitals(text: str) -> bool:
    return text.isupper() and len(text.split()) > 2


def _begin(text: str) -> str:
    words = text.split()
    return " ".join(words[:SHOWN_WORDS])[:160] + ("…" if len(words) > SHOWN_WORDS else "")
