"""The rules of ``slugify_vi`` for the browser: the address grows while the title is typed, and must be the same one.

Nothing is written down twice: the rules are read off ``fold`` itself, letter by letter, and handed to the script of the
page as patterns with their replacements, to be applied one after the other. Letters beyond the blocks below (other
alphabets, rare compatibility signs) are a hyphen in the browser; the server has the last word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import chain
from typing import Final

from cms.core.text.fold import fold
from cms.core.text.slug import MAX_LENGTH

#: A pattern of JavaScript (flags ``gu``) and what to put in the place of each match.
Rule = tuple[str, str]

#: Latin letters of all kinds, marks, signs and invisible characters, ligatures, full-width and “bold” letters.
_BLOCKS: Final = (
    range(0x80, 0x370),
    range(0x1AB0, 0x1B00),
    range(0x1D00, 0x1F00),
    range(0x2000, 0x2200),
    range(0x2460, 0x2500),
    range(0x20D0, 0x2100),
    range(0xFB00, 0xFB07),
    range(0xFE00, 0xFE30),
    range(0xFEFF, 0xFF60),
    range(0x1D400, 0x1D800),
)
#: Greek and Cyrillic: letters that pass for Latin ones count as such in a Latin word only.
_FOREIGN_BLOCK: Final = range(0x370, 0x530)
_PLAIN: Final = re.compile("[a-z0-9 ]*")


@cache
def browser_rules(max_length: int = MAX_LENGTH) -> tuple[Rule, ...]:
    """Return the rules in the order in which they apply. What they leave still has its capitals, and may be empty."""
    rules = [(f"[{_char_class(points)}]", to.replace(" ", "-")) for to, points in _letters(_BLOCKS).items()]
    rules += _twin_rules()
    rules.append(("[^A-Za-z0-9]+", "-"))
    rules.append(("^-|-$", ""))
    # Cut at a word, or where the first word is longer than the whole may be, inside it.
    rules.append((f"^(?:(.{{1,{max_length}}})(?=-|$)|(.{{{max_length}}})).*$", "$1$2"))
    return tuple(rules)


def _letters(blocks: tuple[range, ...]) -> dict[str, list[int]]:
    """Code points by what ``fold`` makes of them between two letters; hyphens are left to the rule for all the rest."""
    found: dict[str, list[int]] = defaultdict(list)
    for point in sorted(set(chain.from_iterable(blocks))):
        folded = fold(f"a{chr(point)}a")[1:-1]
        if folded != " " and _PLAIN.fullmatch(folded):
            found[folded].append(point)
    return found


def _twin_rules() -> list[Rule]:
    twins = {to: points for to, points in _letters((_FOREIGN_BLOCK,)).items() if to}
    every = sorted(chain.from_iterable(twins.values()))
    part = f"[A-Za-z0-9{_char_class(every)}]"
    alone = "[\\p{L}\\p{N}]"
    # The whole word is Latin letters and twins, and at least one of them is Latin.
    before, after = f"(?<=(?<!{alone}){part}*)", f"(?={part}*(?!{alone}))"
    return [
        (f"{before}(?:(?<=[A-Za-z]{part}*)[{own}]|[{own}](?={part}*[A-Za-z])){after}", to)
        for to, points in twins.items()
        for own in [_char_class(points)]
    ]


def _char_class(points: list[int]) -> str:
    """The inside of a character class, neighbours as ranges."""
    pieces: list[str] = []
    start = previous = points[0]
    for point in [*points[1:], -1]:
        if point != previous + 1:
            pieces.append(_name(start) + (f"-{_name(previous)}" if previous > start else ""))
            start = point
        previous = point
    return "".join(pieces)


def _name(point: int) -> str:
    char = chr(point)
    return char if char.isalpha() else f"\\u{{{point:x}}}"
