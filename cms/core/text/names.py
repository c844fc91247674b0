"""Vietnamese personal names: họ (family), đệm (middle), tên (given), in this order.

The given name, the last word, is what people are called and sorted by. Names of one word and of Raglai or Ê Đê people
(``Cao Thị Nìm``, ``Y Ksor``) go by the same rule. A stored name is one string; parts are taken only to sort and to
abbreviate.
"""

from __future__ import annotations

from dataclasses import dataclass

from cms.core.text.normalise import clean_line


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name, each possibly empty except ``given``."""

    family: str
    middle: str
    given: str


def split_name(name: str) -> NameParts:
    """Split a full name. A name of one word is a given name; an empty name gives empty parts."""
    words = clean_line(name).split()
    if len(words) < 2:
        return NameParts(family="", middle="", given="".join(words))
    return NameParts(family=words[0], middle=" ".join(words[1:-1]), given=words[-1])


def initials(name: str, *, with_family: bool = False) -> str:
    """Return the initials as bylines print them: ``"Nguyễn Hoài An"`` → ``"H.A"``, with the family name ``"N.H.A"``.

    A name of two words always keeps both initials; a name of one word is returned whole.
    """
    words = clean_line(name).split()
    if len(words) < 2:
        return "".join(words)
    kept = words if with_family or len(words) == 2 else words[1:]
    return ".".join(word[0].upper() for word in kept)
